"""What a supplier has to do: found anew each time from what stands in the registry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for

from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.organisation import Function
from registry.domain.values import HoursBand
from registry.queries import workplace_cases
from registry.queries import workplace_supplier as query
from registry.queries.access import Acting
from registry.queries.amendments import offered
from registry.words import say
from web.clock import today
from web.languages import current, ngettext
from web.languages import day as written
from web.languages import gettext as _
from web.supplier.facts import set_name
from web.supplier.place import registered
from web.workplace import Task, municipality_name, pool

REMIND_AFTER_DAYS = 150
"""Facts are asked for this many days after they were confirmed, a month before they look old."""


def tasks_of(place: Acting) -> Iterator[Task]:
    """Everything that waits for this person at her supplier."""
    ours = registered()
    if ours is None:
        if Function.KEEP_FACTS in place.functions:
            yield _register()
        return
    if Function.KEEP_FACTS in place.functions:
        yield from _to_confirm(ours)
        yield from _to_prepare(ours)
        yield from _chosen(ours)
    if Function.APPLY in place.functions:
        yield from _to_answer(ours)
        yield from _to_apply(ours)


def _register() -> Task:
    return Task(
        _("Registrer firmaet"),
        _("Det gjøres én gang for hele landet. Etterpå kan dere søke der dere vil."),
        _("Registrer"),
        url_for(".register"),
    )


def _to_confirm(ours: query.OurSupplier) -> Iterator[Task]:
    for name in query.SETS:
        on = ours.confirmed_on(name)
        if on is None:
            yield Task(
                _("Fyll ut: %(facts)s", facts=set_name(name)),
                _("Den som velger, ser at dere ikke har svart ennå."),
                _("Fyll ut"),
                url_for(".edit_facts", which=name),
            )
        elif on < today() - timedelta(days=REMIND_AFTER_DAYS):
            yield Task(
                _("Bekreft: %(facts)s", facts=set_name(name)),
                _("Sist bekreftet %(day)s.", day=written(on)),
                _("Bekreft"),
                url_for(".facts"),
                looks_old_on(on),
            )


def looks_old_on(confirmed_on: date) -> date:
    """The last day a confirmed set is shown as confirmed."""
    return confirmed_on + timedelta(days=STALE_AFTER_DAYS)


def _to_prepare(ours: query.OurSupplier) -> Iterator[Task]:
    granted = [
        each for each in query.admissions(pool(), ours.id, today()) if each.status == "granted"
    ]
    missing = [each for each in granted if not each.is_ready]
    if missing:
        where = municipality_name(missing[0].members[0])
        yield Task(
            ngettext(
                "Si hva som gjelder i %(where)s",
                "Si hva som gjelder i %(where)s og %(more)s andre steder",
                len(missing) if len(missing) == 1 else 2,
                where=where,
                more=len(missing) - 1,
            ),
            _("Dere er tatt opp, men ingen kan velge dere før dere har sagt om dere har plass."),
            _("Si hva som gjelder"),
            url_for(".admission", admission_id=missing[0].id)
            if len(missing) == 1
            else url_for(".admissions"),
        )
    old = [e for e in granted if e.is_ready and e.local_on and _is_old(e.local_on)]
    if old:
        first = min(each.local_on for each in old if each.local_on)
        yield Task(
            ngettext(
                "Bekreft det som gjelder ett sted",
                "Bekreft det som gjelder %(num)s steder",
                len(old),
            ),
            _("Sist bekreftet %(day)s.", day=written(first)),
            _("Bekreft"),
            url_for(".admissions"),
            looks_old_on(first),
        )


def _is_old(confirmed_on: date) -> bool:
    return confirmed_on < today() - timedelta(days=REMIND_AFTER_DAYS)


def _chosen(ours: query.OurSupplier) -> Iterator[Task]:
    for each in workplace_cases.assignments(pool(), ours.id):
        if each.call_by >= today():
            yield Task(
                _("Ring en som har valgt dere i %(where)s",
                  where=municipality_name(each.municipality)),
                _("%(hours)s. Kommunen sier hvem det er.",
                  hours=say(HoursBand(each.hours), current())),
                _("Se oppdraget"),
                url_for(".assignments"),
                each.call_by,
            )  # fmt: skip


def _to_answer(ours: query.OurSupplier) -> Iterator[Task]:
    for each in offered(pool(), ours.id, today()):
        if each.accepted is None:
            yield Task(
                _("Svar på nye vilkår i %(where)s", where=municipality_name(each.members[0])),
                _("De gjelder fra %(day)s.", day=written(each.effective_from)),
                _("Se hva som er nytt"),
                url_for(".new_terms", admission_id=each.admission, number=each.number),
                each.answer_by,
            )


def _to_apply(ours: query.OurSupplier) -> Iterator[Task]:
    every = query.open_concessions(pool(), ours.id, ours.municipality, today())
    found = [each for each in every if each.takes_applications]
    if found:
        deadlines = [each.deadline for each in found if each.deadline]
        yield Task(
            ngettext(
                "Én konsesjon er åpen for søknad",
                "%(num)s konsesjoner er åpne for søknad",
                len(found),
            ),
            _("Dere kan søke på flere samtidig."),
            _("Se og søk"),
            url_for(".open_concessions"),
            min(deadlines, default=None),
        )
