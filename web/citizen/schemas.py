"""What a person with a code may send in."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from registry.vault import tidied
from web.fields import Form
from web.languages import gettext as _


class Code(fields.Field[str]):
    """A code as it was meant. A wrong one and one of the wrong shape get the same answer later."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValidationError(_("Skriv koden som står i brevet."))
        return tidied(value[:60])


class CodeForm(Form):
    kode = Code(required=True)


class ConfirmForm(Form):
    """A button and nothing more."""
