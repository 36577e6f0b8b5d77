"""One point of the template at a time: whatever it holds, changed by its own form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.domain.node import Lock, Node, Unit
from registry.domain.organisation import Function
from registry.domain.terms import NODE_OF
from registry.domain.values import NodeId
from registry.reference.template import nodes
from registry.template_drafts import drafted
from tests.a_template import publish_next_version
from tests.web.steward.filled import filled
from tests.web.steward.office import CHANGES, EDIT, FRONT, REGRET, STEWARDS, Office
from tests.web.workplaces import Town
from web.steward import editing

WHOLE = nodes()
ONE_OF_EACH_KIND = list(
    {
        (node.unit, bool(node.options), node.many, node.required, node.lock): node
        for node in nodes(date(2026, 1, 1))
    }.values()
)
LOCKED = next(node for node in WHOLE if node.lock is Lock.LOCKED)


def kept(town: Town, node: NodeId) -> Node:
    """The draft of a point."""
    return drafted(town.house.pool, STEWARDS).nodes[node]


@pytest.mark.parametrize("node", ONE_OF_EACH_KIND, ids=lambda node: node.node)
def test_a_point_of_any_kind_comes_back_from_its_form_as_it_was(office: Office, node: Node) -> None:
    """What the form holds when nothing is typed is what the point says."""
    form = {"version": "0"} | editing.typed(node)
    assert office.editor.post(f"{FRONT}/mal/{node.node}", form).status_code == 303
    now = kept(office.town, node.node)
    assert sorted(now.chosen) == sorted(node.chosen)
    assert replace(now, chosen=[]) == replace(node, chosen=[])


def test_everything_a_point_holds_can_be_changed(office: Office) -> None:
    form = filled(
        REGRET,
        title_nn="Ny tittel",
        text_nb="Du kan ombestemme deg i {value}.",
        plain_en="You can change your mind.",
        law="loven § 1\n\nforskriften § 2",
        law_checked="2026-03-01",
        value="21",
        usual_least="14",
        usual_most="30",
        weight="5",
        measured="figure",
        measured_months="6",
        minutes="10",
        documents="1",
    )
    assert office.editor.post(EDIT, form).status_code == 303
    now = kept(office.town, REGRET)
    assert (now.title_nn, now.plain_en) == ("Ny tittel", "You can change your mind.")
    assert now.law == ["loven § 1", "forskriften § 2"]
    assert now.law_checked == date(2026, 3, 1)
    assert (now.numbers, now.usual_least, now.usual_most, now.weight) == ([21], 14, 30, 5)
    assert (now.measured.value, now.measured_months, now.minutes, now.documents) == (
        "figure", 6, 10, 1,
    )  # fmt: skip
    page = office.editor.get(CHANGES).text
    for text in ("Ny tittel", "loven § 1", "1. mars 2026", "hver 6. måned"):
        assert text in page


@pytest.mark.parametrize(
    ("name", "typed", "holds"),
    [
        ("policy", "closed_round", "closed_round"),
        ("windows", "1.2, 1.8", [201, 801]),
        ("rate", "", []),
        ("rate", "510,50", [51_050]),
        ("cap", "3", [3]),
    ],
)
def test_the_templates_own_value_is_typed_as_the_point_holds_it(
    office: Office, name: str, typed: str, holds: Any
) -> None:
    node = NODE_OF[name]
    assert office.editor.post(f"{FRONT}/mal/{node}", filled(node, value=typed)).status_code == 303
    its = kept(office.town, node)
    assert (its.chosen if isinstance(holds, str) else its.numbers) == (
        [holds] if isinstance(holds, str) else holds
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "999"),
        ("value", ""),
        ("title_nn", ""),
        ("text_nb", " "),
        ("plain_en", "x" * 401),
        ("law_checked", "31.2.2026"),
        ("weight", "6"),
        ("measured", "astrology"),
        ("usual_least", "mange"),
        ("minutes", "-1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    office: Office, field: str, value: str
) -> None:
    form = filled(REGRET, **{"plain_nb": "Dette skal stå.", field: value})
    refused = office.editor.post(EDIT, form)
    assert refused.status_code == 422
    assert "Dette skal stå." in refused.text
    assert f'id="{field}-error"' in refused.text


@pytest.mark.parametrize(
    ("node", "field", "changed"),
    [
        (LOCKED.node, "law", {"law": ""}),
        (REGRET, "law_checked", {"law": "", "law_checked": "2026-01-01"}),
        (REGRET, "law_checked", {"law": "pbrl. § 2-1", "law_checked": "2099-01-01"}),
        (REGRET, "usual_most", {"usual_least": "30", "usual_most": "14"}),
    ],
)
def test_a_point_does_not_contradict_itself(
    office: Office, node: NodeId, field: str, changed: dict[str, str]
) -> None:
    refused = office.editor.post(f"{FRONT}/mal/{node}", filled(node, **changed))
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_who_is_second_on_the_same_point_sees_both(office: Office) -> None:
    second = office.town.steward(Function.EDIT_TEMPLATE)
    office.editor.post(EDIT, filled(REGRET, plain_nb="Den første."))
    lost = second.post(EDIT, filled(REGRET, plain_nb="Den andre."))
    assert lost.status_code == 409
    assert "Noen andre har lagret" in lost.text
    assert "Det den andre lagret, ved siden av ditt" in lost.text
    assert "første" in lost.text
    assert 'value="Den andre."' in lost.text or ">\nDen andre.</textarea>" in lost.text
    assert "Den første." in office.editor.get(EDIT).text


NEW = {
    "chapter": "4", "name": "holidays", "title_nb": "Ferie", "title_nn": "Ferie",
    "title_en": "Holidays", "lock": "choice", "unit": "none", "many": "1",
    "options": "summer | om sommeren | om sommaren | in summer\neaster | i påsken | i påska | at Easter",
}  # fmt: skip


def test_a_new_point_gets_its_words_on_its_own_page(office: Office) -> None:
    made = office.editor.post(f"{FRONT}/mal/nytt-punkt", NEW)
    assert made.status_code == 303
    path = made.location
    node = NodeId(path.rpartition("/")[2])
    assert node.startswith("bpa.") and node.endswith(".holidays")
    its = kept(office.town, node)
    assert [each.option for each in its.options] == ["summer", "easter"]
    assert its.position == 1 + max(n.position for n in WHOLE if n.chapter == 4)
    sent = office.editor.post(f"{CHANGES}/horing", closes_on="2099-01-01")
    assert sent.status_code == 422, "a point without words is no proposal"
    words = dict.fromkeys(("text_nb", "text_nn", "plain_nb", "plain_nn", "plain_en"), "Ferie.")
    form = editing.typed(its) | words | {"version": "1", "value": ["easter"]}
    assert office.editor.post(path, form).status_code == 303
    assert kept(office.town, node).chosen == ["easter"]
    assert "nytt punkt" in office.editor.get(CHANGES).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Store Bokstaver"),
        ("chapter", "99"),
        ("options", "a | b"),
        ("options", ""),
        ("options", "a | b | c | d\na | b | c | d"),
        ("lock", "open"),
        ("title_en", ""),
    ],
)
def test_a_new_point_that_cannot_be_is_refused(office: Office, field: str, value: str) -> None:
    refused = office.editor.post(f"{FRONT}/mal/nytt-punkt", {**NEW, field: value})
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_an_id_is_never_used_again(office: Office) -> None:
    """Neither that of a point that stands, nor of one that went out, nor of one being made."""
    standing = next(its for its in WHOLE if its.chapter == 4 and not its.holds_value)
    again = {**NEW, "name": standing.node.rpartition(".")[2]}
    assert office.editor.post(f"{FRONT}/mal/nytt-punkt", again).status_code == 422
    town, today = office.town, date(2026, 1, 1)
    publish_next_version(town.house.registrar, town.command, [], today, [standing.node])
    town.projections.catch_up()
    assert office.editor.get(f"{FRONT}/mal/{standing.node}").status_code == 404
    assert office.editor.post(f"{FRONT}/mal/nytt-punkt", again).status_code == 422
    office.editor.post(f"{FRONT}/mal/nytt-punkt", NEW)
    assert office.editor.post(f"{FRONT}/mal/nytt-punkt", NEW).status_code == 422


def test_a_point_goes_out_and_may_be_left_in(office: Office) -> None:
    assert office.editor.post(f"{EDIT}/ta-ut").status_code == 303
    assert "går ut" in office.editor.get(CHANGES).text
    assert "går ut" in office.editor.get(f"{FRONT}/mal").text
    assert "Registeret henter datoer" in office.editor.get(CHANGES).text
    assert "La det bli" in office.editor.get(EDIT).text
    office.editor.post(f"{EDIT}/forkast")
    assert "Ingen punkter endres nå" in office.editor.get(CHANGES).text
    assert office.editor.post(f"{FRONT}/mal/bpa.no.such/ta-ut").status_code == 404


def test_the_law_of_many_points_is_looked_up_at_once(office: Office) -> None:
    path = f"{FRONT}/lov"
    resting = [node.node for node in WHOLE if node.law][:3]
    assert office.editor.post(path, {"node": [], "law_checked": "2026-01-01"}).status_code == 422
    assert (
        office.editor.post(path, {"node": resting, "law_checked": "2099-01-01"}).status_code == 422
    )
    assert (
        office.editor.post(path, {"node": resting, "law_checked": "2026-01-01"}).status_code == 303
    )
    assert [kept(office.town, node).law_checked for node in resting] == [date(2026, 1, 1)] * 3
    assert "1. januar 2026" in office.editor.get(path).text


def test_an_unknown_point_is_not_found(office: Office) -> None:
    assert office.editor.get(f"{FRONT}/mal/bpa.no.such").status_code == 404


def test_others_are_turned_away_kindly(office: Office) -> None:
    drafter = office.town.in_town(Function.DRAFT_CONCESSION)
    answer = drafter.get(FRONT)
    assert answer.status_code == 403
    assert "ikke din arbeidsplass" in answer.text
    for page in ("mal", "endringer", "horing", "godkjenning", "rettelser", "prove", "ofte-endret"):
        assert drafter.get(f"{FRONT}/{page}").status_code == 403


def test_no_unit_is_forgotten_in_the_form_of_a_new_point(office: Office) -> None:
    page = office.editor.get(f"{FRONT}/mal/nytt-punkt?kapittel=4").text
    assert all(f'value="{unit.value}"' in page for unit in Unit)
