"""Suppliers, concessions, the template and the pages about the registry."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from registry.reference.template import chapters, nodes
from tests.web.public.conftest import BEFORE, FJELL, HAMAR, KREK, OWN, REASON, TYST, Market


def test_private_suppliers_are_listed_by_name_and_found(client: FlaskClient) -> None:
    page = client.get("/leverandorer").text
    assert [page.index(number) for number in (FJELL, KREK, TYST)] == sorted(
        page.index(number) for number in (FJELL, KREK, TYST)
    )
    assert OWN not in page, "own provision is found with its municipality"
    assert KREK in client.get("/leverandorer?navn=krek").text
    assert "Ingen leverandør heter «&lt;x&gt;»" in client.get("/leverandorer?navn=<x>").text


def test_a_supplier_speaks_in_its_own_language(client: FlaskClient) -> None:
    page = client.get(f"/en/leverandorer/{FJELL}").text
    assert '<blockquote class="calm own" lang="nn"><p>Me er få.</p>' in page
    assert f"/en/kommuner/{HAMAR}/leverandorer" in page
    assert "not confirmed" in page, "the budget is too old"


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (f"/leverandorer/{OWN}", 200),
        (f"/leverandorer/{FJELL}?dato={BEFORE}", 200),
        (f"/leverandorer/{FJELL}?dato=2023-01-01", 404),
        ("/leverandorer/999999999", 404),
        ("/leverandorer/1", 404),
        (f"/konsesjoner/{UUID(int=404)}", 404),
        ("/konsesjoner/tull", 404),
        ("/konsesjoner?dato=2023-01-01", 200),
        ("/kommuner/0301?dato=0001-01-01", 404),
        ("/kommuner/0301/sammenlign?leverandor=%00", 200),
        ("/kommuner/0301/sammenlign?leverandor=tull&leverandor=999999999", 200),
        ("/mal/1", 200),
        ("/mal/2", 404),
        ("/mal?dato=2023-01-01", 200),
        ("/mal/1?dato=2023-01-01", 404),
        ("/om/data", 200),
        ("/om/personvern", 200),
        ("/om/tilgjengelighet", 200),
        ("/om/rekkefolge", 200),
        ("/om/tull", 404),
    ],
)
def test_what_does_not_exist_is_missing(client: FlaskClient, page: str, status: int) -> None:
    assert client.get(page).status_code == status


def test_a_concession_says_its_terms_and_where_it_leaves_the_template(
    client: FlaskClient, market: Market
) -> None:
    address = f"/konsesjoner/{market.concession}"
    page = client.get(address).text
    assert "3 måneder" in page
    assert page.count(f'href="{address}/avvik#') == 1
    deviations = client.get(f"{address}/avvik").text
    assert "Én måned" in deviations
    assert REASON in deviations
    assert client.get(f"{address}?dato={BEFORE}").status_code == 404
    assert address in client.get("/konsesjoner").text


@pytest.mark.parametrize(("prefix", "language"), [("", "nb"), ("/nn", "nn"), ("/en", "en")])
def test_the_template_has_every_node_with_its_value(
    client: FlaskClient, prefix: str, language: str
) -> None:
    page = client.get(f"{prefix}/mal").text
    for node in nodes():
        assert f'id="{node.node}"' in page
    for title in chapters(language).values():
        assert title in page
    assert "{value}" not in page
    assert ("legal text is in Norwegian" in page) is (language == "en")
