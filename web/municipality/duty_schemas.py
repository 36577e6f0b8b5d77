"""The forms of who carries out the municipality's duties."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from registry.domain.roles import OWN_UNITS, Duty
from registry.domain.supplier import is_organisation_number
from web.fields import Form, Id, OneOf, Text
from web.languages import gettext as _
from web.people.schemas import PeriodForm


class MandatedForm(Form):
    """One duty in one organisation's hands."""

    duty = OneOf(Duty)
    organisation = Id()


class MandateForm(PeriodForm):
    duty = OneOf(Duty)
    organisation = Id()
    keeps = OneOf(["yes", "no"])


class Number(Text):
    """An organisation number, with or without spaces."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).replace(" ", "")
        if not is_organisation_number(text):
            raise ValidationError(_("Dette er ikke et gyldig organisasjonsnummer."))
        return text


class UnitForm(Form):
    kind = OneOf([kind.value for kind in OWN_UNITS])
    name = Text(most=100)
    number = Number(most=20)
