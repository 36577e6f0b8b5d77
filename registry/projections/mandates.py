"""Read model: which organisation carries out which duty for which municipality, from when to when."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.municipality import Municipality
from registry.projections.model import FOREVER, ReadModel, Statement

model = ReadModel("mandates", "registry", "mandates")


@model.on(Municipality.MandateGranted)
def mandate_granted(event: Municipality.MandateGranted) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO mandates VALUES (%(id)s, %(duty)s, %(organisation)s, %(keeps)s, %(day)s,"
            " %(end)s) ON CONFLICT (municipality, duty, organisation, valid_from)"
            " DO UPDATE SET keeps = excluded.keeps, valid_to = excluded.valid_to",
            {
                "id": event.originator_id,
                "duty": event.duty.value,
                "organisation": event.organisation,
                "keeps": event.keeps,
                "day": event.valid_from,
                "end": event.valid_to or FOREVER,
            },
        )
    ]


@model.on(Municipality.MandateWithdrawn)
def mandate_withdrawn(event: Municipality.MandateWithdrawn) -> Iterable[Statement]:
    return [
        (
            "UPDATE mandates SET valid_to = %(day)s WHERE municipality = %(id)s"
            " AND duty = %(duty)s AND organisation = %(organisation)s AND valid_to > %(day)s",
            {
                "id": event.originator_id,
                "duty": event.duty.value,
                "organisation": event.organisation,
                "day": event.valid_to,
            },
        )
    ]
