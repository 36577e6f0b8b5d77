"""Removing a case: its place is given back, its municipality counts it, and its stream is deleted."""

from __future__ import annotations

from uuid import UUID, uuid5

import psycopg

from registry.application.cases import give_place_back
from registry.application.desk import SYSTEM, Command, Registrar
from registry.domain.case import Case
from registry.domain.recorded import Recorded
from registry.domain.totals import Totals
from registry.domain.values import Act
from registry.store.erasure import ErasedList, erase


def remove_case(registrar: Registrar, case_id: UUID) -> int:
    """Close the case, give its place back and count it; returns the position (0: no such case).

    The command's id follows from the case's, so the second time is no time: the earlier position.
    """

    def decide(act: Act) -> list[Recorded]:
        case = registrar.cases.find(Case, case_id)
        if case is None:
            return []
        totals = registrar.cases.find(Totals, Totals.id_for(case.municipality))
        totals = totals or Totals.open(act, case.municipality)
        totals.remove_case(act, case_id, had_chosen=case.chosen is not None)
        changed = [case, totals, *give_place_back(registrar, act, case)]
        case.close(act)
        return changed

    return registrar.cases.carry_out(Command(uuid5(case_id, "remove"), SYSTEM), decide)


def erase_case(
    registrar: Registrar, retention: psycopg.Connection, erased: ErasedList, case_id: UUID
) -> int:
    """Write the case on the list, then remove and delete it; returns how many events went.

    Broken off anywhere, doing it again finishes it. Raises NotFound for a case that never was.
    """
    if case_id not in erased.cases():
        registrar.cases.get(Case, case_id)
        erased.add(str(case_id))
    remove_case(registrar, case_id)
    return erase(retention, [case_id])
