"""What a municipality has to do: found anew each time from what stands in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from flask import url_for

from registry import drafts
from registry.domain.organisation import Function
from registry.queries import workplace_cases
from registry.queries import workplace_municipality as query
from registry.queries.access import Acting
from registry.queries.life import members
from web.clock import today
from web.languages import current, ngettext
from web.languages import day as written
from web.languages import gettext as _
from web.municipality import question_rows
from web.municipality.drafting import KIND
from web.sessions import current_user
from web.workplace import Task, municipality_name, pool

DECIDE_WITHIN = timedelta(days=30)
"""Time to decide an application: the template's node bpa.admission, 30 days."""
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
    if Function.DRAFT_CONCESSION in place.functions:
        yield from _to_write(place, concessions)
        yield from question_rows.tasks(place.municipality)
    if Function.ADMIT_SUPPLIERS in place.functions:
        yield from _to_decide(place.municipality)
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
                    _(
                        "Godkjenn konsesjonen som ble sendt inn %(day)s",
                        day=written(each.sent_on),
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
                _("Svar på invitasjonen fra %(lead)s", lead=municipality_name(each.members[0])),
                _("De leder en felles konsesjon og har invitert dere med."),
                _("Se på konsesjonen"),
                url_for(".concession", concession_id=each.id),
            )


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
    written_on = drafts.all_of(pool(), place.organisation, KIND)
    for draft in written_on:
        assert draft.changed_at is not None
        yield Task(
            _("Gjør ferdig konsesjonen"),
            _("Utkastet ble lagret %(day)s.", day=written(draft.changed_at)),
            _("Skriv videre"),
            url_for(".draft", draft_id=draft.id),
        )
    yield from _to_announce(place.municipality or "", concessions)
    newest = concessions[0] if concessions else None
    if newest and newest.status == "sent_back" and not written_on:
        yield Task(
            _("Rett konsesjonen som kom tilbake"),
            newest.sent_back_because or "",
            _("Se hva som må rettes"),
            url_for(".concession", concession_id=newest.id),
        )
    said = query.stated_choice(pool(), place.municipality or "", today())
    if not written_on and said == "unknown" and not any(c.status != "ended" for c in concessions):
        yield Task(
            _("Si hva dere tilbyr"),
            _("Folk i kommunen ser «Ukjent» på kartet til dere har sagt det."),
            _("Si hva dere tilbyr"),
            url_for(".choice"),
        )


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


def decide_by(applied_on: date) -> date:
    """The last day to decide an application."""
    return applied_on + DECIDE_WITHIN


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
