"""The registry checks itself: chains, streams, references, places, texts, halves and read models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import IsolationLevel

from registry.checks import drift
from registry.checks.choices import Choices
from registry.checks.reading import Reader
from registry.checks.register import Register
from registry.checks.remembered import snapshots
from registry.checks.result import CONTRADICTED, LOST, TAMPERED, Result, Tell
from registry.checks.stored import LOGS, Stored
from registry.house import House
from registry.store.audit import verify

OF_HEADS = ("head", "signature")


def check(house: House, owner: psycopg.Connection, tell: Tell = lambda *_: None) -> list[Result]:
    """Everything, as it stood at one moment, the gravest first. Changes nothing.

    `owner` is an autocommit connection of the role that owns the tables.
    """
    with _one_moment(owner):
        stored = Stored(owner)
        registry, cases = Reader(owner, house.registry, tell), Reader(owner, house.cases, tell)
        register, choices = Register(owner), Choices()
        results = [*_sealed(house, owner, stored), stored.versions(), stored.commands()]
        register.gather(registry)
        choices.gather(cases)
        begun, under_way = stored.begun()
        begun.findings.extend(drift.halves(register, choices, under_way))
        return [
            *results,
            _readable(registry, cases),
            _references(register, choices),
            Result(
                "Plasser og valg",
                choices.counted,
                choices.match(all_readable=not cases.without_key),
                CONTRADICTED,
            ),
            stored.keys(),
            Result("Tekster", register.texts, register.lost_texts, LOST),
            begun,
            stored.positions(),
            stored.at_work(),
            stored.parked(),
            snapshots(house, owner),
            drift.places(owner, choices),
            drift.cases(owner, choices),
        ]


@contextmanager
def _one_moment(owner: psycopg.Connection) -> Iterator[None]:
    """Both logs and the read models are compared while others write."""
    before, owner.isolation_level = owner.isolation_level, IsolationLevel.REPEATABLE_READ
    try:
        with owner.transaction():
            yield
    finally:
        owner.isolation_level = before


def _sealed(house: House, owner: psycopg.Connection, stored: Stored) -> list[Result]:
    chains, of_heads = [], []
    for log, name in zip(LOGS, ("Registerloggens kjede", "Saksloggens kjede"), strict=True):
        findings = verify(owner, log, house.public_key)
        of_heads += [found for found in findings if found.kind in OF_HEADS]
        waiting = stored.unsealed(log)
        chains.append(
            Result(
                name,
                stored.events(log),
                [found for found in findings if found.kind not in OF_HEADS],
                TAMPERED,
                [f"Hendelser som ikke er forseglet ennå: {waiting}."] if waiting else [],
            )
        )
    return [*chains, Result("Signerte hoder", stored.heads(), of_heads, TAMPERED)]


def _readable(*readers: Reader) -> Result:
    findings = [found for reader in readers for found in reader.findings]
    return Result("Hendelser kan leses", sum(r.checked for r in readers), findings, TAMPERED)


def _references(register: Register, choices: Choices) -> Result:
    public, nowhere, told = register.references()
    of_cases, lost = choices.references(register)
    return Result("Henvisninger", public + of_cases, nowhere + lost, CONTRADICTED, told)
