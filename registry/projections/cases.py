"""Read model: cases, for the person with the code, her municipality and the supplier she chose."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg.types.json import Jsonb

from registry.domain.case import Case
from registry.domain.totals import Totals
from registry.plain import plain
from registry.projections.model import ReadModel, Statement

model = ReadModel("cases", "case", "cases")


@model.on(Case.Created)
def case_opened(event: Case.Created) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO cases (id, municipality, concession, hours, lead, choose_by, opened_at,"
            " district) VALUES (%(id)s, %(municipality)s, %(concession)s, %(hours)s, %(lead)s,"
            " %(choose_by)s, %(at)s, %(district)s)",
            {
                "id": event.originator_id,
                "municipality": event.municipality,
                "concession": event.concession,
                "hours": event.hours.value,
                "lead": event.lead.value,
                "choose_by": event.choose_by,
                "at": event.timestamp,
                "district": event.district,
            },
        )
    ]


@model.on(Case.SupplierChosen)
def supplier_chosen(event: Case.SupplierChosen) -> Iterable[Statement]:
    return [
        (
            "UPDATE cases SET admission = %(admission)s, place = %(place)s, dates = %(dates)s,"
            " chosen_at = %(at)s WHERE id = %(id)s",
            {
                "id": event.originator_id,
                "admission": event.admission,
                "place": event.place,
                "dates": Jsonb(plain(event.dates)),
                "at": event.timestamp,
            },
        )
    ]


@model.on(Case.ChoiceRegretted)
def choice_regretted(event: Case.ChoiceRegretted) -> Iterable[Statement]:
    return [
        (
            "UPDATE cases SET admission = NULL, place = NULL, dates = NULL, chosen_at = NULL"
            " WHERE id = %(id)s",
            {"id": event.originator_id},
        )
    ]


@model.on(Totals.CaseRemoved)
def case_removed(event: Totals.CaseRemoved) -> Iterable[Statement]:
    removed = {"case": event.case}
    return [
        ("DELETE FROM cases WHERE id = %(case)s", removed),
        ("DELETE FROM parked WHERE stream = %(case)s", removed),
    ]
