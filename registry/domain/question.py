"""Question: what one supplier asks about a clause of a concession, or about the whole of it.

Who asks is known to the registry and to nobody who answers. The answer is for everybody, and nothing
of the question is public before it is there: its own words may tell who asks.
"""

from __future__ import annotations

from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded
from registry.domain.values import Act, NodeId, TextRef


class OwnQuestion(RuleBroken):
    """Who asked neither answers nor says that it is the same as another."""

    code = "own-question"


class AlreadyAnswered(RuleBroken):
    """An answer stands. It can be corrected, and that is said."""

    code = "already-answered"


class NothingToCorrect(RuleBroken):
    """There is no answer yet."""

    code = "nothing-to-correct"


class QuestionWithdrawn(RuleBroken):
    """Who asked has taken it back."""

    code = "question-withdrawn"


class NotTheSame(RuleBroken):
    """The other is no earlier or answered question about the same concession that stands by itself."""

    code = "not-the-same-question"


class Question(Recorded):
    TOPIC = "question"

    class Created(Recorded.Created):
        """`node` is None for a question about the whole."""

        TOPIC = "question.asked"
        concession: UUID
        supplier: UUID
        node: NodeId | None
        text: TextRef

    class Answered(Recorded.Event):
        """`amends`: the terms are to say something else, and an amendment follows."""

        TOPIC = "question.answered"
        text: TextRef
        amends: bool
        corrects: bool

    class Joined(Recorded.Event):
        """The answer of the other is the answer of this one too."""

        TOPIC = "question.joined"
        other: UUID

    class Withdrawn(Recorded.Event):
        TOPIC = "question.withdrawn"

    @classmethod
    def ask(
        cls,
        act: Act,
        question: UUID,
        concession: UUID,
        supplier: UUID,
        node: NodeId | None,
        text: TextRef,
    ) -> Question:
        """A supplier asks. The concession has said that there is time, and that it has the node."""
        return cls._begin(
            cls.Created,
            act,
            question,
            concession=concession,
            supplier=supplier,
            node=node,
            text=text,
        )

    def answer(self, act: Act, text: TextRef, *, amends: bool) -> None:
        """Answer it for everybody, once."""
        self._must_be_anothers(act)
        if self.is_answered:
            raise AlreadyAnswered
        self._record(self.Answered, act, text=text, amends=amends, corrects=False)

    def correct(self, act: Act, text: TextRef, *, amends: bool) -> None:
        """Answer it anew, with a mark that says so."""
        self._must_be_anothers(act)
        if not self.is_answered:
            raise NothingToCorrect
        self._record(self.Answered, act, text=text, amends=amends, corrects=True)

    def join(self, act: Act, other: Question) -> None:
        """Say that another asks the same. The other stands by itself, and is answered or was asked
        first: then no two can be said to be the same as each other, whoever says so at once."""
        self._must_be_anothers(act)
        if self.is_answered:
            raise AlreadyAnswered
        if other.is_withdrawn or other.joined_to or other.concession != self.concession:
            raise NotTheSame
        asked_first = (other.created_on, other.id) < (self.created_on, self.id)
        if not (other.is_answered or asked_first):
            raise NotTheSame
        self._record(self.Joined, act, other=other.id)

    def withdraw(self, act: Act, other: Question | None) -> None:
        """Take it back while nobody has answered it. `other` is the one it was joined to."""
        if self.is_withdrawn:
            raise QuestionWithdrawn
        if self.is_answered or (other is not None and other.is_answered):
            raise AlreadyAnswered
        self._record(self.Withdrawn, act)

    def _must_be_anothers(self, act: Act) -> None:
        if act.by == self.asked_by:
            raise OwnQuestion
        if self.is_withdrawn:
            raise QuestionWithdrawn

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, concession: UUID, supplier: UUID, by: UUID) -> None:
        self.concession = concession
        self.supplier = supplier
        self.asked_by = by
        self.joined_to: UUID | None = None
        self.is_answered = False
        self.is_withdrawn = False

    @event(Answered)
    def _answered(self) -> None:
        self.is_answered = True

    @event(Joined)
    def _joined(self, other: UUID) -> None:
        self.joined_to = other

    @event(Withdrawn)
    def _withdrawn(self) -> None:
        self.is_withdrawn = True
