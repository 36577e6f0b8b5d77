"""Totals: what remains of a municipality's cases when they are removed. Case log."""

from __future__ import annotations

from uuid import UUID

from eventsourcing.domain import event

from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Act, MunicipalityNumber


class Totals(Recorded):
    TOPIC = "totals"

    class Created(Recorded.Created):
        TOPIC = "totals.opened"
        municipality: MunicipalityNumber

    class CaseRemoved(Recorded.Event):
        TOPIC = "totals.case_removed"
        case: UUID
        had_chosen: bool

    @staticmethod
    def id_for(municipality: MunicipalityNumber) -> UUID:
        return natural_id("totals", municipality)

    @classmethod
    def open(cls, act: Act, municipality: MunicipalityNumber) -> Totals:
        """Begin counting for a municipality."""
        return cls._begin(cls.Created, act, cls.id_for(municipality), municipality=municipality)

    def remove_case(self, act: Act, case: UUID, *, had_chosen: bool) -> None:
        """Count a case that is removed. Its id, which then leads nowhere, and the day are kept."""
        self._record(self.CaseRemoved, act, case=case, had_chosen=had_chosen)

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, municipality: MunicipalityNumber) -> None:
        self.municipality = municipality
        self.removed = 0

    @event(CaseRemoved)
    def _case_removed(self) -> None:
        self.removed += 1
