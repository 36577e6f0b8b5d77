"""Municipality: what it states about itself where no concession says it, and who acts for it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
from registry.domain.roles import (
    MAY_CARRY_OUT,
    OWN_UNITS,
    Duty,
    OrganisationKind,
    Period,
    must_lie_ahead,
)
from registry.domain.values import Act, ChoiceKind, Language, MunicipalityNumber, TextRef

STATED = {
    ChoiceKind.OWN_ONLY,
    ChoiceKind.SINGLE_PURCHASE,
    ChoiceKind.OWN_EMPLOYER,
    ChoiceKind.NONE,
}


class ChoiceIsDerived(RuleBroken):
    """Free and limited choice follow from live concessions; nobody states them."""

    code = "choice-is-derived"


class MayNotCarryOut(RuleBroken):
    """Suppliers, the own provision among them, carry out no duty; a district only its own municipality's."""

    code = "may-not-carry-out"


class AlreadyMandated(RuleBroken):
    """The organisation has this duty already, or will get it."""

    code = "already-mandated"


class NotMandated(RuleBroken):
    """The organisation has no such duty to lose."""

    code = "not-mandated"


class Municipality(Recorded):
    TOPIC = "municipality"

    class Created(Recorded.Created):
        TOPIC = "municipality.registered"
        number: MunicipalityNumber
        language: Language

    class ChoiceStated(Recorded.Event):
        TOPIC = "municipality.choice_stated"
        kind: ChoiceKind

    class ContactGiven(Recorded.Event):
        TOPIC = "municipality.contact_given"
        phone: TextRef
        mailbox: TextRef

    class StoryTold(Recorded.Event):
        TOPIC = "municipality.story_told"
        story_nb: TextRef
        story_nn: TextRef
        story_en: TextRef

    class MandateGranted(Recorded.Event):
        TOPIC = "municipality.mandate_granted"
        duty: Duty
        organisation: UUID
        valid_from: date
        valid_to: date | None
        keeps: bool
        """Whether the municipality goes on carrying out the duty itself."""

    class MandateWithdrawn(Recorded.Event):
        TOPIC = "municipality.mandate_withdrawn"
        duty: Duty
        organisation: UUID
        valid_to: date

    @staticmethod
    def id_for(number: MunicipalityNumber) -> UUID:
        return natural_id("municipality", number)

    @classmethod
    def register(cls, act: Act, number: MunicipalityNumber, language: Language) -> Municipality:
        """Take a municipality in; what choice it offers is unknown until it says so."""
        return cls._begin(cls.Created, act, cls.id_for(number), number=number, language=language)

    def state_choice(self, act: Act, kind: ChoiceKind) -> None:
        """Say what there is where no concession is live."""
        if kind not in STATED:
            raise ChoiceIsDerived
        if kind is not self.stated:
            self._record(self.ChoiceStated, act, kind=kind)

    def give_contact(self, act: Act, phone: TextRef, mailbox: TextRef) -> None:
        """Where people reach the municipality: an office's phone and mailbox, never a person's."""
        self._record(self.ContactGiven, act, phone=phone, mailbox=mailbox)

    def tell_story(self, act: Act, nb: TextRef, nn: TextRef, en: TextRef) -> None:
        """A few words about how BPA works here, in three languages."""
        self._record(self.StoryTold, act, story_nb=nb, story_nn=nn, story_en=en)

    def grant_mandate(
        self,
        act: Act,
        duty: Duty,
        organisation: UUID,
        kind: OrganisationKind,
        belongs_to: MunicipalityNumber | None,
        valid_from: date,
        valid_to: date | None,
        *,
        keeps: bool,
    ) -> None:
        """Let another organisation carry out a duty here, until the day before `valid_to`.

        `belongs_to` is the municipality of one that has one. With `keeps` this municipality goes on
        doing it too. Several may hold the same duty. Raises MayNotCarryOut, AlreadyMandated,
        BackDated or EndsBeforeItBegins.
        """
        is_ours = belongs_to == self.number
        if kind not in MAY_CARRY_OUT or is_ours != (kind in OWN_UNITS):
            raise MayNotCarryOut
        must_lie_ahead(act.day, valid_from, valid_to)
        held = self.mandates.get(_key(duty, organisation))
        if held and not held.is_over(act.day):
            raise AlreadyMandated
        self._record(
            self.MandateGranted,
            act,
            duty=duty,
            organisation=organisation,
            valid_from=valid_from,
            valid_to=valid_to,
            keeps=keeps,
        )

    def withdraw_mandate(self, act: Act, duty: Duty, organisation: UUID) -> None:
        """The organisation no longer carries out the duty, from this moment. Raises NotMandated."""
        held = self.mandates.get(_key(duty, organisation))
        if held is None or held.is_over(act.day):
            raise NotMandated
        self._record(
            self.MandateWithdrawn, act, duty=duty, organisation=organisation, valid_to=act.day
        )

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, number: MunicipalityNumber, language: Language) -> None:
        self.number = number
        self.language = language
        self.stated: ChoiceKind = ChoiceKind.UNKNOWN
        self.mandates: dict[str, Period] = {}

    @event(ChoiceStated)
    def _choice_stated(self, kind: ChoiceKind) -> None:
        self.stated = kind

    @event(MandateGranted)
    def _mandate_granted(
        self, duty: Duty, organisation: UUID, valid_from: date, valid_to: date | None
    ) -> None:
        self.mandates[_key(duty, organisation)] = Period(valid_from, valid_to)

    @event(MandateWithdrawn)
    def _mandate_withdrawn(self, duty: Duty, organisation: UUID) -> None:
        self.mandates.pop(_key(duty, organisation), None)


def _key(duty: Duty, organisation: UUID) -> str:
    """A duty and who carries it out, as a snapshot can hold them."""
    return f"{duty.value}/{organisation}"
