"""What is due within a week for somebody, by what she may do where: the deadlines of the daily mail.

Nothing here comes from the case log: what is due about a person stands on the workplace's own pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from psycopg_pool import ConnectionPool

from registry.domain.deadlines import decide_by
from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.roles import Function, OrganisationKind
from registry.queries import (
    amendments,
    hearings,
    questions,
    workplace_municipality,
    workplace_supplier,
)
from registry.queries.access import Acting
from registry.queries.rounds import rounds
from registry.reference import rules
from registry.reference.municipalities import places
from registry.words import GRANT_STEPS, Said

DAYS = 7


@dataclass(frozen=True)
class Due:
    """Something with a last day. `words` hold official names only; `page` begins at the root."""

    day: date
    words: Said
    page: str


def due(pool: ConnectionPool, place: Acting, day: date) -> list[Due]:
    """What is due in a place from a day and a week on, the first first."""
    asked = [find for function, find in FINDERS if function in place.functions]
    found = {each for find in asked for each in find(pool, place, day)}
    near = [each for each in found if day <= each.day <= day + timedelta(days=DAYS)]
    return sorted(near, key=lambda each: (each.day, each.words))


def _to_decide(pool: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    if place.municipality is None:
        return
    where = places()[place.municipality].short_name
    for each in workplace_municipality.applications(pool, place.municipality, day, "nb"):
        if each.status == "applied":
            yield Due(
                decide_by(each.applied_on),
                (
                    f"Avgjør søknaden fra {each.name} i {where}",
                    f"Avgjer søknaden frå {each.name} i {where}",
                    f"Decide the application from {each.name} in {where}",
                ),
                f"/for-kommuner/soknader/{each.id}",
            )


def _to_answer(pool: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    if place.municipality is None:
        return
    where = places()[place.municipality].short_name
    waiting = [
        each
        for each in questions.for_municipality(pool, place.municipality, day)
        if not each.is_answered and each.joined_to is None
    ]
    its = rounds(pool, {each.concession for each in waiting}, day)
    for each in waiting:
        if each.concession in its and (last := its[each.concession].answers_by(each.asked_on)):
            words = (
                f"Svar på spørsmål om konsesjonen i {where}",
                f"Svar på spørsmål om konsesjonen i {where}",
                f"Answer questions about the concession in {where}",
            )
            yield Due(last, words, "/for-kommuner/sporsmal")


def _grants(_: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    if place.municipality is not None:
        for each in rules.deadlines(day):
            yield Due(each.day, GRANT_STEPS[each.grant, each.step], "/for-kommuner/kostnad")


def _to_confirm(pool: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    ours = workplace_supplier.supplier(pool, place.number or "", day)
    if ours is None:
        return
    stale = timedelta(days=STALE_AFTER_DAYS)
    for confirmed in {ours.confirmed_on(name) for name in workplace_supplier.SETS} - {None}:
        assert confirmed is not None
        words = (
            "Bekreft opplysningene deres",
            "Stadfest opplysningane dykkar",
            "Confirm your details",
        )
        yield Due(confirmed + stale, words, "/for-leverandorer/opplysninger")
    for each in workplace_supplier.admissions(pool, ours.id, day):
        if each.status == "granted" and each.local_on and each.is_ready:
            where = places()[each.members[0]].short_name
            said = (
                f"Bekreft det som gjelder i {where}",
                f"Stadfest det som gjeld i {where}",
                f"Confirm what holds in {where}",
            )
            yield Due(each.local_on + stale, said, "/for-leverandorer/steder")


def _to_apply(pool: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    ours = workplace_supplier.supplier(pool, place.number or "", day)
    if ours is None:
        return
    for each in workplace_supplier.open_concessions(pool, ours.id, ours.municipality, day):
        if each.takes_applications and each.deadline:
            where = places()[each.members[0]].short_name
            words = (
                f"Siste dag for å søke om opptak i {where}",
                f"Siste dag for å søkje om opptak i {where}",
                f"Last day to apply for admission in {where}",
            )
            yield Due(each.deadline, words, "/for-leverandorer/sok")


def _new_terms(pool: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    ours = workplace_supplier.supplier(pool, place.number or "", day)
    for each in amendments.offered(pool, ours.id, day) if ours else []:
        if each.accepted is None:
            where = places()[each.members[0]].short_name
            words = (
                f"Svar på nye vilkår i {where}",
                f"Svar på nye vilkår i {where}",
                f"Answer the new terms in {where}",
            )
            yield Due(
                each.answer_by,
                words,
                f"/for-leverandorer/nye-vilkar/{each.admission}/{each.number}",
            )


def _hearing(pool: ConnectionPool, place: Acting, day: date) -> Iterator[Due]:
    heard = hearings.newest(pool, day)
    if heard and place.workplace is OrganisationKind.STEWARD:
        words = (
            "Høringen av den nasjonale malen slutter",
            "Høyringa av den nasjonale malen sluttar",
            "The consultation on the national template closes",
        )
        yield Due(heard.closes_on, words, "/for-forvaltere/horing")


FINDERS: list[tuple[Function, Callable[[ConnectionPool, Acting, date], Iterator[Due]]]] = [
    (Function.ADMIT_SUPPLIERS, _to_decide),
    (Function.DRAFT_CONCESSION, _to_answer),
    (Function.DRAFT_CONCESSION, _grants),
    (Function.KEEP_FACTS, _to_confirm),
    (Function.APPLY, _new_terms),
    (Function.APPLY, _to_apply),
    (Function.EDIT_TEMPLATE, _hearing),
]
