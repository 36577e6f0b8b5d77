"""`frittvalg rebuild` and `frittvalg parked`: for whoever looks after the read models."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from typing import Any

import psycopg

from registry.databases import app_url, owner_url, projector_url
from registry.house import House, open_house
from registry.projections import MODELS
from registry.settings import Settings
from registry.store import audit
from registry.store.parking import Parked, everything_parked
from registry.store.rebuild import Progress, rebuild
from registry.store.release import release
from registry.vault import MasterKey

NAMES = [model.name for model in MODELS]
REASONS = {
    psycopg.IntegrityError: "raden finnes alt, eller den mangler noe den må ha",
    psycopg.DataError: "en verdi passer ikke i kolonnen",
}
SAME = "Innholdet er det samme som før."
DIFFERENT = "Innholdet er et annet enn før, og det nye er tatt i bruk."
OTHER_REASON = "koden kunne ikke lese eller vise den"


def add(commands: Any) -> None:
    """Add these commands to the parser."""
    rebuilding = commands.add_parser("rebuild", help="bygg lesemodellene på nytt fra loggene")
    rebuilding.add_argument(
        "model", nargs="?", metavar="LESEMODELL", help=f"bare den ene: {', '.join(NAMES)}"
    )
    rebuilding.set_defaults(action=_rebuild)
    parked = commands.add_parser("parked", help="vis eller slipp løs det som er satt til side")
    parked.add_argument("--release", action="store_true", help="prøv alt sammen på nytt")
    parked.set_defaults(action=_parked)


def _rebuild(settings: Settings, given: argparse.Namespace) -> int:
    if given.model not in (None, *NAMES):
        print(f"Det er ingen lesemodell som heter «{given.model}».", file=sys.stderr)
        print(f"Velg en av disse: {', '.join(NAMES)}. Uten navn bygges alle.", file=sys.stderr)
        return 2
    started = time.monotonic()
    with (
        closing(open_house(app_url(settings), MasterKey.from_file(settings.key_file))) as house,
        psycopg.connect(owner_url(settings), autocommit=True) as owner,
    ):
        logs = [house.registry, house.cases]
        done = rebuild(owner, logs, MODELS, given.model, _progress(house))
        owner.execute("SET search_path TO read")
        parked = len(everything_parked(owner))
    built = f"lesemodellen {given.model}" if given.model else f"alle {len(NAMES)} lesemodeller"
    seconds = time.monotonic() - started
    print(f"Bygde {built} på nytt fra {done.events} hendelser på {seconds:.1f} s.")
    print(SAME if done.same else DIFFERENT)
    print(f"Kontrollsum: {done.hash}")
    if parked:
        print(f"{_aside(parked)} Neste: frittvalg parked")
    else:
        print("Neste: ingenting." if done.same else "Neste: frittvalg check")
    return 0


def _progress(house: House) -> Progress:
    """Tells how far the replay has come, on one line for each log."""
    ends = {
        log.name: log.recorder.max_notification_id() or 0 for log in (house.registry, house.cases)
    }

    def tell(log: str, position: int) -> None:
        end = "\n" if position >= ends[log] else ""
        far = f"\r{audit.NAMES[log]}: {position} av {ends[log]}"
        print(far, end=end, file=sys.stderr, flush=True)

    return tell


def _parked(settings: Settings, given: argparse.Namespace) -> int:
    with psycopg.connect(projector_url(settings), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        found = everything_parked(connection)
        if not found:
            print("Ingenting er satt til side. Alle lesemodeller har tatt alt.")
            print("Neste: ingenting.")
            return 0
        if given.release:
            return _release(settings, connection, found)
    for its in found:
        print(_told(its))
    print(f"{_aside(len(found))} Alt annet går som det skal.")
    print("Neste: rett feilen i koden, og kjør frittvalg parked --release")
    return 1


def _release(settings: Settings, connection: psycopg.Connection, found: list[Parked]) -> int:
    with closing(open_house(app_url(settings), MasterKey.from_file(settings.key_file))) as house:
        logs, left = [house.registry, house.cases], 0
        for its in found:
            taken = release(connection, logs, MODELS, its)
            left += not taken
            print(f"{'Tatt' if taken else 'Fortsatt til side'}: {_told(its)}")
    if left:
        print(f"{_aside(left)} Neste: rett feilen i koden, og prøv igjen.")
        return 1
    print("Alt som var satt til side, er tatt. Neste: ingenting.")
    return 0


def _aside(streams: int) -> str:
    return f"{streams} {'strøm' if streams == 1 else 'strømmer'} er satt til side."


def _told(its: Parked) -> str:
    return (
        f"{its.model}: {its.topic} på posisjon {its.position}, strøm {its.stream} –"
        f" {_why(its.reason)} ({its.reason})"
    )


def _why(reason: str) -> str:
    """The kind of failure in words. Only the database's own kinds say more than that it failed."""
    kind = getattr(psycopg.errors, reason.partition(":")[0], Exception)
    return next((why for error, why in REASONS.items() if issubclass(kind, error)), OTHER_REASON)
