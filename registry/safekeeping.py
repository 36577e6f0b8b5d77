"""`frittvalg archive`, `backup`, `restore`, `erase`, `redact`: nothing is lost, and what is gone stays so."""

from __future__ import annotations

import argparse
import logging
import shutil
import signal
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from registry import redaction
from registry.application.erasure import erase_case
from registry.databases import app_url, owner_url, retention_url
from registry.domain.errors import NotFound
from registry.domain.values import OSLO, TextRef
from registry.house import open_house
from registry.restore import restore
from registry.settings import Settings, UnsafeConfiguration
from registry.store import archive, embedded
from registry.store.backup import KEPT, Backups, Base, NotPossible, backups_in, clear, take
from registry.store.erasure import REF_LENGTH, rewrite
from registry.store.manifest import Damaged
from registry.store.recovery import shown
from registry.vault import MasterKey

PAUSE_SECONDS = 1.0
PROJECTED_SECONDS = 5.0


def add(commands: Any) -> None:
    """Add these commands to the parser."""
    archiving = commands.add_parser("archive", help="ta vare på alt som skrives, mens det skrives")
    archiving.set_defaults(action=_archive)
    copying = commands.add_parser("backup", help="ta og kontroller en sikkerhetskopi")
    copying.set_defaults(action=_backup)
    restoring = commands.add_parser("restore", help="legg en sikkerhetskopi tilbake i en ny mappe")
    restoring.add_argument(
        "--to", metavar="TID", help="ISO-tid, norsk når ingen sone er nevnt; uten: alt som finnes"
    )
    restoring.add_argument("--into", metavar="MAPPE", type=Path, help="en tom mappe")
    restoring.set_defaults(action=_restore)
    erasing = commands.add_parser("erase", help="slett en sak, også når kopier legges tilbake")
    erasing.add_argument("case", metavar="SAK", help="sakens id")
    erasing.set_defaults(action=_erase)
    redacting = commands.add_parser("redact", help="ta bort noe som er skrevet, overalt")
    redacting.add_argument("text", metavar="TEKST", nargs="*", help="referansen til en tekst")
    redacting.add_argument("--find", metavar="ORD", help="vis tekstene som har disse ordene")
    redacting.set_defaults(action=_redact)


def _archive(settings: Settings, _: argparse.Namespace) -> int:
    """Follow the server until stopped; what breaks is begun again from where it was."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    its, backups = _server(settings), backups_in(settings.backups)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"Alt som skrives i databasen, kommer også i {backups.wal}. Stopp: Ctrl-C.")
    print("Neste: frittvalg backup, hver natt.", flush=True)
    try:
        while True:
            _follow(its, backups)
            print("Arkivet begynner igjen der det slapp.", file=sys.stderr, flush=True)
            time.sleep(PAUSE_SECONDS)
    except KeyboardInterrupt:
        return 0


def _follow(its: embedded.Server, backups: Backups) -> None:
    try:
        process = archive.follow(its, backups.wal)
    except psycopg.Error as failure:
        print(failure, file=sys.stderr)
        return
    try:
        process.wait()
    finally:
        process.terminate()
        process.wait()


def _backup(settings: Settings, _: argparse.Namespace) -> int:
    its, backups, started = _server(settings), backups_in(settings.backups), time.monotonic()
    try:
        base = take(its, backups)
    except (embedded.ServerFailed, Damaged, NotPossible) as failed:
        print(f"Sikkerhetskopien ble ikke tatt. {failed}", file=sys.stderr)
        return 1
    try:
        copies, files = clear(its, backups, datetime.now(UTC))
    except (embedded.ServerFailed, NotPossible) as failed:
        print(f"Kopien er tatt, men gamle ble ikke slettet. {failed}", file=sys.stderr)
        return 1
    events = sum(base.about.events.values())
    print(f"Tatt og kontrollert på {time.monotonic() - started:.1f} s: {base.folder}")
    print(f"{events} hendelser i loggene. Kontrollsum: {base.about.log_hash}")
    print(f"Slettet {copies} kopier eldre enn {KEPT.days} dager og {files} filer i arkivet.")
    if archive.is_followed(its):
        print("Neste: ingenting. Arkivet tar vare på alt som kommer etter.")
    else:
        print("Neste: frittvalg archive. Uten det blir ikke det som kommer etter, tatt vare på.")
    return 0


def _restore(settings: Settings, given: argparse.Namespace) -> int:
    backups = backups_in(settings.backups)
    into = (given.into or settings.var.with_name(f"{settings.var.name}-restored")).resolve()
    try:
        to = _moment(given.to) if given.to else None
        done = restore(backups, to, into, MasterKey.from_file(settings.key_file))
    except NotPossible as refused:
        print(refused, file=sys.stderr)
        return 2
    except (embedded.ServerFailed, Damaged) as failed:
        print(failed, file=sys.stderr)
        return 1
    for file in settings.var.glob("*.json"):
        shutil.copy2(file, into)
    print(f"Lagt tilbake i {into}, slik alt var {_when(backups, done.base, to)}.")
    print(f"Loggene da: {sum(done.events.values())} hendelser. Kontrollsum: {done.log_hash}")
    print(f"Saker som er slettet siden, er slettet igjen: {done.erased_again} hendelser.")
    if done.drafts_gone:
        print(
            "Noe som ble skrevet senere, er tatt bort siden. Utkastene fra før det kan ha hatt de"
        )
        print(f"samme ordene, og er slettet: {done.drafts_gone} utkast.")
    print(f"Loggene nå: kontrollsum {done.log_hash_now}")
    print(f"Lesemodellene er bygd av dem: kontrollsum {done.read_hash}")
    print("Alle må logge inn på nytt. Ta den i bruk: stopp det som kjører, og start med")
    print(f"  FRITTVALG_VAR={into} FRITTVALG_BACKUPS={settings.backups} \\")
    print(f"  FRITTVALG_KEY_FILE={settings.key_file.resolve()}")
    print("Kjør så frittvalg archive og frittvalg backup med det samme.")
    return 0


def _when(backups: Backups, base: Base, to: datetime | None) -> str:
    if to:
        return shown(to)
    if archive.parts(backups.wal, base.about.system):
        return "da arkivet sluttet"
    return f"da kopien ble tatt, {shown(base.taken_at)}. Det er ikke noe arkiv: det etter er borte"


def _erase(settings: Settings, given: argparse.Namespace) -> int:
    try:
        case_id = UUID(given.case)
    except ValueError:
        print(f"«{given.case}» er ikke id-en til en sak.", file=sys.stderr)
        return 2
    backups, key = backups_in(settings.backups), MasterKey.from_file(settings.key_file)
    with (
        closing(open_house(app_url(settings), key)) as house,
        psycopg.connect(retention_url(settings), autocommit=True) as retention,
    ):
        try:
            events = erase_case(house.registrar, retention, backups.erased, case_id)
        except NotFound:
            print("Ingen sak har denne id-en. Ingenting er slettet.", file=sys.stderr)
            return 2
        except Damaged as failed:
            print(f"{failed} Ingenting er slettet.", file=sys.stderr)
            return 1
    with psycopg.connect(owner_url(settings), autocommit=True) as owner:
        if not _is_projected(owner, case_id):
            print("Lesemodellen viser saken ennå: se at frittvalg project går, og kjør på nytt.")
            return 1
        rewrite(owner)
    gone = datetime.now(OSLO) + KEPT
    if events:
        print(f"Slettet {events} hendelser, nøkkelen og koden. Plassen er gitt tilbake.")
    else:
        print("Saken var slettet fra før.")
    print(f"Sikkerhetskopiene har saken til de utløper, senest {gone:%Y-%m-%d}. Legges en av dem")
    print("tilbake, slettes saken igjen. Sletting er fullført når kopiene er utløpt.")
    return 0


def _redact(settings: Settings, given: argparse.Namespace) -> int:
    """Show the texts that hold some words, or take away those that are named."""
    backups, refs = backups_in(settings.backups), [TextRef(text) for text in given.text]
    with psycopg.connect(retention_url(settings), autocommit=True) as retention:
        if given.find:
            return _found(redaction.find(retention, given.find))
        if wrong := [ref for ref in refs if len(ref) != REF_LENGTH]:
            print(f"«{wrong[0]}» er ikke referansen til en tekst.", file=sys.stderr)
        if wrong or not refs:
            print("Finn den slik: frittvalg redact --find ORD", file=sys.stderr)
            return 2
        try:
            gone = redaction.redact(retention, backups.redacted, refs)
        except Damaged as failed:
            print(f"{failed} Ingenting er tatt bort.", file=sys.stderr)
            return 1
    with psycopg.connect(owner_url(settings), autocommit=True) as owner:
        redaction.rewrite(owner)
    print(f"Tatt bort: {gone.texts} tekster og {gone.drafts} utkast med de samme ordene.")
    print("Loggen er urørt: den hadde bare et fingeravtrykk. Sidene sier at teksten er tatt bort.")
    print(f"Sikkerhetskopiene har den til de utløper, senest {datetime.now(OSLO) + KEPT:%Y-%m-%d},")
    print("og tar den bort igjen når de legges tilbake. Neste: frittvalg check")
    return 0


def _found(texts: list[tuple[TextRef, str]]) -> int:
    for ref, body in texts:
        print(f"{ref}\n  {body[:200]}")
    print(f"{len(texts)} tekster har disse ordene.")
    if texts:
        print("Ta dem bort: frittvalg redact REFERANSE")
    return 0


def _is_projected(owner: psycopg.Connection, case_id: UUID) -> bool:
    """Whether the read model has let go of the case, within some seconds."""
    deadline = time.monotonic() + PROJECTED_SECONDS
    while owner.execute("SELECT 1 FROM read.cases WHERE id = %s", (case_id,)).fetchone():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _moment(text: str) -> datetime:
    """A moment as it was written, in Norway when no zone is named. Raises NotPossible."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotPossible(
            f"«{text}» er ikke en tid. Skriv den slik: 2026-11-21T14:05 eller 2026-11-21T13:05:30Z"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=OSLO)
    if moment > datetime.now(UTC):
        raise NotPossible(f"{shown(moment)} er ikke kommet ennå.")
    return moment


def _server(settings: Settings) -> embedded.Server:
    its = embedded.server(settings.var)
    elsewhere = settings.database_url and str(its.socket) not in settings.database_url
    if elsewhere or not embedded.answers(its):
        raise UnsafeConfiguration(
            f"Databasen i {settings.var} svarer ikke. Start den med make demo. En database som"
            " andre drifter, må de ta kopi av."
        )
    return its
