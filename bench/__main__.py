"""Starts the product on a nation of its own, measures, and prints the ratios in one table."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import appending, choosing, documents, growth, pages, rebuilding
from bench.rows import Row, show
from registry.house import House, open_house
from registry.store import embedded, migrate
from registry.vault import MasterKey
from tests.conftest import Database, load_nation
from tests.live import running


def main() -> int:
    """Measure everything once; returns 0 when every goal is met."""
    with tempfile.TemporaryDirectory(prefix="frittvalg-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        its = embedded.server(folder)
        embedded.start(its)
        try:
            rows = _measure(its, folder)
        finally:
            embedded.stop(its)
    show(rows)
    Path("var").mkdir(exist_ok=True)
    Path("var/bench.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0 if all(row["met"] for row in rows) else 1


def _measure(its: embedded.Server, folder: Path) -> list[Row]:
    rows: list[Row] = []

    def told(name: str, measure: Callable[[], list[Row]]) -> None:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows.extend(measure())

    with _empty(its, folder, "appending") as (database, _):
        told("the log", lambda: appending.measure(database, folder))
    with _empty(its, folder, "choosing") as (_, house):
        told("choices", lambda: choosing.measure(house))
    with _empty(its, folder, "rebuilding") as (database, house):
        told("read models", lambda: rebuilding.measure(database, house))
    with _empty(its, folder, "growth") as (database, house):
        told("growth", lambda: growth.measure(database, house, folder / "master.key"))
    told("the website", lambda: _website(its, folder))
    return rows


def _website(its: embedded.Server, folder: Path) -> list[Row]:
    loaded, house = load_nation(its, folder)
    codes = choosing.codes(house)
    try:
        with running(loaded.database, folder, loaded.key_file, loaded.nation, workers=2) as site:
            shown = pages.measure(site, house) + documents.measure(site, house)
            return shown + choosing.by_browser(site, house, codes)
    finally:
        house.close()


@contextmanager
def _empty(its: embedded.Server, folder: Path, name: str) -> Iterator[tuple[Database, House]]:
    """A migrated database of its own, with the house open on it."""
    embedded.prepare(its, name)
    database = Database(its, name)
    migrate.migrate(database.url("frittvalg_owner"))
    house = open_house(database.url(), MasterKey.from_file(folder / "master.key", create=True))
    try:
        yield database, house
    finally:
        house.close()


if __name__ == "__main__":
    sys.exit(main())
