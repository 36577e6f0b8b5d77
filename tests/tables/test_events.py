"""Rules for all events at once: a new event that breaks one fails here."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, NewType, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from eventsourcing.persistence import (
    DatetimeAsISO,
    DecimalAsStr,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    UUIDAsHex,
)

from registry.domain import values
from registry.domain.admission import Admission
from registry.domain.case import Case
from registry.domain.complaints import Complaints
from registry.domain.concession import Concession
from registry.domain.hearing import Hearing
from registry.domain.municipality import Municipality
from registry.domain.organisation import Organisation
from registry.domain.places import Places
from registry.domain.question import Question
from registry.domain.recorded import Recorded
from registry.domain.supplier import Supplier
from registry.domain.template import Template
from registry.domain.totals import Totals
from registry.domain.yearly import YearlyFigures
from registry.store.transcoding import VALUE_OBJECTS, register

SAMPLES = Path(__file__).parents[1] / "samples" / "events"
AGGREGATES = [
    Template,
    Hearing,
    Municipality,
    Supplier,
    Concession,
    Admission,
    Question,
    Organisation,
    Case,
    Places,
    Totals,
    Complaints,
    YearlyFigures,
]
BASE = {
    "originator_id",
    "originator_version",
    "originator_id_type",
    "timestamp",
    "originator_topic",
    "TOPIC",
}
PLAIN = {UUID, int, bool, date}
NAMED = {found for found in vars(values).values() if isinstance(found, NewType)}
IRREGULAR = {"sent", "given", "written", "taken", "chosen", "told", "left", "withdrawn", "set"}
PERSONAL = re.compile(r"name|birth|address|phone|mail|person|diagnos|ssn|pid|comment|note|message")


def event_classes() -> list[type]:
    return [
        found
        for aggregate in AGGREGATES
        for found in vars(aggregate).values()
        if isinstance(found, type)
        and issubclass(found, Recorded.Event)
        and found.__name__ != "Event"
    ]


def topic_of(sample: str) -> str:
    """The topic of a kept sample; `@1` marks the first form of an event that has changed since."""
    return sample.partition("@")[0]


def transcoder() -> JSONTranscoder:
    its = JSONTranscoder()
    for standard in (UUIDAsHex(), DecimalAsStr(), DatetimeAsISO()):
        its.register(standard)
    register(its)
    return its


def is_allowed(kind: Any) -> bool:
    """Ids, enumerations, whole numbers, dates, yes or no, references to texts and official text."""
    if kind in PLAIN or kind in NAMED or kind is type(None):
        return True
    if isinstance(kind, type) and issubclass(kind, Enum):
        return True
    if kind in VALUE_OBJECTS:
        return all(is_allowed(inner) for inner in get_type_hints(kind).values())
    if get_origin(kind) is tuple or get_origin(kind) is dict:
        return False
    return bool(get_args(kind)) and all(is_allowed(inner) for inner in get_args(kind))


@pytest.mark.parametrize("event", event_classes(), ids=lambda e: e.TOPIC)
def test_events_hold_only_types_that_cannot_carry_typed_text(event: type) -> None:
    fields = {k: v for k, v in get_type_hints(event).items() if k not in BASE}
    assert {name: kind for name, kind in fields.items() if not is_allowed(kind)} == {}


@pytest.mark.parametrize("event", event_classes(), ids=lambda e: e.TOPIC)
def test_no_event_has_a_field_for_personal_data(event: type) -> None:
    hints = get_type_hints(event)
    suspicious = {
        name
        for name, kind in hints.items()
        if PERSONAL.search(name) and "TextRef" not in str(kind) and name != "on_behalf_of"
    }
    assert suspicious == set()


@pytest.mark.parametrize("event", event_classes(), ids=lambda e: e.TOPIC)
def test_topics_are_the_aggregate_and_something_that_has_happened(event: type) -> None:
    aggregate, _, happened = event.TOPIC.partition(".")
    assert re.fullmatch(r"[a-z_]+", aggregate)
    assert re.fullmatch(r"[a-z_]+", happened)
    assert any(word.endswith("ed") or word in IRREGULAR for word in happened.split("_"))


def test_no_two_events_share_a_topic() -> None:
    topics = [event.TOPIC for event in event_classes()]
    assert len(topics) == len(set(topics))


def test_every_topic_has_a_kept_sample_and_every_sample_a_topic() -> None:
    kept = {path.stem for path in SAMPLES.glob("*.json")}
    current = {name for name in kept if "@" not in name}
    assert current == {event.TOPIC for event in event_classes()}
    assert {topic_of(name) for name in kept} == current


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda p: p.stem)
def test_old_events_can_still_be_read(path: Path) -> None:
    """The sample is what was once stored; it must come back with every field, and unchanged.

    One that was written in an earlier form, such as `concession.published@1`, comes back whole.
    """
    sample = json.loads(path.read_text())
    state = json.dumps(sample["state"], ensure_ascii=False, separators=(",", ":")).encode()
    mapper: Mapper[UUID] = Mapper(transcoder())
    event: Any = mapper.to_domain_event(
        StoredEvent(UUID(sample["id"]), sample["version"], topic_of(path.stem), state)
    )
    assert set(get_type_hints(type(event))) - BASE <= set(vars(event))
    assert isinstance(event.timestamp, datetime)
    for name, kind in get_type_hints(type(event)).items():
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            assert isinstance(getattr(event, name), kind)
    if "@" not in path.stem:
        assert json.loads(mapper.to_stored_event(event).state) == sample["state"]


def test_a_tuple_or_a_number_as_key_is_not_allowed_in_an_event() -> None:
    assert not is_allowed(tuple[int, ...])
    assert not is_allowed(dict[int, str])
    assert not is_allowed(str)
