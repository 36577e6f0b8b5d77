"""Read model: how many complaints ended in which way, as it was counted on any day. Case log."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.complaints import Complaints
from registry.projections.model import FOREVER, ReadModel, Statement, day_of

model = ReadModel("complaints", "case", "complaint_quarters", "complaint_counts")


@model.on(Complaints.Created)
def opened(event: Complaints.Created) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO complaint_quarters"
            " VALUES (%(id)s, %(municipality)s, %(year)s, %(quarter)s)",
            {
                "id": event.originator_id,
                "municipality": event.municipality,
                "year": event.year,
                "quarter": event.quarter,
            },
        )
    ]


@model.on(Complaints.Counted)
def counted(event: Complaints.Counted) -> Iterable[Statement]:
    values = {
        "id": event.originator_id,
        "outcome": event.outcome.value,
        "number": event.number,
        "day": day_of(event),
        "forever": FOREVER,
    }
    return [
        (
            "UPDATE complaint_counts SET valid_to = %(day)s WHERE quarter = %(id)s"
            " AND outcome = %(outcome)s AND valid_to = %(forever)s AND valid_from < %(day)s",
            values,
        ),
        (
            "INSERT INTO complaint_counts"
            " VALUES (%(id)s, %(outcome)s, %(number)s, %(day)s, %(forever)s)"
            " ON CONFLICT (quarter, outcome, valid_from) DO UPDATE SET number = excluded.number",
            values,
        ),
    ]
