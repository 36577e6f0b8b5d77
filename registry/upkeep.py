"""`frittvalg rebuild` and `frittvalg parked`: for whoever looks after the read models."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

import psycopg

from registry.databases import app_url, owner_url, projector_url
from registry.house import open_house
from registry.projections import MODELS
from registry.settings import Settings
from registry.store.parking import Parked, everything_parked
from registry.store.rebuild import rebuild
from registry.store.release import release
from registry.vault import MasterKey

REASONS = {
    "DataError": "en verdi kolonnen ikke kan holde",
    "IntegrityError": "en rad som alt finnes, eller en som mangler",
}


def add(commands: Any) -> None:
    """Add these commands to the parser."""
    rebuilding = commands.add_parser("rebuild", help="bygg lesemodellene på nytt fra loggene")
    rebuilding.add_argument("model", nargs="?", choices=[model.name for model in MODELS])
    rebuilding.set_defaults(action=_rebuild)
    parked = commands.add_parser("parked", help="vis eller slipp løs det som er satt til side")
    parked.add_argument("--release", action="store_true", help="prøv alt sammen på nytt")
    parked.set_defaults(action=_parked)


def _rebuild(settings: Settings, given: argparse.Namespace) -> int:
    started = time.monotonic()
    house = open_house(app_url(settings), MasterKey.from_file(settings.key_file))
    with psycopg.connect(owner_url(settings), autocommit=True) as owner:
        logs = [house.registry, house.cases]
        done = rebuild(owner, logs, MODELS, given.model, _tell_progress)
    house.close()
    seconds = time.monotonic() - started
    print(f"\nBygde {done.events} hendelser på nytt på {seconds:.1f} s.")
    print("Innholdet er det samme som før." if done.same else "Innholdet er nytt og tatt i bruk.")
    print(f"Kontrollsum: {done.hash}")
    return 0


def _tell_progress(log: str, position: int) -> None:
    print(f"\r{log}: {position}", end="", file=sys.stderr, flush=True)


def _parked(settings: Settings, given: argparse.Namespace) -> int:
    with psycopg.connect(projector_url(settings), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        found = everything_parked(connection)
        if not found:
            print("Ingenting er satt til side. Alle lesemodeller har tatt alt.")
            return 0
        if given.release:
            return _release(settings, connection, found)
    for its in found:
        print(_told(its))
    print(f"{len(found)} strømmer er satt til side. Alt annet går som det skal.")
    print("Rett feilen i koden, og kjør så frittvalg parked --release.")
    return 1


def _release(settings: Settings, connection: psycopg.Connection, found: list[Parked]) -> int:
    house = open_house(app_url(settings), MasterKey.from_file(settings.key_file))
    logs, left = [house.registry, house.cases], 0
    for its in found:
        taken = release(connection, logs, MODELS, its)
        left += not taken
        print(f"{'tatt' if taken else 'står fortsatt'}: {_told(its)}")
    house.close()
    print("Alt er tatt." if not left else f"{left} står fortsatt. Rett feilen, og prøv igjen.")
    return 1 if left else 0


def _told(its: Parked) -> str:
    kind = its.reason.partition(":")[0]
    why = REASONS.get(kind, "koden kunne ikke ta den")
    return (
        f"{its.model}: {its.topic} på plass {its.position}, strøm {its.stream} – {why}"
        f" ({its.reason})"
    )
