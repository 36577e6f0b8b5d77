"""What somebody typed can be taken away everywhere, and the registry still agrees with itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from registry import drafts, redaction
from registry.checks import check
from registry.domain.concession import Concession
from registry.domain.terms import NODE_OF
from registry.domain.values import TextRef
from registry.house import House, open_house
from registry.queries.documents import document
from registry.store.backup import backups_in
from registry.store.erasure import RedactedList
from registry.texts import reference
from registry.vault import MasterKey
from tests.conftest import KEY, Database, Projections
from tests.registry.store.test_erasure import is_on_disk
from tests.story import Story, tell
from web import wsgi

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


def test_every_copy_of_a_text_goes_with_it_and_is_on_the_list_first(
    house: House, story: Story, retention: psycopg.Connection, listed: RedactedList
) -> None:
    """An amendment keeps each reason again under a reference of its own."""
    copy, other = house.registrar.texts.keep(REASON), house.registrar.texts.keep("Beholdes.")
    gone = redaction.redact(retention, listed, [why(house, story)])
    assert gone.texts == 2
    assert redaction.find(retention, "tre måneders") == []
    assert set(listed.refs()) == {why(house, story), copy}
    assert redaction.find(retention, "Beholdes") == [(other, "Beholdes.")]


def test_what_a_steward_takes_away_goes_everywhere_and_is_on_the_list_that_restores_follow(
    fresh: Database, retention: psycopg.Connection, listed: RedactedList
) -> None:
    with closing(open_house(fresh.url(), KEY, listed)) as house:
        texts, mine, draft = house.registrar.texts, uuid4(), uuid4()
        refs = [texts.keep("Om en bestemt person.") for _ in range(2)]
        drafts.save(house.pool, mine, "template", draft, 0, {"why": "Om en bestemt person."})
        texts.forget(refs[0])
        kept = drafts.load(house.pool, mine, draft)
    assert redaction.find(retention, "bestemt person") == []
    assert set(listed.refs()) == set(refs)
    assert kept is not None
    assert kept.body == {"why": ""}


def test_the_website_knows_where_the_list_is(
    fresh: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Opened(Exception):
        pass

    def opens(_url: str, _key: MasterKey, its: RedactedList) -> House:
        raise Opened(its.file)

    monkeypatch.setattr(wsgi, "open_house", opens)
    monkeypatch.setattr(wsgi, "check_environment", lambda: None)
    key = tmp_path / "key"
    MasterKey.from_file(key, create=True)
    backups = tmp_path / "backups"
    for name, value in {
        **dict.fromkeys(wsgi.OIDC, "x"),
        "DATABASE_URL": fresh.url(),
        "FRITTVALG_KEY_FILE": str(key),
        "FRITTVALG_BACKUPS": str(backups),
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Opened) as found:
        wsgi.application()
    assert found.value.args == (backups_in(backups).redacted.file,)


def test_a_draft_of_what_was_sent_and_redacted_later_does_not_come_back(
    house: House, fresh: Database, listed: RedactedList
) -> None:
    """The restored database has the draft, and has never heard of the text that was made of it."""
    early, late = uuid4(), uuid4()
    for draft in (early, late):
        drafts.save(house.pool, draft, "concession", draft, 0, {"why": "En halv setning om"})
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        assert redaction.forget_again(owner, listed) == 0
        listed.add(house.registrar.texts.keep("Noe annet."))
        assert redaction.forget_again(owner, listed) == 0, "that text is there and was taken away"
        listed.add(reference("En halv setning om en bestemt person.", b"salt"))
        owner.execute(
            "UPDATE vault.drafts SET changed_at = now() + interval '1 day' WHERE draft_id = %s",
            (late,),
        )
        assert redaction.forget_again(owner, listed) == 1
    assert drafts.load(house.pool, early, early) is None
    assert drafts.load(house.pool, late, late) is not None, "it was begun in the life after"


def test_a_reference_to_nothing_is_not_listed(
    retention: psycopg.Connection, listed: RedactedList
) -> None:
    """Else every restore from then on would take it for something that was typed later."""
    redaction.redact(retention, listed, [reference("Aldri skrevet.", b"salt")])
    assert listed.refs() == []
