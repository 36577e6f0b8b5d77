"""A server of its own whose log is archived beside its backups, and what a restore of it gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from subprocess import Popen
from uuid import uuid4

from registry.restore import Restored, restore
from registry.store import archive, embedded, migrate
from registry.store.backup import Backups, backups_in
from registry.vault import MasterKey
from tests.conftest import Database
from tests.promises.program import Stage, until


@dataclass(frozen=True)
class Archived:
    """A stage whose server nobody else uses. It may be killed; its backups and archive remain."""

    stage: Stage
    database: Database
    backups: Backups

    @contextmanager
    def following(self) -> Iterator[Popen[bytes]]:
        """The archive follows the server; afterwards it has everything that was written."""
        process = archive.follow(self.stage.server, self.backups.wal)
        try:
            yield process
            if process.poll() is None:
                self._wait_for_archive()
        finally:
            process.terminate()
            process.wait()

    @contextmanager
    def restored(self, to: datetime | None) -> Iterator[tuple[Restored, Database]]:
        """A new server from the backups, as everything was at a moment or at the archive's end."""
        into = self.backups.folder.with_name(uuid4().hex)
        done = restore(self.backups, to, into, MasterKey.from_file(self.stage.key_file))
        its = embedded.server(into)
        embedded.start(its)
        try:
            yield done, Database(its, self.database.name)
        finally:
            embedded.stop(its)
            shutil.rmtree(into)

    def _wait_for_archive(self) -> None:
        reached = "SELECT 1 FROM pg_stat_replication WHERE flush_lsn >= %s::pg_lsn"
        with archive.superuser(self.stage.server) as connection:
            end = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
            until(lambda: connection.execute(reached, end).fetchone(), "the archive never had it")


@contextmanager
def archived(stage: Stage) -> Iterator[Archived]:
    """A migrated server in a folder of its own, stopped afterwards; the folder goes with the stage."""
    folder = stage.folder / uuid4().hex
    its = embedded.server(folder / "var")
    embedded.start(its)
    try:
        embedded.prepare(its)
        migrate.migrate(its.url("frittvalg_owner"))
        backups = backups_in(folder / "backups")
        yield Archived(replace(stage, server=its), Database(its, "frittvalg"), backups)
    finally:
        embedded.stop(its)
