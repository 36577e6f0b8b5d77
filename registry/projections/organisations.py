"""Read model: who may carry out which function for which organisation."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.organisation import Organisation
from registry.projections.model import FOREVER, ReadModel, Statement

model = ReadModel("organisations", "registry", "organisations", "functions")


@model.on(Organisation.Created)
def organisation_opened(event: Organisation.Created) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO organisations VALUES (%(id)s, %(kind)s, %(municipality)s, %(number)s)",
            {
                "id": event.originator_id,
                "kind": event.kind.value,
                "municipality": event.municipality,
                "number": event.number,
            },
        )
    ]


@model.on(Organisation.FunctionGranted)
def function_granted(event: Organisation.FunctionGranted) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO functions VALUES (%(id)s, %(user)s, %(function)s, %(day)s, %(forever)s)"
            " ON CONFLICT (organisation, user_id, function, valid_from)"
            " DO UPDATE SET valid_to = excluded.valid_to",
            {
                "id": event.originator_id,
                "user": event.user,
                "function": event.function.value,
                "day": event.valid_from,
                "forever": FOREVER,
            },
        )
    ]


@model.on(Organisation.FunctionWithdrawn)
def function_withdrawn(event: Organisation.FunctionWithdrawn) -> Iterable[Statement]:
    return [
        (
            "UPDATE functions SET valid_to = %(day)s WHERE organisation = %(id)s"
            " AND user_id = %(user)s AND function = %(function)s AND valid_to > %(day)s",
            {
                "id": event.originator_id,
                "user": event.user,
                "function": event.function.value,
                "day": event.valid_to,
            },
        )
    ]
