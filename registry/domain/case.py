"""Case: one decision holder's right to choose. Case log, payload encrypted per case.

Holds no name, no diagnosis and no hours: only what is needed to choose and to keep the promise.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.deadlines import ChoiceDates
from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded
from registry.domain.values import OSLO, Act, HoursBand, LeadRole, MunicipalityNumber


class SupplierAlreadyChosen(RuleBroken):
    """This supplier is the one that was chosen."""

    code = "supplier-already-chosen"


class RegretIsOver(RuleBroken):
    """The days to regret have passed; from now on it is a switch."""

    code = "regret-is-over"


class NothingChosen(RuleBroken):
    code = "nothing-chosen"


class CaseClosed(RuleBroken):
    """The case is over, and will be removed."""

    code = "case-closed"


class Case(Recorded):
    TOPIC = "case"
    REMEMBERED = False

    class Created(Recorded.Created):
        TOPIC = "case.opened"
        class_version = 2
        municipality: MunicipalityNumber
        concession: UUID
        hours: HoursBand
        lead: LeadRole
        choose_by: date
        district: UUID | None
        """The district that made the decision, where a municipality has given them that."""

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first cases were opened by municipalities themselves."""
            state["district"] = None

    class SupplierChosen(Recorded.Event):
        TOPIC = "case.supplier_chosen"
        admission: UUID
        place: UUID
        dates: ChoiceDates

    class ChoiceRegretted(Recorded.Event):
        TOPIC = "case.choice_regretted"

    class Closed(Recorded.Event):
        TOPIC = "case.closed"

    @classmethod
    def open(
        cls,
        act: Act,
        case_id: UUID,
        municipality: MunicipalityNumber,
        concession: UUID,
        hours: HoursBand,
        lead: LeadRole,
        choose_by: date,
        district: UUID | None = None,
    ) -> Case:
        """Somebody has a decision on BPA and may choose."""
        return cls._begin(
            cls.Created,
            act,
            case_id,
            municipality=municipality,
            concession=concession,
            hours=hours,
            lead=lead,
            choose_by=choose_by,
            district=district,
        )

    def choose(self, act: Act, admission: UUID, place: UUID, dates: ChoiceDates) -> None:
        """Choose a supplier, or another one while the choice can be regretted."""
        self.must_be_open()
        if self.chosen == admission:
            raise SupplierAlreadyChosen
        self._must_be_within_regret(act)
        self._record(self.SupplierChosen, act, admission=admission, place=place, dates=dates)

    def regret(self, act: Act) -> None:
        """Take the choice back without making a new one."""
        self.must_be_open()
        if self.chosen is None:
            raise NothingChosen
        self._must_be_within_regret(act)
        self._record(self.ChoiceRegretted, act)

    def close(self, act: Act) -> None:
        """The case is over: nothing more is chosen in it. Its place is given back by whoever closes."""
        self.must_be_open()
        self._record(self.Closed, act)

    @property
    def opened_on(self) -> date:
        """The day its letter was sent: the terms of that day are the person's."""
        return self.created_on.astimezone(OSLO).date()

    def must_be_open(self) -> None:
        if self.is_closed:
            raise CaseClosed

    def _must_be_within_regret(self, act: Act) -> None:
        if self.dates and act.day > self.dates.regret_until:
            raise RegretIsOver

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, municipality: MunicipalityNumber, concession: UUID, choose_by: date) -> None:
        self.municipality = municipality
        self.concession = concession
        self.choose_by = choose_by
        self.is_closed = False
        self.chosen: UUID | None = None
        self.place: UUID | None = None
        self.dates: ChoiceDates | None = None

    @event(SupplierChosen)
    def _supplier_chosen(self, admission: UUID, place: UUID, dates: ChoiceDates) -> None:
        self.chosen = admission
        self.place = place
        self.dates = dates

    @event(ChoiceRegretted)
    def _choice_regretted(self) -> None:
        self.chosen = self.place = self.dates = None

    @event(Closed)
    def _closed(self) -> None:
        self.is_closed = True
        self.chosen = self.place = self.dates = None
