"""What a check says: how much it looked at, what it found, and what to do then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from registry.store.audit import Finding

Tell = Callable[[str, int], None]
"""Told now and then what is being read and how far it has come."""

TAMPERED = (
    "Loggen er ikke slik den ble skrevet: stopp nettstedet og projektoren, ta vare på databasen"
    " slik den er, og sammenlign den med siste sikkerhetskopi og med hoder andre har tatt vare på."
)
CONTRADICTED = (
    "Loggene motsier seg selv: finn ut hva som skjedde der funnene peker, og rett det med en ny"
    " hendelse, aldri i loggen."
)
LOST = "Noe utenfor loggene er borte: hent det fra siste sikkerhetskopi."
BROKEN_OFF = (
    "Noe er påbegynt, men ikke ferdig: se at frittvalg project går, og kjør frittvalg check igjen."
)
DRIFTED = "Lesemodellene følger ikke loggene: kjør frittvalg rebuild, og så frittvalg check igjen."


@dataclass(frozen=True)
class Result:
    """One check. `told` is worth knowing, but nothing is wrong."""

    name: str
    checked: int
    findings: list[Finding]
    remedy: str
    told: list[str] = field(default_factory=list)
