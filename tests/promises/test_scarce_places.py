"""Sixty-four people, ten places, through the real website: exactly ten succeed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from registry.application import cases
from registry.house import open_house
from registry.vault import MasterKey
from tests.conftest import Database, Projections
from tests.live import running
from tests.story import FJELLRYPE, KREKLING, open_case, tell
from tests.visitor import Visitor

CHOOSERS, PLACES = 64, 10
pytestmark = pytest.mark.slow


@pytest.fixture
def codes_and_site(fresh: Database, tmp_path: Path) -> Iterator[tuple[list[str], str]]:
    key_file = tmp_path / "master.key"
    house = open_house(fresh.url(), MasterKey.from_file(key_file, create=True))
    story = tell(house.registrar, places=PLACES)
    waiting = [open_case(house.registrar, story) for _ in range(CHOOSERS)]
    codes = [cases.issue_code(house.registrar, case) for case in waiting]
    Projections(fresh, house).catch_up()
    house.close()
    with running(fresh, tmp_path, key_file, workers=2) as site:
        yield codes, site.base


def test_the_last_place_is_not_given_twice_through_the_website(
    codes_and_site: tuple[list[str], str],
) -> None:
    codes, base = codes_and_site
    together = Barrier(CHOOSERS)

    def choose(code: str) -> int:
        visitor = Visitor(base)
        assert visitor.use_code(code).status_code == 303
        form = visitor.form(f"/min-sak/velg/{FJELLRYPE}")
        together.wait()
        return visitor.post(f"/min-sak/velg/{FJELLRYPE}", **form).status_code

    with ThreadPoolExecutor(CHOOSERS) as pool:
        answers = Counter(pool.map(choose, codes))
    assert answers == {303: PLACES, 409: CHOOSERS - PLACES}


def test_who_came_too_late_is_told_and_shown_the_others(
    codes_and_site: tuple[list[str], str],
) -> None:
    codes, base = codes_and_site
    for code in codes[:PLACES]:
        visitor = Visitor(base)
        visitor.use_code(code)
        assert visitor.choose(FJELLRYPE).status_code == 303
    late = Visitor(base)
    late.use_code(codes[PLACES])
    page = late.get(f"/min-sak/velg/{FJELLRYPE}").text
    assert "Fjellrype Assistanse SA har ikke plass nå" in page
    assert "Krekling BPA AS" in page
    assert late.choose(KREKLING).status_code == 303
    assert "Du har valgt Krekling BPA AS" in late.get("/min-sak").text


def test_the_same_form_sent_three_times_is_one_choice(
    codes_and_site: tuple[list[str], str],
) -> None:
    codes, base = codes_and_site
    visitor = Visitor(base)
    visitor.use_code(codes[0])
    form = visitor.form(f"/min-sak/velg/{FJELLRYPE}")
    answers = [visitor.post(f"/min-sak/velg/{FJELLRYPE}", **form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    receipts = {visitor.get("/min-sak").text.count("FV-") for _ in range(2)}
    assert receipts == {1}
