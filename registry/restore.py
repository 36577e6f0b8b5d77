"""Puts a backup back: as everything was at a moment, without the cases that were erased since."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import psycopg

from registry.application.erasure import remove_case
from registry.house import open_house
from registry.projections import MODELS
from registry.redaction import forget_again
from registry.store import embedded, fingerprint, migrate, recovery
from registry.store.backup import Backups, Base, NotPossible
from registry.store.erasure import erase
from registry.store.rebuild import rebuild
from registry.vault import MasterKey, WrongKey

TOUCHED = (
    "log.case_events, engine.case_chain, vault.case_keys, vault.codes, vault.texts, vault.drafts"
)


@dataclass(frozen=True)
class Restored:
    """What came back. `log_hash` is the logs as they were at the moment, before erasing again.

    `drafts_gone` are those that may have the words of a text that was typed later and redacted.
    """

    base: Base
    events: dict[str, int]
    log_hash: str
    erased_again: int
    drafts_gone: int
    log_hash_now: str
    read_hash: str


def restore(backups: Backups, to: datetime | None, into: Path, key: MasterKey) -> Restored:
    """Make a new data folder from the backups. The server in use is not touched.

    Nobody can use it before nothing erased is left in it: until then it has another name. Raises
    NotPossible when the folder is in use or the moment cannot be reached, Damaged or ServerFailed.
    """
    base = recovery.choose(backups, to)
    final = embedded.server(into, int((base.data / "PG_VERSION").read_text()))
    its = replace(final, data=final.data.with_name("unfinished"))
    if final.data.exists() or (into.exists() and set(into.iterdir()) - {its.data}):
        raise NotPossible(f"{into} er ikke tom. Velg en annen mappe med --into.")
    _throw_away(its)
    try:
        recovery.recover(its, backups, base, to)
        restored = _made_ready(its, backups, base, key)
        embedded.stop(its)
        into.mkdir(exist_ok=True)
        its.data.rename(final.data)
    finally:
        _throw_away(its)
    return restored


def _throw_away(its: embedded.Server) -> None:
    embedded.stop(its)
    shutil.rmtree(its.data, ignore_errors=True)


def _made_ready(its: embedded.Server, backups: Backups, base: Base, key: MasterKey) -> Restored:
    """Erase again, throw away who was signed in, and build the read models from the logs."""
    with ExitStack() as stack:
        owner = stack.enter_context(psycopg.connect(its.url("frittvalg_owner"), autocommit=True))
        _must_fit(owner, key)
        was, events = fingerprint.log_hash(owner), fingerprint.log_lengths(owner)
        migrate.migrate(its.url("frittvalg_owner"))
        house = stack.enter_context(closing(open_house(its.url("frittvalg_app"), key)))
        retention = stack.enter_context(
            psycopg.connect(its.url("frittvalg_retention"), autocommit=True)
        )
        owner.execute("TRUNCATE web.sessions")
        gone, drafts, done = 0, 0, -1
        while (listed := _listed(backups)) > done:  # also what goes while this one is made ready
            done, cases = listed, backups.erased.cases()
            drafts += forget_again(owner, backups.redacted)
            for case_id in cases:
                remove_case(house.registrar, case_id)
            gone += erase(retention, cases)
            owner.execute(f"VACUUM (FULL, ANALYZE) {TOUCHED}")
            built = rebuild(owner, [house.registry, house.cases], MODELS)
        return Restored(base, events, was, gone, drafts, fingerprint.log_hash(owner), built.hash)


def _listed(backups: Backups) -> int:
    """How much is to be gone."""
    return len(backups.erased.names()) + len(backups.redacted.names())


def _must_fit(owner: psycopg.Connection, key: MasterKey) -> None:
    row = owner.execute("SELECT case_id, wrapped_key FROM vault.case_keys LIMIT 1").fetchone()
    try:
        if row:
            key.unwrap(row[0], bytes(row[1]))
    except WrongKey:
        raise NotPossible(
            "Hovednøkkelen er en annen enn den sakene er låst med. Sett FRITTVALG_KEY_FILE."
        ) from None
