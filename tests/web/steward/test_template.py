"""The national template: changed point by point by one, seen as a diff and published by another."""

from __future__ import annotations

import pytest

from registry.application.templates import BPA
from registry.domain.organisation import Function
from registry.domain.template import Template
from registry.domain.values import NodeId
from tests.web.steward.filled import filled
from tests.web.workplaces import Town

FRONT = "/for-forvaltere"
NOTICE = NodeId("bpa.switch.notice")
EDIT, CHANGES, APPROVE = f"{FRONT}/mal/{NOTICE}", f"{FRONT}/endringer", f"{FRONT}/godkjenning"
LATER = {"effective_from": "2099-01-01"}


def template(town: Town) -> Template:
    return town.house.registrar.registry.get(Template, BPA)


def test_a_changed_point_becomes_a_version_when_another_approves(town: Town) -> None:
    editor = town.steward(Function.EDIT_TEMPLATE)
    approver = town.steward(Function.APPROVE_TEMPLATE)
    assert "Ingenting venter på deg" in approver.get(FRONT).text
    form = filled(NOTICE, value="2", plain_nb="Så lang tid tar det å bytte.")
    assert editor.post(EDIT, form).status_code == 303
    assert "endres nå" in editor.get(f"{FRONT}/mal").text
    assert "Ett punkt er under arbeid" in editor.get(FRONT).text
    assert editor.post(CHANGES, LATER).status_code == 303
    assert template(town).nodes[NOTICE].numbers == [1]
    assert "Godkjenn versjon 2 av malen" in approver.get(FRONT).text
    page = approver.get(APPROVE).text
    assert "<del>" in page
    assert "<ins>" in page
    assert "tatt bort:" in page
    assert "2 måneder" in page
    assert approver.post(APPROVE, version="2").status_code == 303
    assert template(town).nodes[NOTICE].numbers == [2]
    assert "Ingen punkter endres nå" in editor.get(CHANGES).text


def test_nobody_approves_their_own(town: Town) -> None:
    both = town.steward(Function.EDIT_TEMPLATE, Function.APPROVE_TEMPLATE)
    both.post(EDIT, filled(NOTICE, value="2"))
    both.post(CHANGES, LATER)
    assert "Godkjenn versjon" not in both.get(FRONT).text
    assert "En annen må godkjenne" in both.get(APPROVE).text
    refused = both.post(APPROVE, version="2")
    assert refused.status_code == 422
    assert "En annen må gjøre det" in refused.text
    assert template(town).version_number == 1


def test_what_was_looked_at_is_what_is_published(town: Town) -> None:
    editor = town.steward(Function.EDIT_TEMPLATE)
    approver = town.steward(Function.APPROVE_TEMPLATE)
    editor.post(EDIT, filled(NOTICE, value="2"))
    editor.post(CHANGES, LATER)
    approver.post(APPROVE, version="1")
    assert template(town).version_number == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("value", "9"), ("title_nn", ""), ("text_nb", " "), ("plain_en", "x" * 401)],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    town: Town, field: str, value: str
) -> None:
    editor = town.steward(Function.EDIT_TEMPLATE)
    form = filled(NOTICE, **{"plain_nb": "Dette skal stå.", field: value})
    refused = editor.post(EDIT, form)
    assert refused.status_code == 422
    assert "Dette skal stå." in refused.text
    assert f'id="{field}-error"' in refused.text


def test_a_fixed_point_keeps_its_law(town: Town) -> None:
    editor, node = town.steward(Function.EDIT_TEMPLATE), NodeId("bpa.purpose.heard")
    refused = editor.post(f"{FRONT}/mal/{node}", filled(node, law=""))
    assert refused.status_code == 422
    assert 'id="law-error"' in refused.text


def test_who_is_second_on_the_same_point_is_told(town: Town) -> None:
    first, second = town.steward(Function.EDIT_TEMPLATE), town.steward(Function.EDIT_TEMPLATE)
    first.post(EDIT, filled(NOTICE, plain_nb="Den første."))
    lost = second.post(EDIT, filled(NOTICE, plain_nb="Den andre."))
    assert lost.status_code == 409
    assert "Noen andre har lagret" in lost.text
    assert "Den andre." in lost.text
    assert "Den første." in first.get(EDIT).text


def test_nothing_is_sent_without_a_change(town: Town) -> None:
    editor = town.steward(Function.EDIT_TEMPLATE)
    assert editor.post(CHANGES, LATER).status_code == 422
    editor.post(EDIT, filled(NOTICE, value="2"))
    editor.post(f"{EDIT}/forkast")
    assert editor.post(CHANGES, LATER).status_code == 422
    assert editor.post(CHANGES, effective_from="2001-01-01").status_code == 422


def test_an_unknown_point_is_not_found(town: Town) -> None:
    editor = town.steward(Function.EDIT_TEMPLATE)
    assert editor.get(f"{FRONT}/mal/bpa.no.such").status_code == 404


def test_others_are_turned_away_kindly(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    answer = drafter.get(FRONT)
    assert answer.status_code == 403
    assert "ikke din arbeidsplass" in answer.text
    assert drafter.get(f"{FRONT}/mal").status_code == 403
