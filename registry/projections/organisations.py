"""Read model: who may carry out which function for which organisation, and who is invited to."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.organisation import Organisation
from registry.projections.model import FOREVER, ReadModel, Statement, day_of

model = ReadModel("organisations", "registry", "organisations", "functions", "invitations")


@model.on(Organisation.Created)
def organisation_opened(event: Organisation.Created) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO organisations (id, kind, municipality, number, counties)"
            " VALUES (%(id)s, %(kind)s, %(municipality)s, %(number)s, %(counties)s)",
            {
                "id": event.originator_id,
                "kind": event.kind.value,
                "municipality": event.municipality,
                "number": event.number,
                "counties": event.counties,
            },
        )
    ]


@model.on(Organisation.Named)
def named(event: Organisation.Named) -> Iterable[Statement]:
    return [
        (
            "UPDATE organisations SET name_ref = %(name)s WHERE id = %(id)s",
            {"id": event.originator_id, "name": event.name},
        )
    ]


@model.on(Organisation.FunctionGranted)
def function_granted(event: Organisation.FunctionGranted) -> Iterable[Statement]:
    """A row for each beginning; what lies within the new one says nothing more."""
    its = {
        "id": event.originator_id,
        "user": event.user,
        "function": event.function.value,
        "day": event.valid_from,
        "end": event.valid_to or FOREVER,
    }
    return [
        (
            "DELETE FROM functions WHERE organisation = %(id)s AND user_id = %(user)s"
            " AND function = %(function)s AND valid_from > %(day)s AND valid_to <= %(end)s",
            its,
        ),
        (
            "INSERT INTO functions VALUES (%(id)s, %(user)s, %(function)s, %(day)s, %(end)s)"
            " ON CONFLICT (organisation, user_id, function, valid_from)"
            " DO UPDATE SET valid_to = excluded.valid_to",
            its,
        ),
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


@model.on(Organisation.Invited)
def invited(event: Organisation.Invited) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO invitations VALUES (%(id)s, %(organisation)s, %(functions)s, %(day)s,"
            " %(end)s, %(invited_on)s, %(expires_on)s)",
            {
                "id": event.invitation,
                "organisation": event.originator_id,
                "functions": [function.value for function in event.functions],
                "day": event.valid_from,
                "end": event.valid_to or FOREVER,
                "invited_on": day_of(event),
                "expires_on": event.expires_on,
            },
        )
    ]


@model.on(Organisation.InvitationTaken, Organisation.InvitationWithdrawn)
def invitation_over(
    event: Organisation.InvitationTaken | Organisation.InvitationWithdrawn,
) -> Iterable[Statement]:
    return [("DELETE FROM invitations WHERE id = %(id)s", {"id": event.invitation})]
