"""The list with its filters, and the comparison."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from registry.application import admissions, cases
from registry.domain.values import (
    Accepting,
    HoursBand,
    LeadRole,
    MunicipalityNumber,
    SupplierKind,
)
from registry.house import House
from registry.queries.cases import held, may_choose
from registry.queries.choices import coverage, offers, place_in_line
from registry.words import ROWS
from tests.conftest import Projections
from tests.web.public.conftest import (
    BEFORE,
    FJELL,
    HAMAR,
    KREK,
    LUND,
    NAMES,
    OWN,
    TERMS,
    TYST,
    Market,
)

LIST, COMPARE = f"/kommuner/{HAMAR}/leverandorer", f"/kommuner/{HAMAR}/sammenlign"
PICK = re.compile(r'name="leverandor" value="(\d{9})"')


def shown(page: str) -> list[str]:
    return PICK.findall(page)


def test_everybody_is_shown_in_the_days_order(client: FlaskClient, market: Market) -> None:
    found = offers(market.house.pool, HAMAR, date.today(), "nb")
    assert shown(client.get(LIST).text) == [offer.number for offer in found]
    by_name = shown(client.get(f"{LIST}?sorter=navn").text)
    assert by_name == sorted(NAMES, key=lambda number: NAMES[number])


@pytest.mark.parametrize("count", [1, 2, 3, 7, 14])
def test_each_is_in_each_place_equally_often(count: int) -> None:
    first = date(2026, 1, 1).toordinal() + int(HAMAR)
    places = [
        [place_in_line(turn, count, first + day) for turn in range(count)] for day in range(count)
    ]
    for column in zip(*places, strict=True):
        assert sorted(column) == list(range(count))


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({}, {FJELL, KREK, TYST, OWN}),
        ({"takes_new": "1"}, {FJELL, OWN}),
        ({"emergency": "1"}, {FJELL}),
        ({"agreement": "1"}, {FJELL, OWN}),
        ({"language": "pl"}, {KREK}),
        ({"language": ["nb", "pl"]}, {KREK}),
        ({"office": ["nearby", "in_municipality"]}, {FJELL, KREK, OWN}),
        ({"independence": "you_decide"}, {FJELL, KREK, OWN}),
        ({"kind": ["cooperative", "own_provision"]}, {FJELL, OWN}),
        ({"takes_new": "1", "language": "pl"}, set()),
    ],
)
def test_filters_show_those_that_said_yes(
    client: FlaskClient, wanted: dict[str, Any], fits: set[str]
) -> None:
    answer = client.post(LIST, data=wanted)
    assert set(shown(answer.text)) == fits
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    if wanted:
        assert f"{len(fits)} av 4 passer." in answer.text or not fits
    if not fits:
        assert "Ta bort noe av det." in answer.text


def test_a_filter_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    assert client.post(LIST, data={"language": "tull"}).status_code == 422


def test_needs_do_not_count_in_an_address(client: FlaskClient) -> None:
    assert len(shown(client.get(f"{LIST}?language=pl&takes_new=1").text)) == 4


def compare(client: FlaskClient, *numbers: str, prefix: str = "", **more: str) -> str:
    query = [("leverandor", number) for number in numbers] + list(more.items())
    return client.get(prefix + COMPARE, query_string=query).text


@pytest.mark.parametrize(
    ("numbers", "side_by_side", "ticked"),
    [
        ([], False, 0),
        ([FJELL], False, 1),
        ([FJELL, "999999999"], False, 1),
        ([FJELL, FJELL], False, 1),
        ([FJELL, KREK], True, 0),
        ([FJELL, KREK, OWN], True, 0),
        ([FJELL, KREK, OWN, TYST], True, 0),
    ],
)
def test_two_to_four_are_compared(
    client: FlaskClient, numbers: list[str], side_by_side: bool, ticked: int
) -> None:
    page = compare(client, *numbers)
    assert ('<table class="cmp"' in page) is side_by_side
    assert page.count(" checked>") == ticked


def test_only_what_differs_is_shown_first(client: FlaskClient) -> None:
    page = compare(client, FJELL, KREK)
    assert "Timelønn for en ny assistent" in page
    assert "Når du kan ringe" not in page, "both answered the same"
    everything = compare(client, FJELL, KREK, vis="alle")
    assert everything.count('role="rowheader">') == len(ROWS) + everything.count('class="group"')


def test_own_provision_stands_under_the_same_fields(client: FlaskClient) -> None:
    page = compare(client, FJELL, OWN, vis="alle")
    assert page.count('<td role="cell"><span class="who">') == 2 * len(ROWS)
    assert "Velg kommunen" in page


def test_old_and_missing_answers_are_marked(client: FlaskClient) -> None:
    page = compare(client, FJELL, TYST, vis="alle")
    assert page.count("ikke bekreftet") == len(ROWS) + 3, "all of one, and the old budget"
    assert page.count("Har ikke svart") == len(ROWS)


def test_who_takes_nobody_has_no_button(client: FlaskClient) -> None:
    page = compare(client, FJELL, KREK)
    assert f'href="/min-sak/velg/{FJELL}"' in page
    assert f'href="/min-sak/velg/{KREK}"' not in page
    assert "Tar ikke imot nye nå" in page


def test_the_past_has_no_buttons(client: FlaskClient, market: Market) -> None:
    page = compare(client, FJELL, KREK, dato=date.today().isoformat())
    assert '<table class="cmp"' in page
    assert "/min-sak/velg/" not in page
    assert "Det er ikke flere å sammenligne her" in compare(client, FJELL, KREK, dato=BEFORE)


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_the_comparison_can_be_read_as_text(client: FlaskClient, prefix: str) -> None:
    page = compare(client, FJELL, KREK, prefix=prefix, visning="tekst")
    assert "<table" not in page
    assert page.count("<h2 id=") == 2 + page.count('<h2 id="foot-')


@pytest.mark.parametrize("page", ["leverandorer", "sammenlign"])
@pytest.mark.parametrize(("number", "status"), [(LUND, 200), ("9999", 404), ("34", 404)])
def test_a_place_without_choice_is_not_an_error(
    client: FlaskClient, page: str, number: str, status: int
) -> None:
    assert client.get(f"/kommuner/{number}/{page}").status_code == status


def test_nothing_public_moves_because_one_person_acted(client: FlaskClient, market: Market) -> None:
    pages = ["/", "/kommuner", f"/kommuner/{HAMAR}", LIST, "/leverandorer", "/statistikk"]
    pages += [f"/leverandorer/{FJELL}", f"/konsesjoner/{market.concession}"]
    before = [client.get(page).text for page in pages]
    desk, today = market.house.registrar, date.today()
    case, _, _ = cases.open_case(
        desk, market.on(today), MunicipalityNumber(HAMAR), market.concession,
        HoursBand.OVER_35, LeadRole.SELF,
    )  # fmt: skip
    cases.choose_supplier(desk, market.on(today), case, market.admitted[FJELL])
    market.projections.catch_up()
    assert [client.get(page).text for page in pages] == before


@pytest.fixture
def twice(house: House, projections: Projections) -> Market:
    """Fjellrype is in two concessions in Hamar and takes nobody in the one, and there are two own
    units."""
    its, desk = Market(house, projections), house.registrar
    its.open_template()
    its.municipality(HAMAR)
    for number, kind in (
        (FJELL, SupplierKind.COOPERATIVE),
        (OWN, SupplierKind.OWN_PROVISION),
        (TYST, SupplierKind.OWN_PROVISION),
    ):
        its.supplier(number, kind)
    for numbers in ((FJELL, OWN, TYST), (FJELL,)):
        its.concession = its.concede(HAMAR, TERMS, "notice")
        for number in numbers:
            its.admit(number)
        says = Accepting.NO if OWN in numbers else Accepting.YES
        admissions.declare_capacity(desk, its.on(date.today()), its.admitted[FJELL], says, 5)
    projections.catch_up()
    return its


def test_a_supplier_in_two_concessions_is_one_supplier_and_own_units_are_none(
    twice: Market,
) -> None:
    found = coverage(twice.house.pool, date.today())[HAMAR]
    assert (found.suppliers, found.accepting, found.own) == (1, 1, True)


def test_a_supplier_in_two_concessions_stands_once_where_it_takes_new_people(
    twice: Market,
) -> None:
    found = offers(twice.house.pool, HAMAR, date.today(), "nb")
    assert sorted(offer.number for offer in found) == sorted([FJELL, OWN, TYST])
    (fjell,) = (offer for offer in found if offer.number == FJELL)
    assert (fjell.admission, fjell.takes_new) == (twice.admitted[FJELL], True)


def test_whoever_has_a_letter_sees_those_of_her_own_concession(twice: Market) -> None:
    desk = twice.house.registrar
    with twice.house.pool.connection() as connection:
        rows = connection.execute("SELECT DISTINCT id FROM read.concessions").fetchall()
    shown = {}
    for (concession,) in rows:
        its, *_ = cases.open_case(
            desk, twice.on(date.today()), MunicipalityNumber(HAMAR), concession,
            HoursBand.OVER_35, LeadRole.SELF,
        )  # fmt: skip
        twice.projections.catch_up()
        case = held(twice.house.pool, its)
        assert case is not None
        mine, _ = may_choose(twice.house.pool, case, date.today(), "nb")
        shown[concession] = sorted(offer.number for offer in mine)
    assert sorted(shown.values(), key=len) == [[FJELL], sorted([FJELL, OWN, TYST])]
