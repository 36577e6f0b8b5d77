"""What waits for a second person or another municipality, and concessions whose time is running out."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from registry.domain.organisation import Function
from registry.domain.terms import add_months
from registry.queries.access import Acting
from registry.queries.documents import Version, history
from registry.queries.life import Proposal, agreed, proposal
from registry.queries.workplace_municipality import OurConcession
from web.clock import today
from web.languages import day as written
from web.languages import gettext as _
from web.languages import ngettext
from web.municipality.lasting import lasts
from web.municipality.place import may_propose
from web.sessions import current_user
from web.workplace import Task, municipality_name, pool

REMIND_MONTHS = 12
"""That a concession's time is running out is said so long before its last day."""


def tasks_of(place: Acting, its: OurConcession) -> Iterator[Task]:
    """What one concession that is published, or practised on, asks of this person."""
    if its.status not in ("published", "practice"):
        return
    leads = its.members[0] == place.municipality
    if Function.APPROVE_CONCESSION in place.functions:
        yield from _amended(its, place.municipality or "", leads=leads)
    if not leads:
        return
    waiting = proposal(pool(), its.id)
    if waiting and waiting.status == "waiting":
        if Function.APPROVE_CONCESSION in place.functions and not _mine(waiting):
            yield _to_confirm(its, waiting)
    elif its.status == "published" and may_propose(place):
        yield from _running_out(its)


def _amended(its: OurConcession, number: str, *, leads: bool) -> Iterator[Task]:
    """An amendment that somebody else sent in, or that another municipality asks about."""
    pending = next((v for v in history(pool(), its.id) if v.status == "waiting" and v.number), None)
    if pending is None or (leads and _mine(pending)):
        return
    yes = agreed(pool(), its.id, pending.number) if pending.material else {}
    missing = len(its.members) - 1 - len(yes) if pending.material else 0
    if leads:
        yield Task(
            _("Godkjenn endringen som ble sendt inn %(day)s", day=written(pending.sent_on)),
            ngettext(
                "Én kommune har ikke sagt ja ennå.",
                "%(num)s kommuner har ikke sagt ja ennå.",
                missing,
            )
            if missing
            else _("Skal gjelde fra %(day)s.", day=written(pending.effective_from)),
            _("Se på endringen"),
            url_for(".concession", concession_id=its.id),
        )
    elif pending.material and number not in yes:
        yield Task(
            _("Svar på endringen fra %(lead)s", lead=municipality_name(its.members[0])),
            _("Endringen er vesentlig, og blir ikke kunngjort før dere også har sagt ja."),
            _("Se på endringen"),
            url_for(".concession", concession_id=its.id),
        )


def _to_confirm(its: OurConcession, waiting: Proposal) -> Task:
    until = waiting.last_day
    who = waiting.sent_by_name or _("En annen hos dere")
    return Task(
        _("Ta stilling til om konsesjonen skal forlenges til og med %(day)s", day=written(until))
        if until
        else _("Ta stilling til om konsesjonen skal avsluttes"),
        _("%(name)s foreslo det %(day)s.", name=who, day=written(waiting.sent_on)),
        _("Se på forslaget"),
        url_for(".concession", concession_id=its.id),
        lasts(its).prolong_by if until else None,
    )


def _running_out(its: OurConcession) -> Iterator[Task]:
    """From a year before its last day, and after it until somebody ends it."""
    lasting, day = lasts(its), today()
    last = lasting.last_day
    if last is None or day < add_months(last, -REMIND_MONTHS):
        return
    over, may_go_on = lasting.is_over(day), lasting.can_be_prolonged(day)
    yield Task(
        _("Tiden er ute: avslutt konsesjonen")
        if over
        else _("Konsesjonen varer til og med %(day)s", day=written(last)),
        _("Den gjaldt til og med %(day)s, og står åpen til dere avslutter den.", day=written(last))
        if over
        else _("Skal den forlenges, må det være bekreftet innen fristen.")
        if may_go_on
        else _("Den kan ikke forlenges nå. Skal noe gjelde etterpå, trenger dere en ny konsesjon."),
        _("Se på konsesjonen"),
        url_for(".concession", concession_id=its.id),
        lasting.prolong_by if may_go_on else last,
    )


def _mine(sent: Proposal | Version) -> bool:
    user = current_user()
    return user is not None and sent.sent_by == user.user_id
