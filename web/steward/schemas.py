"""The forms of the stewards' workplace."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema

from registry.domain.hearing import AsideGround
from registry.domain.node import Lock, Measured, Unit
from registry.domain.recall import RecallGround
from web.fields import Choices, Count, Form, Id, OneOf, Text, Ticked
from web.workplace_fields import Day, MaybeText


class MaybeDay(Day):
    """A day that may be left out."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            return None
        found: date = super()._deserialize(value, attr, data, **kwargs)
        return found


class WordsForm(Form):
    """What a point says, and the law it rests on, a line each."""

    text_nb = Text(most=3000, lines=True)
    text_nn = Text(most=3000, lines=True)
    plain_nb = Text(most=400)
    plain_nn = Text(most=400)
    plain_en = Text(most=400)
    law = MaybeText(most=1000, lines=True)
    law_checked = MaybeDay()


class NodeForm(WordsForm):
    """One point: its words, its law, and how it counts. Its own value is read by its unit."""

    version = Count(most=999_999)
    title_nb = Text(most=120)
    title_nn = Text(most=120)
    title_en = Text(most=120)
    weight = Count(least=1, most=5)
    measured = OneOf(Measured)
    measured_months = Count(most=120)
    minutes = Count(most=999)
    documents = Count(most=99)


class NewNodeForm(Form):
    """A point that is to come: where it stands, and what kind of value it holds."""

    chapter = Count(least=1, most=99)
    name = Text(most=40)
    title_nb = Text(most=120)
    title_nn = Text(most=120)
    title_en = Text(most=120)
    lock = OneOf(Lock)
    unit = OneOf(Unit)
    options = MaybeText(most=3000, lines=True)
    many = Ticked()
    required = Ticked()


class HearingForm(Form):
    closes_on = Day()


class ProposeForm(Form):
    effective_from = Day()


class WithdrawForm(Form):
    reason = Text(most=1000, lines=True)


class RemarkForm(Form):
    remark = Id()


class AsideForm(RemarkForm):
    ground = OneOf(AsideGround)


class AnswerForm(RemarkForm):
    answer = Text(most=2000, lines=True)


class LawForm(Form):
    """The points whose law was looked up on a day."""

    law_checked = Day()
    node = Choices([])


class AgreeForm(Form):
    recall = Id()


class WithdrawRecallForm(AgreeForm):
    reason = Text(most=1000, lines=True)


class RecallForm(WordsForm):
    ground = OneOf(RecallGround)
    effective_from = Day()


def recall_form(versions: list[int]) -> Schema:
    """The form of a recall of a point that stands in these versions."""
    return RecallForm.from_dict({"versions": Choices([str(each) for each in versions])})()


def law_form(nodes: list[str]) -> Schema:
    """The form of a look-up of the law of these points."""
    return LawForm.from_dict({"node": Choices(nodes)})()
