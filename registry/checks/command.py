"""`frittvalg check`: one line a check, and what to do when something was found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg

from registry.checks import check
from registry.checks.result import Result
from registry.databases import app_url, owner_url
from registry.house import open_house
from registry.mail.smtp import NOT_SET_UP
from registry.settings import Settings
from registry.vault import MasterKey

SHOWN = 20
JOBS = """
SELECT count(*) FILTER (WHERE status IN ('todo', 'doing')), count(*) FILTER (WHERE status = 'failed')
FROM jobs.procrastinate_jobs
"""


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("check", help="sjekk loggene og alt som bygger på dem")
    parser.set_defaults(action=_check)


def _check(settings: Settings, _: argparse.Namespace) -> int:
    key = MasterKey.from_file(settings.key_file)
    with (
        closing(open_house(app_url(settings), key)) as house,
        psycopg.connect(owner_url(settings), autocommit=True) as owner,
    ):
        results = check(house, owner, _tell)
        print(mail_line(owner, settings))
    for line in lines(results):
        print(line)
    return int(any(result.findings for result in results))


def _tell(log: str, events: int) -> None:
    print(f"Leser {log}: {events} hendelser", file=sys.stderr, flush=True)


def mail_line(owner: psycopg.Connection, settings: Settings) -> str:
    """How e-mail stands, for whoever runs the program."""
    if not settings.smtp_url:
        return NOT_SET_UP
    row = owner.execute(JOBS).fetchone()
    assert row is not None
    return f"E-post: {row[0]} i kø, {row[1]} gitt opp."


def lines(results: list[Result]) -> Iterator[str]:
    """What is printed."""
    for result in results:
        found = len(result.findings)
        yield f"{result.name}: {result.checked} kontrollert, {found} funn"
        for finding in result.findings[:SHOWN]:
            yield f"  – {finding.where}: {finding.sentence}"
        if found > SHOWN:
            yield f"  – og {found - SHOWN} til"
        for told in result.told:
            yield f"  ({told})"
    wrong = [result for result in results if result.findings]
    yield wrong[0].remedy if wrong else "Alt stemmer."
