"""What SQL alone can tell: versions without gaps, commands, keys, positions, parked and begun."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from psycopg.sql import SQL, Identifier

from registry.checks.result import BROKEN_OFF, DRIFTED, LOST, TAMPERED, Result
from registry.store.audit import NAMES, Finding
from registry.store.heads import CASE

LOGS = tuple(NAMES)
GAPS = """
    SELECT originator_id, count(*), max(originator_version) FROM {events} GROUP BY originator_id
    HAVING count(*) <> max(originator_version) OR min(originator_version) <> 1
"""
WITHOUT_EVENT = """
    SELECT position FROM {commands} c
    WHERE NOT EXISTS (SELECT FROM {events} e WHERE e.notification_id = c.position)
    AND NOT (%s AND EXISTS (SELECT FROM engine.removed r WHERE r.position = c.position))
    ORDER BY position
"""
STREAMS = "SELECT count(DISTINCT originator_id) FROM {events}"
UNSEALED = """
    SELECT count(*) FROM {events}
    WHERE notification_id > (SELECT coalesce(max(position), 0) FROM {chain})
"""
LAST = """
    SELECT greatest((SELECT max(notification_id) FROM {events}),
        CASE WHEN %s THEN (SELECT max(position) FROM engine.removed) END, 0)
"""


class Stored:
    """Asks the owner's connection, as everything stood when its transaction began."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self._owner = owner

    def versions(self) -> Result:
        """Every stream begins at 1 and has no gap."""
        findings = [
            Finding(
                "gap", f"strøm {stream}", f"Har {count} hendelser, men siste versjon er {last}."
            )
            for log in LOGS
            for stream, count, last in self._ask(log, GAPS)
        ]
        streams = sum(self._count(log, STREAMS) for log in LOGS)
        return Result("Versjoner uten hull", streams, findings, TAMPERED)

    def commands(self) -> Result:
        """What a command wrote is there, or its case was removed."""
        findings = [
            Finding("command", f"{NAMES[log]} nr. {position}", "Det kommandoen skrev, er borte.")
            for log in LOGS
            for (position,) in self._ask(log, WITHOUT_EVENT, log == CASE)
        ]
        commands = sum(self._count(log, "SELECT count(*) FROM {commands}") for log in LOGS)
        return Result("Kommandoer", commands, findings, TAMPERED)

    def keys(self) -> Result:
        """Every case can be opened."""
        closed = self._owner.execute(
            "SELECT DISTINCT originator_id FROM log.case_events e WHERE topic LIKE 'case.%'"
            " AND NOT EXISTS (SELECT FROM vault.case_keys k WHERE k.case_id = e.originator_id)"
        ).fetchall()
        idle = self._number(
            "SELECT count(*) FROM vault.case_keys k WHERE NOT EXISTS"
            " (SELECT FROM log.case_events e WHERE e.originator_id = k.case_id)"
        )
        return Result(
            "Saksnøkler",
            self._number("SELECT count(*) FROM vault.case_keys"),
            [Finding("key", f"sak {case}", "Nøkkelen til saken er borte.") for (case,) in closed],
            LOST,
            [f"Nøkler uten sak: {idle}."] if idle else [],
        )

    def positions(self) -> Result:
        """No read model is ahead of its log."""
        tracked = self._owner.execute("SELECT model, log, position FROM read.tracking").fetchall()
        last = {log: self._ask(log, LAST, log == CASE)[0][0] for log in LOGS}
        findings = [
            Finding("position", f"lesemodell {model}", f"Har lest til {at}, loggen slutter før.")
            for model, log, at in tracked
            if at > last[log]
        ]
        return Result("Lesemodellenes posisjon", len(tracked), findings, TAMPERED)

    def at_work(self) -> Result:
        """Where something waits to be read or sealed, its follower has said so within a minute."""
        tracked = self._owner.execute("SELECT log, min(position) FROM read.tracking GROUP BY log")
        read: dict[str, int] = dict(tracked.fetchall())
        awake = {
            row[0]
            for row in self._owner.execute(
                "SELECT follower FROM engine.pulse WHERE at > clock_timestamp() - interval '1 min'"
            ).fetchall()
        }
        findings = [
            Finding("asleep", NAMES[log], "Noe venter, men projektoren har ikke meldt seg.")
            for log in LOGS
            if log not in awake
            and (self.unsealed(log) or read.get(log, 0) < self._ask(log, LAST, log == CASE)[0][0])
        ]
        return Result("Projektoren i arbeid", len(LOGS), findings, BROKEN_OFF)

    def parked(self) -> Result:
        """No read model had to leave a stream aside."""
        rows = self._owner.execute(
            "SELECT model, stream, position, topic, reason FROM read.parked ORDER BY position"
        ).fetchall()
        findings = [
            Finding(
                "parked", f"lesemodell {model}", f"Strøm {stream} står: nr. {at} {topic} ({why})."
            )
            for model, stream, at, topic, why in rows
        ]
        models = self._number("SELECT count(*) FROM read.tracking")
        return Result("Parkerte strømmer", models, findings, DRIFTED)

    def begun(self) -> tuple[Result, set[str]]:
        """No act in both logs was broken off. Also the admissions something is being done with."""
        rows = self._owner.execute(
            "SELECT command_id, act, arguments ->> 'admission',"
            " begun_at < now() - interval '1 minute' FROM engine.begun ORDER BY begun_at"
        ).fetchall()
        findings = [
            Finding(
                "half", f"opptak {admission}", f"{act} ble påbegynt ({command}), men ikke ferdig."
            )
            for command, act, admission, is_old in rows
            if is_old
        ]
        under_way = {admission for _, _, admission, _ in rows if admission}
        return Result("Halvferdige handlinger", len(rows), findings, BROKEN_OFF), under_way

    def events(self, log: str) -> int:
        """How many events a log holds."""
        return self._count(log, "SELECT count(*) FROM {events}")

    def unsealed(self, log: str) -> int:
        """How many events came after the end of the chain."""
        return self._count(log, UNSEALED)

    def heads(self) -> int:
        return self._number("SELECT count(*) FROM engine.heads")

    def _count(self, log: str, statement: LiteralString) -> int:
        return int(self._ask(log, statement)[0][0])

    def _number(self, statement: LiteralString) -> int:
        row = self._owner.execute(statement).fetchone()
        assert row is not None
        return int(row[0])

    def _ask(self, log: str, statement: LiteralString, *values: Any) -> list[Any]:
        whole = SQL(statement).format(
            events=Identifier("log", f"{log}_events"),
            commands=Identifier("log", f"{log}_commands"),
            chain=Identifier("engine", f"{log}_chain"),
        )
        return self._owner.execute(whole, values or None).fetchall()
