"""What a municipality has to do: found anew each time from what stands in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import url_for

from registry import drafts
from registry.domain.deadlines import decide_by
from registry.domain.organisation import Function
from registry.queries import workplace_cases
from registry.queries import workplace_municipality as query
from registry.queries.access import Acting
from registry.queries.amendments import leaving
from registry.queries.life import members
from web.clock import today
from web.languages import current, ngettext
from web.languages import day as written
from web.languages import gettext as _
from web.municipality import draft_rows, lasting_tasks, question_rows
from web.municipality.draft_rows import DraftRow
from web.municipality.drafting import KIND
from web.municipality.place import said_in
from web.sessions import current_user
from web.workplace import Task, municipality_name, pool

REMIND_DAYS = 33
"""An own provision's facts are asked for this long before they are shown as not confirmed."""

FOR_OWN_PROVISION = {Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION}
FOR_OWN_PROVISION |= {Function.ADMIT_SUPPLIERS, Function.ISSUE_CODES, Function.FOLLOW_UP}
"""Whoever has one of these sees to it that the own provision's facts are confirmed."""


def tasks_of(place: Acting) -> Iterator[Task]:
    """Everything that waits for this person in her municipality."""
    assert place.municipality is not None
    concessions = query.concessions(pool(), place.municipality, today())
    if Function.APPROVE_CONCESSION in place.functions:
        yield from _to_approve(place.municipality, concessions)
        yield from _to_answer(place.municipality, concessions)
    yield from _of_those_that_run(place, concessions)
    if Function.DRAFT_CONCESSION in place.functions:
        yield from _to_write(place, concessions)
        yield from question_rows.tasks(place.municipality)
    if Function.ADMIT_SUPPLIERS in place.functions:
        yield from _to_decide(place.municipality)
        yield from _leaving(place.municipality)
    if Function.ISSUE_CODES in place.functions:
        yield from _not_chosen(place.municipality, place.district)
    if place.functions & FOR_OWN_PROVISION:
        yield from _own_provision(place.municipality)


def _to_approve(number: str, concessions: list[query.OurConcession]) -> Iterator[Task]:
    user = current_user()
    for each in concessions:
        if each.status == "waiting" and each.members[0] == number:
            own = user is not None and each.sent_by == user.user_id
            if not own:
                yield Task(
                    marked(
                        _(
                            "Godkjenn konsesjonen som ble sendt inn %(day)s",
                            day=written(each.sent_on),
                        ),
                        practice=each.practice,
                    ),
                    _("Det gjelder i dag, og er ikke fra nasjonal mal.")
                    if each.running
                    else deviating(each.deviations),
                    _("Se på konsesjonen"),
                    url_for(".concession", concession_id=each.id),
                )


def _to_answer(number: str, concessions: list[query.OurConcession]) -> Iterator[Task]:
    """Joint drafts that a neighbour leads and that wait for a yes."""
    for each in concessions:
        invited = each.status == "waiting" and number in each.members[1:]
        if invited and number not in members(pool(), each.id):
            yield Task(
                marked(
                    _("Svar på invitasjonen fra %(lead)s", lead=municipality_name(each.members[0])),
                    practice=each.practice,
                ),
                _("De leder en felles konsesjon og har invitert dere med."),
                _("Se på konsesjonen"),
                url_for(".concession", concession_id=each.id),
            )


def _of_those_that_run(place: Acting, concessions: list[query.OurConcession]) -> Iterator[Task]:
    for each in concessions:
        for task in lasting_tasks.tasks_of(place, each):
            yield replace(task, title=marked(task.title, practice=each.practice))


def deviating(count: int) -> str:
    """How many points leave the template."""
    if count == 0:
        return _("Alle punkter er som malen.")
    return ngettext(
        "Ett punkt er annerledes enn malen, med begrunnelse.",
        "%(num)s punkter er annerledes enn malen, med begrunnelse.",
        count,
    )


def _to_write(place: Acting, concessions: list[query.OurConcession]) -> Iterator[Task]:
    written_on = draft_rows.rows_of(drafts.all_of(pool(), place.organisation, KIND), concessions)
    for row in written_on:
        yield Task(
            marked(_to_finish(row), practice=row.practice),
            row.about,
            _("Skriv videre"),
            url_for(".draft", draft_id=row.draft.id),
        )
    yield from _to_announce(place.municipality or "", concessions)
    newest = concessions[0] if concessions else None
    if newest and newest.status == "sent_back" and not written_on:
        yield Task(
            marked(_("Rett konsesjonen som kom tilbake"), practice=newest.practice),
            newest.sent_back_because or "",
            _("Se hva som må rettes"),
            url_for(".concession", concession_id=newest.id),
            about_in=said_in(newest.members[0]),
        )
    said = query.stated_choice(pool(), place.municipality or "", today())
    if not written_on and said == "unknown" and not any(c.status != "ended" for c in concessions):
        yield Task(
            _("Si hva dere tilbyr"),
            _("Folk i kommunen ser «Ukjent» på kartet til dere har sagt det."),
            _("Si hva dere tilbyr"),
            url_for(".choice"),
        )


def _to_finish(row: DraftRow) -> str:
    if row.starts_on is None:
        return _("Gjør ferdig konsesjonen")
    if row.amends:
        return _("Gjør ferdig endringen av konsesjonen fra %(day)s", day=written(row.starts_on))
    return _("Gjør ferdig konsesjonen fra %(day)s", day=written(row.starts_on))


def marked(title: str, *, practice: bool) -> str:
    """What is only practice says so wherever it is named."""
    return _("Øvelse: %(title)s", title=title) if practice else title


def _to_announce(number: str, concessions: list[query.OurConcession]) -> Iterator[Task]:
    for each in concessions:
        if each.waits_for_notice and each.members[0] == number:
            yield Task(
                _("Kunngjør konsesjonen i Doffin/TED"),
                _("Leverandører kan ikke søke før nummeret på kunngjøringen står her."),
                _("Se hva dere kan lime inn"),
                url_for(".notice", concession_id=each.id),
            )


def _to_decide(number: str) -> Iterator[Task]:
    for each in query.applications(pool(), number, today(), current()):
        if each.status == "applied":
            yield Task(
                _("Avgjør søknaden fra %(name)s", name=each.name),
                _("Søkte %(day)s.", day=written(each.applied_on)),
                _("Se på søknaden"),
                url_for(".application", admission_id=each.id),
                decide_by(each.applied_on),
            )


def _leaving(number: str) -> Iterator[Task]:
    for each in leaving(pool(), number, today()):
        over = each.leaves_on <= today()
        yield Task(
            _("Avslutt opptaket av %(name)s", name=each.name)
            if over
            else _("%(name)s går ut %(day)s", name=each.name, day=written(each.leaves_on)),
            _(
                "Leverandøren sa nei til nye vilkår. De som har den, må få brev og tid til å velge en ny."
            ),
            _("Se hva som må gjøres"),
            url_for(".application", admission_id=each.id),
            each.leaves_on,
        )


def _not_chosen(number: str, district: UUID | None) -> Iterator[Task]:
    counted = workplace_cases.counted(pool(), number, district, today())
    if counted.late:
        yield Task(
            ngettext(
                "Én person har ikke valgt innen fristen",
                "%(num)s personer har ikke valgt innen fristen",
                counted.late,
            ),
            _("Ta kontakt. De kan fortsatt velge."),
            _("Se hvem det gjelder"),
            url_for(".codes", vis="over-fristen"),
            counted.earliest_late,
        )


def _own_provision(number: str) -> Iterator[Task]:
    own = query.own_provision(pool(), number, today())
    if own is None:
        return
    due = own.stale_on
    if due is None or due <= today() + timedelta(days=REMIND_DAYS):
        yield Task(
            _("Få bekreftet opplysningene om kommunens egen BPA"),
            _("De som driver %(name)s, bekrefter selv på sin arbeidsplass.", name=own.name),
            _("Se opplysningene"),
            url_for("public.supplier", number=own.number),
            due,
        )
