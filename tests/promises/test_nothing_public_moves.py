"""Nothing public moves because one person acted: the open pages are the same before and after a choice."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import psycopg
import pytest
import requests

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
