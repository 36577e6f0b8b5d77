"""What the national template says no to, each with a code that its words are found by."""

from __future__ import annotations

from registry.domain.errors import RuleBroken
from registry.domain.gates import Problem


class NothingChanged(RuleBroken):
    code = "nothing-changed"


class LockedWithoutLaw(RuleBroken):
    """A node is locked only where it cites law in force."""

    code = "locked-without-law"


class VersionUnderWay(RuleBroken):
    code = "version-under-way"


class NoVersionProposed(RuleBroken):
    code = "no-version-proposed"


class NoVersionPublished(RuleBroken):
    """There is no published template to start from yet."""

    code = "no-template"


class OwnProposal(RuleBroken):
    """Nobody approves their own work."""

    code = "own-work"


class NotApproved(RuleBroken):
    """Somebody has to approve a version before another publishes it."""

    code = "not-approved"


class AlreadyApproved(RuleBroken):
    """The first of the two has said yes; what is left is to publish it."""

    code = "already-approved"


class SameApprover(RuleBroken):
    """Whoever approved cannot also be the one who publishes."""

    code = "same-approver"


class HearingTooShort(RuleBroken):
    code = "hearing-too-short"


class NotHeard(RuleBroken):
    """What a node says is changed, and a node goes, only after everybody could say what they think
    of changing it."""

    code = "not-heard"


class HearingOpen(RuleBroken):
    """Nobody decides before the last day has passed."""

    code = "hearing-open"


class WordsMissing(RuleBroken):
    """A node says what it has to say in all three languages."""

    code = "words-missing"


class IdUsedBefore(RuleBroken):
    """The id belonged to a node that was retired, or is none the template can have."""

    code = "id-used-before"


class NotReady(RuleBroken):
    """Something must be mended before publication. `problems` says what."""

    code = "not-ready"

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(found)
        self.problems = found


class NotRecallable(RuleBroken):
    """The node does not stand in the version, its recall is under way, or nothing is mended."""

    code = "not-recallable"


class RecallTooLate(RuleBroken):
    """Nothing is rewritten backwards."""

    code = "recall-too-late"


class NoRecallProposed(RuleBroken):
    code = "no-recall-proposed"
