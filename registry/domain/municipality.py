"""Municipality: what it states about itself where no concession says it."""

from __future__ import annotations

from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
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

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, number: MunicipalityNumber, language: Language) -> None:
        self.number = number
        self.language = language
        self.stated: ChoiceKind = ChoiceKind.UNKNOWN

    @event(ChoiceStated)
    def _choice_stated(self, kind: ChoiceKind) -> None:
        self.stated = kind
