"""Whatever happens in a whole nation: a mail says fixed words and official names, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.utils import get_topic

from registry.house import House, open_house
from registry.mail import words
from registry.mail.letter import Stationery, message
from registry.mail.mailboxes import Mailbox
from registry.mail.occasions import LOG_OF, OCCASIONS, Occasion, occasions_of
from registry.mail.scene import Scene, scene_of
from registry.mail.writing import Writer
from registry.reference.municipalities import places
from registry.store.reading import of_stream
from registry.vault import MasterKey
from registry.words import pick
from tests.conftest import LoadedNation, cloned
from tests.mail_sink import html_of, words_of

pytestmark = pytest.mark.slow
PAPER = Stationery("https://frittvalg.example", "varsler@frittvalg.example", True)
EACH = 5
ADDRESS = re.compile(r"https://frittvalg\.example[\w./?=&#-]*")
FRAME = [words.MADE_UP, words.FROM, words.CHANGE, words.STOP]


@pytest.fixture(scope="module")
def nation(loaded: LoadedNation) -> Iterator[House]:
    with cloned(loaded.database.server, loaded.database.name) as database:
        house = open_house(database.url(), MasterKey.from_file(loaded.key_file))
        yield house
        house.close()


def happened(house: House, occasion: Occasion) -> list[Any]:
    """Some events of the nation that the occasion is about."""
    topic = get_topic(occasion.event)
    log = {"registry": house.registry, "case": house.cases}[
        LOG_OF.get(topic.partition(".")[0], "registry")
    ]
    with house.pool.connection() as connection:
        rows = connection.execute(
            f"SELECT originator_id, notification_id FROM log.{log.name}_events WHERE topic = %s"  # type: ignore[arg-type]
            " ORDER BY notification_id DESC LIMIT 40",
            (topic,),
        ).fetchall()
        return [of_stream(connection, log, stream, at, at)[0].event for stream, at in rows]


def scenes(house: House, occasion: Occasion) -> list[Scene]:
    found = [scene_of(house.pool, event) for event in happened(house, occasion)]
    return [scene for scene in found if occasion in occasions_of(scene)][:EACH]


def official(house: House) -> dict[str, str]:
    """What may stand in each place of the words, as patterns."""
    with house.pool.connection() as connection:
        rows = connection.execute(
            "SELECT DISTINCT t.body FROM read.suppliers s JOIN vault.texts t ON t.ref = s.name_ref"
        ).fetchall()
    towns = "|".join(re.escape(each.short_name) for each in places().values())
    firms = "|".join(re.escape(row[0]) for row in rows)
    return {"place": towns, "member": towns, "supplier": firms, "version": r"\d+"}


def typed(house: House) -> list[str]:
    """Everything that anybody has typed, but for the names of suppliers and organisations."""
    with house.pool.connection() as connection:
        rows = connection.execute(
            "SELECT body FROM vault.texts t WHERE length(body) > 5"
            " AND NOT EXISTS (SELECT FROM read.suppliers WHERE name_ref = t.ref)"
            " AND NOT EXISTS (SELECT FROM read.organisations WHERE name_ref = t.ref)"
        ).fetchall()
    return [row[0] for row in rows]


def test_a_mail_holds_fixed_words_and_official_names_only(nation: House) -> None:
    writer = Writer(nation.pool, {}, nation.mailboxes, PAPER)
    names, texts, tried = official(nation), typed(nation), set[str]()
    assert len(texts) > 100
    for occasion in OCCASIONS:
        for scene in scenes(nation, occasion):
            for language in ("nb", "nn", "en"):
                mail = _mail(writer, occasion, scene, language)
                _must_be_plain(mail, occasion, names, language)
                said = f"{mail['Subject']} {words_of(mail)} {html_of(mail)}"
                assert not [text for text in texts if text in said], occasion.name
            tried.add(occasion.name)
    assert len(tried) > 15, tried
    assert "places.taken supplier" in tried


def _mail(writer: Writer, occasion: Occasion, scene: Scene, language: str) -> Any:
    box = Mailbox(uuid4(), "a@example.test", language, "at_once", "at_once", "at_once", False)
    letter = writer.letter_about(box, uuid4(), occasion, scene)
    return message(letter, box.address, PAPER, datetime.now(UTC))


def _must_be_plain(mail: Any, occasion: Occasion, names: dict[str, str], language: str) -> None:
    pattern = re.escape(pick(occasion.words, language))
    for name, allowed in names.items():
        pattern = pattern.replace(re.escape(f"{{{name}}}"), f"(?:{allowed})")
    subject = mail["Subject"]
    assert re.fullmatch(pattern, subject), subject
    left = ADDRESS.sub("", words_of(mail))
    for known in [subject, *(pick(each, language) for each in FRAME)]:
        assert known in left, (known, left)
        left = left.replace(known, "", 1)
    assert re.fullmatch(r"[\s:-]*", left), left


def test_a_mail_about_an_assignment_does_not_say_where(nation: House) -> None:
    writer = Writer(nation.pool, {}, nation.mailboxes, PAPER)
    (occasion,) = [each for each in OCCASIONS if each.name.startswith("places.")]
    mails = [_mail(writer, occasion, scene, "nb") for scene in scenes(nation, occasion)]
    # The same to the letter, but for the link that stops it all.
    bodies = {re.sub(r"kode=[\w-]+", "", words_of(mail)) for mail in mails}
    assert len(mails) == EACH
    assert len(bodies) == 1
