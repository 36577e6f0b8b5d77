"""Read model: what suppliers ask about concessions, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.question import Question
from registry.projections.model import ReadModel, Statement, changed, day_of, opened

model = ReadModel("questions", "registry", "questions")


@model.on(Question.Created)
def asked(event: Question.Created) -> Iterable[Statement]:
    return opened(
        "questions",
        event,
        id=event.originator_id,
        concession=event.concession,
        supplier=event.supplier,
        node=event.node,
        text_ref=event.text,
        asked_at=event.timestamp,
    )


@model.on(Question.Answered)
def answered(event: Question.Answered) -> Iterable[Statement]:
    return changed(
        "questions",
        event,
        answer_ref=event.text,
        answered_on=day_of(event),
        amends=event.amends,
        is_corrected=event.corrects,
    )


@model.on(Question.Joined)
def joined(event: Question.Joined) -> Iterable[Statement]:
    return changed("questions", event, joined_to=event.other)


@model.on(Question.Withdrawn)
def withdrawn(event: Question.Withdrawn) -> Iterable[Statement]:
    return changed("questions", event, withdrawn_on=day_of(event))
