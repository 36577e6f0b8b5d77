"""A node that was published with an error in law: put right in every concession, by two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from registry.domain.node import Lock
from registry.domain.organisation import Function
from registry.domain.recall import RecallGround, replaced
from registry.queries import template
from registry.queries.documents import document, with_recalls
from registry.reference.template import nodes
from tests.web.steward.filled import point
from tests.web.steward.office import APPROVE, FRONT, Office, plainly, today
from web.steward.editing import words_typed

LOCKED = next(node for node in nodes() if node.lock is Lock.LOCKED).node
FORM, RECALLS = f"{FRONT}/mal/{LOCKED}/rettelse", f"{FRONT}/rettelser"


def mended(**changed: Any) -> dict[str, Any]:
    """The form of a recall with other words."""
    return (
        words_typed(point(LOCKED))
        | {
            "text_nb": "Slik skulle det stått.",
            "text_nn": "Slik skulle det stått.",
            "ground": "against_law",
            "versions": ["1"],
            "effective_from": today().isoformat(),
        }
        | changed
    )


def agree(office: Office, who: Any) -> int:
    recall = office.template.recalling[0].recall
    return int(who.post(f"{APPROVE}/rettelse", recall=str(recall)).status_code)


def test_the_right_words_stand_beside_the_wrong_ones_when_another_agrees(office: Office) -> None:
    visitor, wrong = office.town.app.test_client(), point(LOCKED).text_nb
    assert office.editor.get(FORM).status_code == 200
    assert office.editor.post(FORM, mended()).status_code == 303
    assert "Slik skulle det stått." not in visitor.get("/mal").text
    assert "Ta stilling til en rettelse" in office.first.get(FRONT).text
    assert "Slik skulle det stått." in plainly(office.first.get(APPROVE).text)
    assert agree(office, office.first) == 303
    page = visitor.get("/mal").text
    assert "I strid med loven" in page
    assert "gjelder ikke:" in page
    assert f"</span>{wrong}</del>" in page
    assert "Slik skulle det stått." in plainly(page)
    assert "Slik skulle det stått." in plainly(visitor.get("/nn/mal/1").text)
    assert f'href="#{LOCKED}"' in page
    assert "Fra" in office.editor.get(RECALLS).text
    assert "Ingenting venter på deg" in office.first.get(FRONT).text


def test_until_its_day_the_words_stand_as_they_were(office: Office) -> None:
    later = today() + timedelta(days=30)
    office.editor.post(FORM, mended(effective_from=later.isoformat()))
    agree(office, office.first)
    pool = office.town.house.pool
    found = template.recalls(pool, today())
    whole = template.by_id(pool, 1)
    assert replaced(whole, 1, found, today()) == {}
    assert replaced(whole, 1, found, later)[LOCKED][1].text_nb == "Slik skulle det stått."
    page = office.town.app.test_client().get("/mal").text
    assert "gjelder ikke:" not in page
    assert "Rettelser" in page, "whoever reads it knows what is coming"


def test_nobody_agrees_to_their_own_recall(office: Office) -> None:
    both = office.town.steward(Function.EDIT_TEMPLATE, Function.APPROVE_TEMPLATE)
    both.post(FORM, mended())
    assert "Ta stilling" not in both.get(FRONT).text
    assert "En annen må godkjenne" in both.get(APPROVE).text
    assert agree(office, both) == 422
    assert office.template.recalls == []


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("effective_from", {"effective_from": "2001-01-01"}),
        ("effective_from", {"effective_from": ""}),
        ("text_nn", {"text_nn": ""}),
        ("ground", {"ground": "taste"}),
        ("versions", {"versions": []}),
        ("versions", {"versions": ["7"]}),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    office: Office, field: str, changed: dict[str, Any]
) -> None:
    refused = office.editor.post(FORM, mended(plain_nb="Dette skal stå.", **changed))
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert "Dette skal stå." in refused.text
    assert office.template.recalling == []


def test_the_same_words_are_no_recall_and_neither_is_a_locked_point_without_law(
    office: Office,
) -> None:
    same = words_typed(point(LOCKED)) | {"law_checked": ""}
    checked = office.template.nodes[LOCKED].law_checked
    same["law_checked"] = checked.isoformat() if checked else ""
    assert office.editor.post(FORM, mended(**same)).status_code == 422
    assert office.editor.post(FORM, mended(law="")).status_code == 422


def test_a_recall_is_taken_back_with_a_reason(office: Office) -> None:
    office.editor.post(FORM, mended())
    recall = str(office.template.recalling[0].recall)
    refused = office.editor.post(f"{RECALLS}/trekk", recall=recall, reason="")
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert office.editor.post(f"{RECALLS}/trekk", recall=recall, reason="Feil.").status_code == 303
    assert "Ingenting er rettet" in office.editor.get(RECALLS).text
    assert office.editor.post(f"{RECALLS}/trekk", recall=recall, reason="Feil.").status_code == 422
    assert office.editor.get(f"{FRONT}/mal/bpa.no.such/rettelse").status_code == 404


def test_of_two_recalls_the_page_says_ground_and_words_of_the_one_that_holds(
    office: Office,
) -> None:
    for ground, words in (("against_law", "Først rettet."), ("wrong_reference", "Rettet igjen.")):
        office.editor.post(FORM, mended(ground=ground, text_nb=words))
        assert agree(office, office.first) == 303
    page = office.town.app.test_client().get("/mal").text
    clause = plainly(page[page.index(f'id="{LOCKED}"') :].partition("</article>")[0])
    assert "Rettet igjen." in clause
    assert "Viser til feil lov" in clause
    assert "I strid med loven" not in clause


def test_a_concession_says_the_ground_of_the_words_that_hold_in_its_version(
    office: Office,
) -> None:
    its = office.town.published()
    for ground, words in (("against_law", "Først rettet."), ("wrong_reference", "Rettet igjen.")):
        office.editor.post(FORM, mended(ground=ground, text_nb=words))
        agree(office, office.first)
    pool = office.town.house.pool
    whole = document(pool, its)
    assert whole is not None
    recall, node = with_recalls(pool, whole, today()).recalled[LOCKED]
    assert (recall.ground, node.text_nb) == (RecallGround.WRONG_REFERENCE, "Rettet igjen.")
