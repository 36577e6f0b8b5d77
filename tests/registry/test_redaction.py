"""What somebody typed can be taken away everywhere, and the registry still agrees with itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from registry import drafts, redaction
from registry.checks import check
from registry.domain.concession import Concession
from registry.domain.terms import NODE_OF
from registry.domain.values import TextRef
from registry.house import House
from registry.queries.documents import document
from registry.store.erasure import RedactedList
from tests.conftest import Database, Projections
from tests.registry.store.test_erasure import is_on_disk
from tests.story import Story, tell

REASON = "Assistentene har tre måneders oppsigelse."


@pytest.fixture
def listed(tmp_path: Path) -> RedactedList:
    return RedactedList(tmp_path / "backups" / "redacted.list")


@pytest.fixture
def story(house: House) -> Story:
    return tell(house.registrar)


@pytest.fixture
def retention(fresh: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(fresh.url("frittvalg_retention"), autocommit=True) as connection:
        yield connection


def why(house: House, story: Story) -> TextRef:
    its = house.registrar.registry.get(Concession, story.concession)
    return its.reasons[NODE_OF["notice"]].why


def test_a_text_is_found_by_its_words(
    house: House, story: Story, retention: psycopg.Connection
) -> None:
    assert redaction.find(retention, "tre måneders") == [(why(house, story), REASON)]
    assert redaction.find(retention, "noe ingen har skrevet") == []


def test_a_redacted_reason_is_gone_from_pages_drafts_and_disk_and_the_check_passes(
    house: House,
    story: Story,
    fresh: Database,
    projections: Projections,
    retention: psycopg.Connection,
    listed: RedactedList,
) -> None:
    mine, draft = uuid4(), uuid4()
    drafts.save(house.pool, mine, "concession", draft, 0, {"why": REASON, "other": "Beholdes."})
    hash_before = house.registrar.registry.get(Concession, story.concession).document_hash()

    gone = redaction.redact(retention, listed, [why(house, story)])

    assert (gone.texts, gone.drafts) == (1, 1)
    projections.catch_up()
    whole = document(house.pool, story.concession)
    assert whole is not None
    assert whole.reasons[NODE_OF["notice"]].text is None
    kept = drafts.load(house.pool, mine, draft)
    assert kept is not None
    assert kept.body == {"why": "", "other": "Beholdes."}
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        redaction.rewrite(owner)
        texts = next(result for result in check(house, owner) if result.name == "Tekster")
        assert (texts.checked > 0, texts.findings) == (True, [])
    assert not is_on_disk(fresh, REASON.encode())
    assert house.registrar.registry.get(Concession, story.concession).document_hash() == hash_before


def test_nobody_can_confirm_a_guess_afterwards(
    house: House, story: Story, retention: psycopg.Connection, listed: RedactedList
) -> None:
    redaction.redact(retention, listed, [why(house, story)])
    row = retention.execute(
        "SELECT body, salt FROM vault.texts WHERE ref = %s", (why(house, story),)
    ).fetchone()
    assert row == (None, b"")


def test_redacting_twice_is_redacting_once(
    house: House, story: Story, retention: psycopg.Connection, listed: RedactedList
) -> None:
    ref = why(house, story)
    redaction.redact(retention, listed, [ref])
    assert redaction.redact(retention, listed, [ref]) == redaction.Redacted(0, 0)
    assert listed.refs() == [ref]


def test_what_was_redacted_after_a_backup_is_redacted_again_when_it_is_put_back(
    house: House, story: Story, retention: psycopg.Connection, listed: RedactedList
) -> None:
    """A restored database has the words; the list beside the backups does not forget them."""
    listed.add(why(house, story))
    assert redaction.forget(retention, listed.refs()).texts == 1
    assert redaction.find(retention, "tre måneders") == []
