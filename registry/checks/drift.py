"""Whether the read models of places and cases say what the case log says, and the halves of an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from registry.checks.choices import Choices
from registry.checks.register import Register
from registry.checks.result import DRIFTED, Result
from registry.store.audit import Finding

PLACES: LiteralString = "SELECT id, admission, ceiling, is_open, taken FROM read.places"
CASES: LiteralString = "SELECT id, municipality, concession, admission, place FROM read.cases"


def places(owner: psycopg.Connection, choices: Choices) -> Result:
    """The counted places."""
    wanted = {
        stream: (held.admission, held.ceiling, held.is_open, len(held.taken))
        for stream, held in choices.places.items()
    }
    return _compared(owner, "places", "Lesemodellen for plasser", PLACES, wanted)


def cases(owner: psycopg.Connection, choices: Choices) -> Result:
    """What each case has chosen."""
    wanted = {
        case: (its.municipality, its.concession, its.admission, its.place)
        for case, its in choices.cases.items()
    }
    return _compared(owner, "cases", "Lesemodellen for saker", CASES, wanted)


def _compared(
    owner: psycopg.Connection,
    model: str,
    name: str,
    statement: LiteralString,
    wanted: dict[UUID, tuple[Any, ...]],
) -> Result:
    if behind := _behind(owner, model):
        told = f"Ikke sammenlignet: {behind} hendelser er ikke lest ennå."
        return Result(name, 0, [], DRIFTED, [told])
    parked = _parked(owner, model)
    shown = {row[0]: row[1:] for row in owner.execute(statement)}
    ids: Iterable[UUID] = (wanted.keys() | shown.keys()) - parked
    wrong = [its for its in ids if wanted.get(its) != shown.get(its)]
    findings = [
        Finding("drift", f"lesemodell {model}", f"{its} {_difference(its, wanted, shown)}")
        for its in sorted(wrong)
    ]
    return Result(name, len(wanted), findings, DRIFTED)


def _difference(its: UUID, wanted: Mapping[UUID, Any], shown: Mapping[UUID, Any]) -> str:
    if its not in wanted:
        return "står der ennå, men er ikke i loggen, eller kan ikke leses."
    return "viser noe annet enn loggen." if its in shown else "mangler."


def _behind(owner: psycopg.Connection, model: str) -> int:
    row = owner.execute(
        "SELECT count(*) FROM log.case_events WHERE notification_id >"
        " coalesce((SELECT position FROM read.tracking WHERE model = %s), 0)",
        (model,),
    ).fetchone()
    assert row is not None
    return int(row[0])


def _parked(owner: psycopg.Connection, model: str) -> set[UUID]:
    rows = owner.execute("SELECT stream FROM read.parked WHERE model = %s", (model,))
    return {stream for (stream,) in rows}


def halves(register: Register, choices: Choices, under_way: set[str]) -> list[Finding]:
    """Cases that are half removed, and admissions whose word and whose places differ."""
    findings = [
        Finding("half", f"sak {case}", "Er meldt fjernet, men ikke slettet.")
        for case in sorted(choices.leaving)
    ]
    is_open = {held.admission: held.is_open for held in choices.places.values()}
    for admission, its in register.admissions.items():
        if str(admission) in under_way or its.takes_people == is_open.get(admission, False):
            continue
        said = (
            "Sier at det er plass, men plassene er ikke åpne."
            if its.takes_people
            else "Tar ikke imot flere, men plassene står åpne."
        )
        findings.append(Finding("half", f"opptak {admission}", said))
    return findings
