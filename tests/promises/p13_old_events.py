"""P13: every kind of event that was ever written can still be read, and none is dropped."""

from __future__ import annotations

import json
from contextlib import nullcontext
from unittest.mock import patch
from uuid import UUID

from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import resolve_topic

from registry.projections import MODELS
from tests.promises.program import Outcome, Promise, Trial
from tests.tables.test_events import SAMPLES, event_classes, topic_of, transcoder


def attempt(trial: Trial) -> Outcome:
    """Read the kept sample of each topic and give it to every read model."""
    samples = sorted(SAMPLES.glob("*.json"))
    missing = {its.TOPIC for its in event_classes()} - {topic_of(path.stem) for path in samples}
    unread = []
    moved = patch("eventsourcing.persistence.resolve_topic", _moved_away)
    with nullcontext() if trial.protected else moved:
        for path in samples:
            try:
                read(topic_of(path.stem), path.read_text())
            except Exception:
                unread.append(path.stem)
    told = f"{len(samples)} kinds of events: {len(unread)} cannot be read, {len(missing)} unkept"
    return Outcome(told, not unread and not missing)


def read(topic: str, sample: str) -> None:
    """As the projector does."""
    kept = json.loads(sample)
    state = json.dumps(kept["state"]).encode()
    stored = StoredEvent(UUID(kept["id"]), kept["version"], topic, state)
    event = Mapper[UUID](transcoder()).to_domain_event(stored)
    for model in MODELS:
        list(model.statements(event))


def _moved_away(topic: str) -> object:
    """An aggregate whose file was moved, when topics were the names of files."""
    if topic.startswith("municipality."):
        raise ModuleNotFoundError(topic)
    return resolve_topic(topic)


P13 = Promise(
    "P13",
    "Every kind of event that was ever written can be read today.",
    attempt,
    without="topics that follow the names of files, and a file moved",
    n=1,
    quick=1,
)
