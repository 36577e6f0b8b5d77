"""Nothing public moves because one person acted: the open pages are the same before and after a choice,
and before and after everything that one person can put forward about a concession."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from urllib.parse import urljoin, urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
import requests

from registry.application import concessions as desk
from registry.application.concessions import Written
from registry.application.desk import Command
from registry.application.running import AsTyped, state_running
from registry.domain.concession import Concession
from registry.domain.deviation import Change, Way
from registry.domain.terms import NODE_OF
from registry.domain.values import EndingGround
from registry.house import House, open_house
from registry.queries.clock import today
from registry.store.chain import seal_and_sign
from registry.vault import MasterKey, readable
from tests.conftest import LoadedNation
from tests.live import Site
from tests.visitor import Visitor

NONCE = re.compile(r'name="command_id" value="[^"]*"')
LINK = re.compile(r'href="([^"#]+)"')
PRIVATE = ("/velg", "/min-sak", "/logg-", "/for-", "/arbeidsplass", "/static/")
MOST = 450
pytestmark = pytest.mark.slow


def crawl(base: str, starts: list[str]) -> dict[str, tuple[int, str, dict[str, str]]]:
    """Every open page that can be reached, at most MOST of them, the given ones first."""
    found: dict[str, tuple[int, str, dict[str, str]]] = {}
    waiting = list(starts)
    with requests.Session() as http:
        while waiting and len(found) < MOST:
            path = waiting.pop(0)
            if path in found:
                continue
            answer = http.get(base + path, timeout=20)
            headers = {k: v for k, v in answer.headers.items() if k not in ("Date", "Connection")}
            found[path] = (answer.status_code, NONCE.sub("", answer.text), headers)
            assert "Set-Cookie" not in headers, path
            waiting += [p for p in links(base, path, answer.text) if p not in found]
    return found


def links(base: str, path: str, page: str) -> list[str]:
    result = []
    for href in LINK.findall(page):
        whole = urlsplit(urljoin(base + path, href.replace("&amp;", "&")))
        bare = re.sub(r"^/(nn|en)(?=/)", "", whole.path)
        if f"{whole.scheme}://{whole.netloc}" == base and not bare.startswith(PRIVATE):
            result.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return result


def sign_today(site: Site, loaded: LoadedNation) -> None:
    """The day's heads are made once, by the clock: here before anybody looks."""
    signer = MasterKey.from_file(loaded.key_file).signing_key()
    projector = site.database.url("frittvalg_projector")
    with psycopg.connect(projector, autocommit=True) as connection:
        for log in ("registry", "case"):
            seal_and_sign(connection, log, signer)


def test_a_choice_changes_nothing_anybody_else_can_see(site: Site, loaded: LoadedNation) -> None:
    code = loaded.codes[0]
    number = code.municipality
    starts = [
        "/",
        f"/kommuner/{number}",
        f"/kommuner/{number}/leverandorer",
        f"/kommuner/{number}?dato=2026-11-20",
        "/kommuner",
        "/statistikk",
        "/konsesjoner",
        "/leverandorer",
        f"/en/kommuner/{number}",
        f"/nn/kommuner/{number}",
        "/logg",
        "/logg/hoder.json",
        "/readyz",
    ]
    sign_today(site, loaded)
    before = crawl(site.base, starts)
    assert len(before) > 200
    visitor = Visitor(site.base)
    assert visitor.use_code(readable(code.code)).status_code == 303
    chosen = re.findall(r'href="/min-sak/velg/(\d{9})"', visitor.get("/min-sak").text)[0]
    assert visitor.choose(chosen).status_code == 303
    assert "FV-" in visitor.get("/min-sak").text
    after = crawl(site.base, starts)
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []


def one_person_acts(house: House, its: UUID) -> None:
    """Everything that one person can put forward about a concession, and about one to come."""
    somebody, registrar = uuid4(), house.registrar

    def command() -> Command:
        return Command(uuid4(), somebody)

    concession = registrar.registry.get(Concession, its)
    day = today(house.pool)
    later = concession.first_amended(day) + timedelta(days=30)
    longer = [Written(Change(NODE_OF["notice"], Way.SET, [5]), why="Fem måneder.")]
    rate = Written(Change(NODE_OF["rate"], Way.SET, [48_200]))
    desk.send_concession_for_approval(
        registrar, command(), concession.members, [rate], later, day, short_form=False
    )
    typed = AsTyped(46_800, 2, None, None, None, None, {}, "Avtale", "En kommune", day)
    state_running(registrar, command(), concession.members, typed)
    desk.send_amendment(registrar, command(), its, [rate, *longer], later, later)
    desk.send_prolongation(registrar, command(), its)
    desk.send_proposal_back(registrar, command(), its, 1, "Foreslå på nytt.")
    desk.send_ending(registrar, command(), its, EndingGround.CANCELLED, "Vi begynner på nytt.")


def test_what_one_person_puts_forward_changes_nothing_anybody_else_can_see(
    site: Site, loaded: LoadedNation
) -> None:
    with psycopg.connect(site.database.url()) as connection:
        row = connection.execute(
            "SELECT id, members[1] FROM read.concessions WHERE status = 'published'"
            " AND running IS NULL AND valid_to = '9999-12-31' AND NOT EXISTS (SELECT"
            " FROM read.documents d WHERE d.concession = id AND d.number > 0) ORDER BY id LIMIT 1"
        ).fetchone()
    assert row
    its, number = row
    starts = [
        f"/konsesjoner/{its}",
        f"/konsesjoner/{its}/dokument",
        f"/konsesjoner/{its}/endringer",
    ]
    starts += [f"/kommuner/{number}", "/konsesjoner", "/kommuner", "/statistikk", "/logg", "/"]
    sign_today(site, loaded)
    before = crawl(site.base, starts)
    assert len(before) > 200
    with closing(open_house(site.database.url(), MasterKey.from_file(loaded.key_file))) as house:
        one_person_acts(house, its)
    shown_to_who_approves(site, its)
    after = crawl(site.base, starts)
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []


def shown_to_who_approves(site: Site, its: UUID) -> None:
    """Wait until the read models hold it, so that the pages had something to show."""
    waiting = "SELECT count(*) FROM read.concession_proposals WHERE concession = %s AND number = 2"
    with psycopg.connect(site.database.url(), autocommit=True) as connection:
        while connection.execute(waiting, (its,)).fetchone() != (1,):
            connection.execute("SELECT pg_sleep(0.05)")
