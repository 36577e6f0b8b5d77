"""Snapshots against the events they stand for: they decide what a command sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent

from registry.checks.result import TAMPERED, Result
from registry.house import House
from registry.store.audit import Finding
from registry.store.snapshots import SHAPE

KEPT = """
    SELECT stream, version, topic, state,
           EXISTS (SELECT FROM log.case_events WHERE originator_id = stream)
    FROM engine.snapshots WHERE shape = %s"""


def snapshots(house: House, owner: psycopg.Connection) -> Result:
    """Each snapshot that is in use says what its events say."""
    rows = owner.execute(KEPT, (SHAPE,)).fetchall()
    findings = [
        Finding(
            "snapshot", f"strøm {stream}", f"Øyeblikksbildet ved versjon {version} er et annet."
        )
        for stream, version, topic, state, in_cases in rows
        if not _same(house, stream, version, topic, state, in_cases)
    ]
    return Result("Øyeblikksbilder", len(rows), findings, TAMPERED)


def _same(
    house: House, stream: UUID, version: int, topic: str, state: bytes, in_cases: bool
) -> bool:
    log = house.cases if in_cases else house.registry
    try:
        kept: Any = log.mapper.to_domain_event(StoredEvent(stream, version, topic, state))
        return bool(vars(kept.mutate(None)) == vars(log.repository.get(stream, version=version)))
    except Exception:
        return False
