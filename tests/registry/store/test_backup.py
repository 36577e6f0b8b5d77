"""Backups on a server of their own: any moment comes back, and what was erased does not."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from registry import cli, drafts, restore
from registry.application import cases
from registry.application.erasure import erase_case
from registry.checks import check
from registry.domain.case import Case
from registry.domain.errors import NotFound
from registry.domain.places import Places
from registry.house import House, open_house
from registry.redaction import redact
from registry.store import archive, backup, chain, embedded, manifest, migrate, recovery
from registry.store.backup import Backups, NotPossible, backups_in
from registry.store.erasure import ErasedList
from registry.store.fingerprint import log_hash
from registry.store.lending import lend
from tests.conftest import KEY
from tests.story import FJELLRYPE, command, open_case, tell

pytestmark = pytest.mark.slow
PATIENCE_SECONDS = 20
DRAFTED = "En halv setning som bare sto i utkastet"
VERSION = int(os.environ.get("FRITTVALG_TEST_POSTGRES", "18"))


KILLED_BEFORE_ERASING = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from registry import restore
from registry.store.backup import backups_in
from registry.vault import MasterKey
restore._made_ready = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
backups, moment, into = sys.argv[1:]
moment = datetime.fromisoformat(moment)
restore.restore(backups_in(Path(backups)), moment, Path(into), MasterKey(b""))
"""


@dataclass(frozen=True)
class Kept:
    """What happened: a copy, a choice, a moment, another case, an erasure, a disaster."""

    folder: Path
    server: embedded.Server
    backups: Backups
    base: backup.Base
    moment: datetime
    hash_then: str
    chosen: UUID
    later: UUID
    erased: UUID
    secrets: list[bytes]

    @property
    def canaries(self) -> list[str]:
        """What would show the erased case in a dump: its id as it may be written, key and code."""
        written = [str(self.erased), self.erased.hex]
        return [
            *written,
            *(its.encode().hex() for its in written),
            *(s.hex() for s in self.secrets),
        ]

    def restored(self, name: str, to: datetime | None = None) -> restore.Restored:
        return restore.restore(self.backups, to, self.folder / name, KEY)

    def of(self, name: str) -> embedded.Server:
        return embedded.server(self.folder / name, VERSION)


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    with tempfile.TemporaryDirectory(prefix="frittvalg-backup-") as name:
        Path(name).chmod(0o711)
        its = embedded.server(Path(name) / "var", VERSION)
        embedded.start(its)
        embedded.prepare(its)
        migrate.migrate(its.url("frittvalg_owner"))
        following = archive.follow(its, backups_in(Path(name) / "backups").wal)
        try:
            with (
                closing(open_house(its.url("frittvalg_app"), KEY)) as house,
                psycopg.connect(its.url("frittvalg_owner"), autocommit=True) as owner,
            ):
                yield _happened(Path(name), its, house, owner)
        finally:
            following.terminate()
            following.wait()
            embedded.stop(its)


def _happened(folder: Path, its: embedded.Server, house: House, owner: psycopg.Connection) -> Kept:
    backups, registrar = backups_in(folder / "backups"), house.registrar
    story = tell(registrar)
    chosen, erased = open_case(registrar, story), open_case(registrar, story)
    cases.issue_code(registrar, erased)
    cases.choose_supplier(registrar, command(), erased, story.admissions[FJELLRYPE])
    owner.execute(
        "INSERT INTO web.sessions (token_hash, data, expires_at)"
        " VALUES (%s, jsonb_build_object('case', %s::text), now() + interval '1 hour')",
        (bytes(32), erased),
    )
    for log in ("registry", "case"):
        chain.seal(owner, log)
    base = backup.take(its, backups)
    cases.choose_supplier(registrar, command(), chosen, story.admissions[FJELLRYPE])
    secrets = _secrets(owner, erased)
    drafts.save(house.pool, uuid4(), "concession", uuid4(), 0, {"why": DRAFTED})
    moment, hash_then = _now(owner), log_hash(owner)
    later = open_case(registrar, story)
    with psycopg.connect(its.url("frittvalg_retention"), autocommit=True) as retention:
        erase_case(registrar, retention, backups.erased, erased)
        sent = registrar.texts.keep(f"{DRAFTED}, og litt til.")
        redact(retention, backups.redacted, [sent])
    owner.execute("TRUNCATE log.registry_events, log.case_events")
    _wait_for_archive(its)
    return Kept(
        folder, its, backups, base, moment, hash_then, chosen, later, erased, secrets
    )  # fmt: skip


def _now(connection: psycopg.Connection) -> datetime:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row
    return row[0]


def _wait_for_archive(its: embedded.Server) -> None:
    """Until everything written so far is on the archive's disk."""
    reached = "SELECT 1 FROM pg_stat_replication WHERE flush_lsn >= %s::pg_lsn"
    with archive.superuser(its) as connection:
        end = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        _wait_until(lambda: connection.execute(reached, end).fetchone() is not None)


def _wait_until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not so():
        assert time.monotonic() < deadline, "the archive never had it"
        time.sleep(0.02)


def _secrets(owner: psycopg.Connection, case: UUID) -> list[bytes]:
    """The case's key, as it is stored, and the hash of its code."""
    row = owner.execute(
        "SELECT wrapped_key, code_hash FROM vault.case_keys JOIN vault.codes USING (case_id)"
        " WHERE case_id = %s",
        (case,),
    ).fetchone()
    return list(row or ())


def _found(kept: Kept, name: str) -> set[str]:
    """The canaries in a dump of a restored database. The count of removed cases may name the id."""
    its, out = kept.of(name), kept.folder / f"{name}.dump"
    out.mkdir()
    lend(out)
    embedded.start(its)
    try:
        embedded.run(its, "pg_dump", f"--file={out / 'sql'}", its.url("postgres"))
    finally:
        embedded.stop(its)
    lines = (out / "sql").read_text().splitlines()
    assert any("case.supplier_chosen" in line for line in lines), "the dump is not what was meant"
    return {
        canary
        for canary in kept.canaries
        for line in lines
        if canary in line and "totals.case_removed" not in line
    }


@pytest.fixture(scope="module")
def restored(kept: Kept) -> restore.Restored:
    return kept.restored("restored", kept.moment)


def test_a_named_moment_comes_back_exactly_also_when_the_log_was_emptied_since(
    kept: Kept, restored: restore.Restored
) -> None:
    assert restored.log_hash == kept.hash_then
    assert sum(restored.events.values()) > sum(kept.base.about.events.values())


def test_what_is_restored_works_and_passes_every_check(
    kept: Kept, restored: restore.Restored
) -> None:
    its = kept.of("restored")
    embedded.start(its)
    try:
        with (
            closing(open_house(its.url("frittvalg_app"), KEY)) as house,
            psycopg.connect(its.url("frittvalg_owner"), autocommit=True) as owner,
        ):
            found = [result.name for result in check(house, owner) if result.findings]
            assert found == ["Projektoren i arbeid"], "nobody has put it to work yet"
            assert log_hash(owner) == restored.log_hash_now
            case = house.registrar.cases.get(Case, kept.chosen)
            for gone in (kept.later, kept.erased):
                with pytest.raises(NotFound):
                    house.registrar.cases.get(Case, gone)
            assert case.chosen
            places = house.registrar.cases.get(Places, Places.id_for(case.chosen))
            assert places.taken == {case.place}
            assert owner.execute("SELECT id FROM read.cases").fetchall() == [(kept.chosen,)]
    finally:
        embedded.stop(its)


def test_a_case_erased_after_the_copy_is_nowhere_after_a_restore(
    kept: Kept, restored: restore.Restored
) -> None:
    assert restored.erased_again == 3
    assert _found(kept, "restored") == set()


def test_not_even_the_files_of_the_restored_tables_hold_the_erased_case(
    kept: Kept, restored: restore.Restored
) -> None:
    tables = kept.of("restored").data / "base"
    whole = [file.read_bytes() for file in tables.rglob("*") if file.is_file()]
    assert any(kept.chosen.bytes in its for its in whole), "the files are not what was meant"
    for canary in (kept.erased.bytes, str(kept.erased).encode(), *kept.secrets):
        assert not any(canary in its for its in whole)


def test_without_the_list_everything_of_the_erased_case_would_be_back(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ErasedList, "cases", lambda _: [])
    kept.restored("unlisted", kept.moment)
    found = _found(kept, "unlisted")
    assert {str(kept.erased), *(its.hex() for its in kept.secrets)} <= found


def test_a_draft_of_what_was_sent_and_redacted_after_the_moment_is_nowhere(
    kept: Kept, restored: restore.Restored
) -> None:
    assert restored.drafts_gone == 1
    whole = (file for file in (kept.of("restored").data / "base").rglob("*") if file.is_file())
    assert not any(DRAFTED.encode() in file.read_bytes() for file in whole)


def test_without_a_time_everything_archived_comes_back_the_disaster_too(kept: Kept) -> None:
    assert set(kept.restored("all").events.values()) == {0}


def test_a_restore_that_was_killed_cannot_be_used_and_can_be_done_again(kept: Kept) -> None:
    into = kept.folder / "half"
    given = [str(kept.backups.folder), kept.moment.isoformat(), str(into)]
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_ERASING, *given], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not kept.of("half").data.exists()
    assert kept.restored("half", kept.moment).log_hash == kept.hash_then


def test_a_folder_in_use_is_not_written_over(kept: Kept, restored: restore.Restored) -> None:
    with pytest.raises(NotPossible, match="ikke tom"):
        kept.restored("restored", kept.moment)
    with pytest.raises(NotPossible, match="ikke tom"):
        kept.restored("var", kept.moment)


def test_a_time_before_the_first_copy_is_said_to_be_out_of_reach(kept: Kept) -> None:
    with pytest.raises(NotPossible, match="Den eldste sikkerhetskopien er fra 20"):
        kept.restored("early", kept.base.taken_at - timedelta(seconds=1))


def test_a_time_after_the_archive_is_said_to_be_out_of_reach_and_where_it_ends(kept: Kept) -> None:
    with pytest.raises(
        NotPossible, match=r"når ikke fram til .* Det siste som kan hentes, er fra 20"
    ):
        kept.restored("late", datetime.now(UTC))
    assert not list((kept.folder / "late").iterdir())


def test_an_archive_with_a_hole_is_not_taken_for_all_there_is(kept: Kept, copied: Backups) -> None:
    (last,) = copied.wal.glob("*/*.partial")
    number = int(last.name[:24], 16) + 2
    last.rename(last.with_name(f"{number:024X}.partial"))
    with pytest.raises(NotPossible, match=r"hull\. .* 20..-..-.. kl\."):
        restore.restore(copied, None, kept.folder / "hole", KEY)


def test_the_wrong_master_key_is_told_and_nothing_is_restored(kept: Kept) -> None:
    wrong = type(KEY)(b"another key")
    with pytest.raises(NotPossible, match="Hovednøkkelen"):
        restore.restore(kept.backups, kept.moment, kept.folder / "locked", wrong)
    assert not list((kept.folder / "locked").iterdir())


def test_a_copy_that_was_damaged_on_the_disk_is_not_restored(kept: Kept) -> None:
    file = kept.base.data / "global" / "pg_control"
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
        with pytest.raises(manifest.Damaged, match="pg_control"):
            kept.restored("damaged", kept.moment)
    finally:
        file.write_bytes(whole)


def test_postgresqls_own_verification_agrees() -> None:
    """With the program of version 16: the wheel's of version 18 cannot start."""
    with tempfile.TemporaryDirectory(prefix="frittvalg-verify-") as name:
        Path(name).chmod(0o711)
        its = embedded.server(Path(name) / "var", 16)
        embedded.start(its)
        try:
            embedded.prepare(its)
            migrate.migrate(its.url("frittvalg_owner"))
            base = backup.take(its, backups_in(Path(name) / "backups"))
            embedded.run(its, "pg_verifybackup", base.data)
        finally:
            embedded.stop(its)


def test_a_copy_that_is_damaged_on_its_way_never_looks_whole(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_run = embedded.run

    def damage(its: embedded.Server, program: str, *arguments: str | Path) -> None:
        really_run(its, program, *arguments)
        if program == "pg_basebackup":
            (kept.backups.folder / "unfinished-base" / "data" / "PG_VERSION").write_text("17\n")

    before = kept.backups.bases()
    monkeypatch.setattr(embedded, "run", damage)
    with pytest.raises(manifest.Damaged, match="PG_VERSION"):
        backup.take(kept.server, kept.backups)
    assert kept.backups.bases() == before
    assert not list(kept.backups.folder.glob("unfinished-*"))


def test_copies_expire_after_thirty_days_with_the_archive_that_only_they_need(
    kept: Kept, copied: Backups
) -> None:
    newest = backup.take(kept.server, copied)
    (first, _) = copied.bases()
    about = json.loads((first.folder / "about.json").read_text())

    def taken(days: int) -> None:
        about["taken_at"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        (first.folder / "about.json").write_text(json.dumps(about))

    taken(29)
    assert backup.clear(kept.server, copied, datetime.now(UTC))[0] == 0
    taken(31)
    copies, files = backup.clear(kept.server, copied, datetime.now(UTC))
    assert copies == 1 and files >= 1
    assert copied.bases() == [newest]
    archived = [file.name[:24] for part in copied.wal.iterdir() for file in part.iterdir()]
    assert all(name >= newest.first_file for name in archived)
    assert newest.first_file in archived or not archived


def test_the_only_copy_is_kept_however_old_it_is(kept: Kept, copied: Backups) -> None:
    before, in_a_year = copied.bases(), datetime.now(UTC) + timedelta(days=365)
    backup.clear(kept.server, copied, in_a_year)
    assert copied.bases() == before


@pytest.fixture
def copied(kept: Kept) -> Iterator[Backups]:
    """The same backups in another folder, with the same owners."""
    folder = kept.folder / "copied"
    subprocess.run(["cp", "-a", kept.backups.folder, folder], check=True)
    yield backups_in(folder)
    shutil.rmtree(folder)


def test_what_happens_after_a_restore_is_kept_in_the_same_folder(
    kept: Kept, restored: restore.Restored, copied: Backups
) -> None:
    """The copies of the life that was left are passed by, though one of them is newer."""
    subprocess.run(["cp", "-a", kept.folder / "restored", kept.folder / "second"], check=True)
    left = backup.take(kept.server, copied)
    its = kept.of("second")
    embedded.start(its)
    following = archive.follow(its, copied.wal)
    try:
        with closing(open_house(its.url("frittvalg_app"), KEY)) as house:
            case = house.registrar.cases.get(Case, kept.chosen)
            cases.regret_choice(house.registrar, command(), case.id)
        with psycopg.connect(its.url("frittvalg_owner"), autocommit=True) as owner:
            hash_now = log_hash(owner)
        _wait_for_archive(its)
    finally:
        following.terminate()
        following.wait()
        embedded.stop(its)
    assert recovery.choose(copied, None) != left
    again = restore.restore(copied, None, kept.folder / "third", KEY)
    assert again.log_hash == hash_now


def test_an_archive_whose_server_or_folder_is_another_begins_anew(
    kept: Kept, copied: Backups
) -> None:
    shutil.rmtree(copied.wal)
    copied.wal.mkdir()
    with archive.superuser(kept.server) as connection:
        before = connection.execute("SELECT slot_name FROM pg_replication_slots").fetchall()
    following = archive.follow(kept.server, copied.wal)
    (part,) = copied.wal.iterdir()
    try:
        assert (part.name,) not in before
        _wait_until(lambda: any(part.iterdir()))
    finally:
        following.terminate()
        following.wait()
    with archive.superuser(kept.server) as connection:
        connection.execute("SELECT pg_drop_replication_slot(%s)", (part.name,))


def _frittvalg(monkeypatch: pytest.MonkeyPatch, kept: Kept, *arguments: str) -> int:
    monkeypatch.setenv("FRITTVALG_VAR", str(kept.folder / "var"))
    monkeypatch.setenv("FRITTVALG_BACKUPS", str(kept.backups.folder))
    monkeypatch.setenv("FRITTVALG_KEY_FILE", str(kept.folder / "key"))
    monkeypatch.setattr(sys, "argv", ["frittvalg", *arguments])
    (kept.folder / "key").write_bytes(b"a key that only the tests know..")
    return cli.main()


@pytest.mark.parametrize("time", ["i går", "2026-13-01", "2999-01-01T00:00", "1999-01-01"])
def test_a_time_that_cannot_be_is_answered_with_a_sentence(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], time: str
) -> None:
    assert _frittvalg(monkeypatch, kept, "restore", "--to", time) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_line_says_what_was_done_and_what_to_do_next(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moment, into = kept.moment.isoformat(), str(kept.folder / "by-command")
    assert _frittvalg(monkeypatch, kept, "restore", "--to", moment, "--into", into) == 0
    said = capsys.readouterr().out
    assert kept.hash_then in said
    assert f"FRITTVALG_VAR={into}" in said
    assert _frittvalg(monkeypatch, kept, "backup") == 0
    assert "Tatt og kontrollert" in capsys.readouterr().out
    assert _frittvalg(monkeypatch, kept, "erase", "nobody") == 2
    assert _frittvalg(monkeypatch, kept, "erase", str(kept.later)) == 2
    assert "Ingenting er slettet" in capsys.readouterr().err
