"""A version of the template: heard, sent by one, approved by another and published by a third."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from registry.application import templates
from registry.domain.node import Lock
from registry.domain.organisation import Function
from registry.domain.values import OSLO
from registry.queries.template import versions
from registry.queries.workplaces import standing
from tests.web.steward.filled import filled
from tests.web.steward.office import (
    APPROVE,
    CHANGES,
    EDIT,
    FRONT,
    LATER,
    REGRET,
    REMARKS,
    Office,
    in_six_weeks,
    plainly,
    today,
)

REASON = {"reason": "Vi må skrive tydeligere."}


def test_a_changed_point_becomes_a_version_when_two_others_agree(office: Office) -> None:
    assert "Ingenting venter på deg" in office.first.get(FRONT).text
    office.write(plain_nb="Så lenge kan du ombestemme deg.")
    assert "endres nå" in office.editor.get(f"{FRONT}/mal").text
    assert "Ett punkt er under arbeid" in office.editor.get(FRONT).text
    office.hear()
    assert "Høringen er over" in office.editor.get(FRONT).text
    assert office.editor.post(CHANGES, LATER).status_code == 303
    assert office.template.nodes[REGRET].numbers == [14]
    assert "Godkjenn versjon 2 av malen" in office.first.get(FRONT).text
    page = office.first.get(APPROVE).text
    for part in ("<del>", "<ins>", "tatt bort:", "Er alt på plass?"):
        assert part in page
    assert "21 dager" in plainly(page)
    assert office.agree(office.first) == 303
    assert "Du har godkjent den" in office.first.get(APPROVE).text
    assert "Ingenting venter på deg" in office.first.get(FRONT).text
    assert office.template.version_number == 1
    assert "Kunngjør versjon 2 av malen" in office.second.get(FRONT).text
    assert office.agree(office.second) == 303
    assert office.template.nodes[REGRET].numbers == [21]
    assert "Ingen punkter endres nå" in office.editor.get(CHANGES).text


def test_nobody_approves_their_own(office: Office) -> None:
    both = office.town.steward(Function.EDIT_TEMPLATE, Function.APPROVE_TEMPLATE)
    both.post(EDIT, filled(REGRET, value="21"))
    office.hear()
    both.post(CHANGES, LATER)
    assert "Godkjenn versjon" not in both.get(FRONT).text
    assert "En annen må godkjenne" in both.get(APPROVE).text
    waiting = office.template.proposed
    assert waiting is not None
    refused = both.post(APPROVE, content_hash=waiting.content_hash)
    assert refused.status_code == 422
    assert "En annen må gjøre det" in refused.text
    assert office.template.version_number == 1


def test_one_person_cannot_be_both_who_approve(office: Office) -> None:
    office.propose()
    assert office.agree(office.first) == 303
    waiting = office.template.proposed
    assert waiting is not None
    again = office.first.post(APPROVE, content_hash=waiting.content_hash)
    assert again.status_code == 422
    assert "tredje person" in again.text
    assert office.template.version_number == 1


def test_what_was_looked_at_is_what_is_approved(office: Office) -> None:
    """Withdrawn and sent again with something else: the page that was open says yes to nothing."""
    office.propose()
    looked_at = office.template.proposed
    assert looked_at is not None
    office.editor.post(f"{CHANGES}/trekk", REASON)
    office.editor.post(EDIT, filled(REGRET, value="30", version="1"))
    assert office.editor.post(CHANGES, LATER).status_code == 303
    told = office.first.post(APPROVE, content_hash=looked_at.content_hash)
    assert told.status_code == 409
    assert "Forslaget er endret siden du leste det" in told.text
    now = office.template.proposed
    assert now is not None
    assert now.content_hash != looked_at.content_hash
    assert now.approved_by is None


def test_nothing_is_sent_before_it_was_heard(office: Office) -> None:
    assert office.editor.post(CHANGES, LATER).status_code == 422
    office.write()
    refused = office.editor.post(CHANGES, LATER)
    assert refused.status_code == 422
    assert "Bare det som har vært ute på høring" in refused.text
    assert office.editor.post(CHANGES, effective_from="2001-01-01").status_code == 422


def test_a_hearing_of_less_than_six_weeks_is_refused_beside_its_field(office: Office) -> None:
    office.write()
    for too_soon in ("", "i morgen", in_six_weeks(-1)):
        refused = office.editor.post(f"{CHANGES}/horing", closes_on=too_soon)
        assert refused.status_code == 422
        assert 'id="closes_on-error"' in refused.text
    assert office.editor.post(f"{CHANGES}/horing", closes_on=in_six_weeks(1)).status_code == 303
    assert "Ingen har sagt noe ennå" in office.editor.get(REMARKS).text
    again = office.editor.post(f"{CHANGES}/horing", closes_on=in_six_weeks(1))
    assert again.status_code == 422
    too_early = office.editor.post(CHANGES, LATER)
    assert "Høringen er ikke over ennå" in too_early.text


def test_a_point_may_be_mended_while_it_is_heard_and_the_approver_sees_it(office: Office) -> None:
    office.write()
    office.hear()
    office.editor.post(EDIT, filled(REGRET, value="30", version="1"))
    office.editor.post(CHANGES, LATER)
    page = plainly(office.first.get(APPROVE).text)
    assert "30 dager" in page
    assert "endret etter høringen" in page


def other_points(office: Office) -> tuple[str, str]:
    """Two points that nobody was asked about, without law."""
    one, other, *_ = (
        its.node
        for its in office.template.nodes.values()
        if not its.law and its.lock is Lock.APPENDABLE and its.node != REGRET
    )
    return one, other


def test_what_was_not_heard_is_marked_and_not_sent_and_a_new_hearing_is_offered(
    office: Office,
) -> None:
    office.write()
    office.hear()
    changed, retired = other_points(office)
    office.editor.post(f"{FRONT}/mal/{changed}", filled(changed, plain_nb="Noe annet."))
    office.editor.post(f"{FRONT}/mal/{retired}/ta-ut")
    page = office.editor.get(CHANGES).text
    assert page.count("ikke med i høringen") == 2
    assert f'action="{CHANGES}/horing"' in page
    refused = office.editor.post(CHANGES, LATER)
    assert refused.status_code == 422
    assert "Bare det som har vært ute på høring" in refused.text
    for node in (changed, retired):
        office.editor.post(f"{FRONT}/mal/{node}/forkast")
    assert "ikke med i høringen" not in office.editor.get(CHANGES).text
    assert office.editor.post(CHANGES, LATER).status_code == 303


def test_the_approver_sees_that_a_point_goes_that_was_only_to_be_changed(office: Office) -> None:
    changed, retired = other_points(office)
    office.editor.post(f"{FRONT}/mal/{changed}", filled(changed, plain_nb="Noe annet."))
    office.editor.post(f"{FRONT}/mal/{retired}/ta-ut")
    office.hear()
    office.editor.post(f"{FRONT}/mal/{changed}/forkast")
    office.editor.post(f"{FRONT}/mal/{changed}/ta-ut")
    assert office.editor.post(CHANGES, LATER).status_code == 303
    page = office.first.get(APPROVE).text
    assert page.count("endret etter høringen") == 1


def test_looking_up_the_law_needs_no_hearing(office: Office) -> None:
    node = next(its for its in office.template.nodes.values() if its.law)
    yesterday = today() - timedelta(days=1)
    form = filled(node.node, law_checked=yesterday.isoformat())
    office.editor.post(f"{FRONT}/mal/{node.node}", form)
    assert office.editor.post(CHANGES, LATER).status_code == 303


def test_what_is_withdrawn_comes_back_as_drafts_with_the_reason(office: Office) -> None:
    office.propose()
    assert "Ingen punkter endres nå" in office.editor.get(CHANGES).text
    assert office.editor.post(f"{CHANGES}/trekk", reason="").status_code == 422
    assert office.editor.post(f"{CHANGES}/trekk", REASON).status_code == 303
    page = plainly(office.editor.get(CHANGES).text)
    assert "Vi må skrive tydeligere." in page
    assert "Ett punkt endres." in page
    assert "21 dager" in page
    assert office.template.proposed is None
    assert "Ingen ny versjon venter" in office.first.get(APPROVE).text
    assert office.editor.post(CHANGES, LATER).status_code == 303, "it was heard once"
    office.editor.post(f"{CHANGES}/trekk", REASON)
    assert office.editor.post(f"{CHANGES}/trekk", REASON).status_code == 303
    nothing = office.editor.post(f"{CHANGES}/trekk", REASON)
    assert nothing.status_code == 422


def test_a_withdrawn_hearing_is_over(office: Office) -> None:
    office.write()
    office.editor.post(f"{CHANGES}/horing", closes_on=in_six_weeks(1))
    assert office.editor.post(f"{CHANGES}/trekk", REASON).status_code == 303
    assert "Ingenting er på høring nå" in office.editor.get("/mal/horing").text
    assert "Ett punkt endres." in office.editor.get(CHANGES).text


@pytest.mark.parametrize("stage", ["draft", "proposal"])
def test_what_is_missing_is_shown_from_the_first_draft_and_stops_publication(
    office: Office, stage: str
) -> None:
    node = next(its for its in office.template.nodes.values() if its.law and its.weight >= 4)
    form = filled(node.node, law_checked="2020-01-01")
    office.editor.post(f"{FRONT}/mal/{node.node}", form)
    page = office.editor.get(CHANGES)
    if stage == "proposal":
        office.editor.post(CHANGES, LATER)
        page = office.first.get(APPROVE)
        assert 'name="content_hash"' not in page.text
        waiting = office.template.proposed
        assert waiting is not None
        refused = office.first.post(APPROVE, content_hash=waiting.content_hash)
        assert refused.status_code == 422
        assert office.template.proposed == waiting
    assert "Loven må være kontrollert de siste tolv månedene." in page.text
    assert f"/for-forvaltere/mal/{node.node}" in page.text


def test_the_public_reads_what_each_version_changed(office: Office) -> None:
    office.write(plain_nn="Så lenge kan du ombestemme deg.")
    office.hear()
    office.editor.post(CHANGES, LATER)
    office.agree(office.first)
    office.agree(office.second)
    visitor = office.town.app.test_client()
    assert "den første versjonen" in visitor.get("/mal/1/endringer").text
    page = plainly(visitor.get("/mal/2/endringer").text)
    assert "21 dager" in page
    assert "Så lenge kan du ombestemme deg." in page
    assert visitor.get("/mal/3/endringer").status_code == 404
    assert "/mal/2/endringer" in visitor.get("/mal/2").text
    assert visitor.get("/mal/2/endringer?dato=2020-01-01").status_code == 404


def test_a_version_is_told_of_when_it_is_published_and_holds_from_its_day(office: Office) -> None:
    begins = today() + timedelta(days=40)
    office.publish(begins)
    visitor, pool = office.town.app.test_client(), office.town.house.pool
    page = plainly(visitor.get("/mal").text)
    assert "Versjon 1, kunngjort" in page
    assert "Versjon 2 er kunngjort. Den gjelder fra" in page
    assert "Versjon 2, kunngjort" in plainly(visitor.get("/mal/2").text)
    for day, version in ((today(), 1), (begins - timedelta(days=1), 1), (begins, 2)):
        stands = standing(pool, day)
        assert stands is not None
        assert stands.version == version
    assert 'value="21"' in office.editor.get(EDIT).text, "the next version adds to the newest"


def test_a_version_that_was_to_hold_before_it_was_published_holds_from_then(office: Office) -> None:
    office.propose(today())
    tomorrow = replace(
        office.town.command(office.first.user), at=datetime.now(OSLO) + timedelta(days=1)
    )
    templates.approve_version(office.town.house.registrar, tomorrow)
    templates.publish_version(
        office.town.house.registrar, replace(tomorrow, id=uuid4(), by=office.second.user)
    )
    office.town.projections.catch_up()
    (second, _) = versions(office.town.house.pool, today() + timedelta(days=1))
    assert (second.version, second.effective_from) == (2, today() + timedelta(days=1))
