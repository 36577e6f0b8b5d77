"""What a concession says no to, each with a code that its words are found by."""

from __future__ import annotations

from datetime import date

from registry.domain.errors import RuleBroken


class NotWaitingForApproval(RuleBroken):
    code = "not-waiting-for-approval"


class OwnConcession(RuleBroken):
    """Nobody approves their own work."""

    code = "own-work"


class NotPublished(RuleBroken):
    code = "concession-not-published"


class ConcessionEnded(RuleBroken):
    code = "concession-ended"


class CapReached(RuleBroken):
    """The concession has as many suppliers as its cap allows."""

    code = "cap-reached"


class CouncilNotHeard(RuleBroken):
    """The council for persons with disabilities is heard before, on a day that has been."""

    code = "council-not-heard"


class AmendmentUnderWay(RuleBroken):
    code = "amendment-under-way"


class NoAmendment(RuleBroken):
    code = "no-amendment"


class AmendmentReplaced(RuleBroken):
    """Another amendment than the one that was read waits now."""

    code = "amendment-replaced"


class NothingAmended(RuleBroken):
    """The amendment says the same as what holds."""

    code = "nothing-amended"


class AmendedTooSoon(RuleBroken):
    """An amendment is made known some days before it holds. `earliest` is the first day it may."""

    code = "amended-too-soon"

    def __init__(self, earliest: date) -> None:
        super().__init__(earliest)
        self.earliest = earliest


class DeadlineMissing(RuleBroken):
    """A material amendment gives suppliers a new deadline, before it holds and after today."""

    code = "deadline-missing"


class NotInvited(RuleBroken):
    """Only a municipality that the draft names, and that has not joined yet, may join."""

    code = "not-invited"


class MembersMissing(RuleBroken):
    """Every municipality in a joint concession says yes itself before it is published, and before
    what weighs much in it is amended."""

    code = "members-missing"


class NoProlongationLeft(RuleBroken):
    """It has been prolonged as often as it says it can be, or has no end."""

    code = "no-prolongation-left"


class ProlongedTooLate(RuleBroken):
    """Suppliers know in good time before it would have ended."""

    code = "prolonged-too-late"


class ProlongationOutdated(RuleBroken):
    """The document has changed, and speaks of another day than the one that was put forward."""

    code = "prolongation-outdated"


class ProposalUnderWay(RuleBroken):
    """Only one ending or prolongation waits at a time."""

    code = "proposal-under-way"


class NoProposal(RuleBroken):
    """What somebody has read does not wait any more, or waits in another form."""

    code = "no-proposal"


class EndingReasonMissing(RuleBroken):
    """What ends before its time says why."""

    code = "ending-reason-missing"


class NotFromTemplate(RuleBroken):
    """What was stated and not written from the template has no document to change or announce."""

    code = "not-from-template"


class NotOpenHere(RuleBroken):
    """What was stated lets suppliers in as it did before, and not through the registry."""

    code = "not-open-here"


class StartHasPassed(RuleBroken):
    """It is published at the latest on the day from which it holds."""

    code = "start-has-passed"


class NotAnnounced(RuleBroken):
    """Nobody applies before the notice that the concession asks for stands there."""

    code = "not-announced"


class AlreadyOver(RuleBroken):
    """What is stated as running ended before today."""

    code = "already-over"


class RoundClosed(RuleBroken):
    """The time to apply is over, or has not come again."""

    code = "round-closed"


class QuestionsClosed(RuleBroken):
    """The time to ask is over, or has not come again."""

    code = "questions-closed"


class UnknownService(RuleBroken):
    """No such kind of service is in the registry."""

    code = "unknown-service"


class NothingOffered(RuleBroken):
    """No material amendment of this number waits for suppliers' answers: it holds, or never was."""

    code = "nothing-offered"


class DayNotCome(RuleBroken):
    """Something is said to have happened on a day that has not come."""

    code = "day-not-come"
