"""The forms of people and roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError

from registry.domain.roles import ROLES, OrganisationKind, Role
from web.fields import Choices, Form, Id, OneOf, Text
from web.languages import gettext as _
from web.workplace_fields import Day, MaybeDay


class PeriodForm(Form):
    """From a day until a last day, or without an end."""

    from_day = Day()
    last_day = MaybeDay()


class HolderForm(Form):
    """A person of the organisation and one of the roles there are."""

    user = Id()
    role = OneOf(Role)


class InvitationForm(Form):
    invitation = Id()


class CodeForm(Form):
    kode = Text(most=40)


class NewcomerForm(CodeForm):
    """Not every provider tells what somebody is called, and her colleagues will want to know."""

    navn = Text(most=100)


class SomeRoles(Choices):
    """At least one of the roles there are in an organisation of a kind."""

    def __init__(self, kind: OrganisationKind) -> None:
        super().__init__([role.value for role in ROLES[kind]])

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Role]:
        chosen = super()._deserialize(value, attr, data, **kwargs)
        if not chosen:
            raise ValidationError(_("Kryss av for minst én rolle."))
        return [Role(each) for each in chosen]


def role_form(kind: OrganisationKind) -> Schema:
    """Giving somebody a role."""
    roles = OneOf([role.value for role in ROLES[kind]])
    return PeriodForm.from_dict({"user": Id(), "role": roles})()


def invite_form(kind: OrganisationKind) -> Schema:
    """Inviting somebody to some roles."""
    return PeriodForm.from_dict({"roles": SomeRoles(kind)})()


def period(values: dict[str, Any]) -> tuple[date, date | None]:
    """The first day, and the first day after the last one that was typed."""
    last: date | None = values["last_day"]
    return values["from_day"], last + timedelta(days=1) if last else None
