"""The loaded nation: its codes can be used, and it is no larger than it was said to be."""

from __future__ import annotations

from typing import LiteralString

import psycopg
from psycopg_pool import ConnectionPool

from registry.demo.nation import TODAY
from registry.vault import Codes, MasterKey
from tests.conftest import LoadedNation


def test_every_printed_code_opens_a_case(loaded: LoadedNation) -> None:
    with ConnectionPool(loaded.database.url(), min_size=1) as pool:
        codes = Codes(pool, MasterKey.from_file(loaded.key_file))
        assert len(loaded.codes) >= 20
        assert all(codes.case_of(code.code, TODAY) for code in loaded.codes)


def test_the_nation_is_at_most_twelve_thousand_events_and_six_hundred_cases(
    loaded: LoadedNation,
) -> None:
    with psycopg.connect(loaded.database.url()) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM log.registry_events)"
            " + (SELECT count(*) FROM log.case_events), (SELECT count(*) FROM read.cases)"
        ).fetchone()
    assert row is not None
    assert 9_000 < row[0] <= 12_000
    assert row[1] <= 600


def test_what_ran_before_what_is_not_announced_and_yearly_figures_can_be_seen(
    loaded: LoadedNation,
) -> None:
    with psycopg.connect(loaded.database.url()) as connection:

        def count(query: LiteralString) -> int:
            row = connection.execute(query).fetchone()
            assert row is not None
            return int(row[0])

        live = (
            "SELECT count(*) FROM read.concessions c JOIN read.documents d ON d.concession = c.id"
        )
        live += " WHERE c.status = 'published' AND c.valid_to = d.valid_to"
        assert count(f"{live} AND running IS NOT NULL") == 2
        assert count(f"{live} AND notice_required = 'doffin' AND doffin_on IS NULL") == 2
        assert count(f"{live} AND doffin_on IS NOT NULL") > 100
        assert count("SELECT count(*) FROM read.suppliers WHERE kind = 'unregistered'") == 2
        assert count("SELECT count(*) FROM read.figures WHERE source = 'municipality'") == 24
        assert count("SELECT count(*) FROM read.figures WHERE source = 'official'") > 80
        assert count("SELECT count(*) FROM read.municipalities WHERE stated_by IS NOT NULL") > 100
