"""The two logs as the library's applications, each on its own table, both through our recorder."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder, Mapper, Recording, StoredEvent
from psycopg.conninfo import conninfo_to_dict

from registry.domain import (  # noqa: F401  topics are registered on import
    admission,
    case,
    complaints,
    concession,
    municipality,
    organisation,
    places,
    supplier,
    template,
    totals,
)
from registry.store.recorder import LogRecorder
from registry.store.transcoding import register
from registry.vault import CaseKeys

assert all((admission, case, complaints, concession, municipality, places, supplier, totals))


class Log(Application[UUID]):
    """What both logs share."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        register(transcoder)

    def save(self, *aggregates: Any, **kwargs: Any) -> list[Recording[UUID]]:
        """As the library's, but without its cache and snapshots: memory is ours."""
        return self.events.put([e for its in aggregates for e in its.collect_events()], **kwargs)

    def close(self) -> None:
        assert isinstance(self.recorder, LogRecorder)
        self.recorder.close()
        super().close()


class RegistryLog(Log):
    """Public acts, for ever. No personal data, no typed text."""

    name = "registry"


class CaseLog(Log):
    """Cases and places. The payload of a case's events is encrypted under its own key."""

    name = "case"

    def __init__(self, env: dict[str, str], keys: CaseKeys) -> None:
        self._keys = keys
        super().__init__(env)

    def construct_mapper(self) -> Mapper[UUID]:
        return CaseMapper(self.construct_transcoder(), self._keys)


class CaseMapper(Mapper[UUID]):
    """Encrypts events whose topic starts with "case."; stream, version and topic are bound to it."""

    def __init__(self, transcoder: Any, keys: CaseKeys) -> None:
        super().__init__(transcoder)
        self._keys = keys

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        stored = super().to_stored_event(domain_event)
        if not stored.topic.startswith("case."):
            return stored
        nonce = secrets.token_bytes(12)
        key = self._keys.for_writing(_case_id(stored))
        sealed = nonce + AESGCM(key).encrypt(nonce, stored.state, _bound(stored))
        return _with_state(stored, sealed)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        if stored_event.topic.startswith("case."):
            key = self._keys.for_reading(_case_id(stored_event))
            sealed = stored_event.state
            opened = AESGCM(key).decrypt(sealed[:12], sealed[12:], _bound(stored_event))
            stored_event = _with_state(stored_event, opened)
        return super().to_domain_event(stored_event)


def _case_id(stored: StoredEvent) -> UUID:
    assert isinstance(stored.originator_id, UUID)
    return stored.originator_id


def _bound(stored: StoredEvent) -> bytes:
    return f"{stored.originator_id}/{stored.originator_version}/{stored.topic}".encode()


def _with_state(stored: StoredEvent, state: bytes) -> StoredEvent:
    return StoredEvent(stored.originator_id, stored.originator_version, stored.topic, state)


def environment(database_url: str) -> dict[str, str]:
    """The library's settings for a database address. Tables come from migrations, never from it."""
    parts = conninfo_to_dict(database_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "APPLICATION_RECORDER_TOPIC": "registry.store.recorder:LogRecorder",
        "CREATE_TABLE": "no",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts.get("host", "localhost")),
        "POSTGRES_PORT": str(parts.get("port", 5432)),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": str(parts.get("password", "-")),
        "POSTGRES_SCHEMA": "log",
        "POSTGRES_POOL_SIZE": "1",
        "POSTGRES_MAX_OVERFLOW": "2",
        "POSTGRES_CONNECT_TIMEOUT": "3",
        "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "5",
    }
