"""The only field types schemas may use: what they let through, every later step can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, cast
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields
from marshmallow.exceptions import SCHEMA
from werkzeug.datastructures import MultiDict

from web.languages import gettext as _

UNSTORABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
LINE_BREAKS = {"\n", "\r", "\t"}
JOINERS = {"\u200c", "\u200d"}
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")


class Form(Schema):
    """A posted form. Every one carries the id of its command; other hidden words are left alone."""

    class Meta:
        unknown = EXCLUDE

    command_id = fields.UUID(required=True)


def read(schema: Schema, form: MultiDict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values, errors): what a form says, and a message a field where it cannot be understood."""
    data: dict[str, Any] = {
        name: form.getlist(name) if isinstance(field, Choices) else form.get(name, "")
        for name, field in schema.fields.items()
    }
    try:
        return cast(dict[str, Any], schema.load(data)), {}
    except ValidationError as error:
        messages = cast(dict[str, Any], error.messages)
        if "command_id" in messages:
            messages[SCHEMA] = [_("Last siden på nytt og prøv igjen.")]
            del messages["command_id"]
        return cast(dict[str, Any], error.valid_data), messages


class Text(fields.Field[str]):
    """Typed text on one line, or several with `lines`. Numbers of persons are refused."""

    def __init__(self, *, most: int = 200, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)
        self.most = most
        self.allowed = JOINERS | (LINE_BREAKS if lines else set())

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValidationError(_("Fyll ut dette feltet."))
        text = unicodedata.normalize("NFC", value.strip())
        if any(unicodedata.category(c) in UNSTORABLE and c not in self.allowed for c in text):
            raise ValidationError(_("Teksten har tegn vi ikke kan lagre. Skriv den på nytt."))
        if len(text) > self.most:
            raise ValidationError(_("Skriv kortere, høyst %(most)s tegn.", most=self.most))
        if PERSONAL_NUMBER.search(text):
            raise ValidationError(_("Ikke skriv fødselsnummer her."))
        return text


class Count(fields.Field[int]):
    """A whole number within bounds."""

    def __init__(self, *, least: int = 0, most: int, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value).replace("\u00a0", "").replace(" ", "")
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            raise ValidationError(_("Skriv et helt tall."))
        return self._within(int(text))

    def _within(self, number: int) -> int:
        if not self.least <= number <= self.most:
            raise ValidationError(
                _("Skriv et tall fra %(least)s til %(most)s.", least=self.least, most=self.most)
            )
        return number


class Kroner(Count):
    """An amount typed in kroner ("1 032,50"), held in øre. Bounds are in øre."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        return self._within(
            int(_hundredths(value, _("Skriv et beløp i kroner, for eksempel 482.")))
        )

    def _within(self, number: int) -> int:
        if not self.least <= number <= self.most:
            raise ValidationError(
                _(
                    "Skriv et beløp fra %(least)s til %(most)s kroner.",
                    least=self.least // 100,
                    most=self.most // 100,
                )
            )
        return number


class Percent(Count):
    """A share typed in per cent ("2,5 %"), held in basis points. Bounds are in basis points."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        return self._within(self._read(value))

    def _read(self, value: Any) -> int:
        text = str(value).strip().removesuffix("%")
        return int(_hundredths(text, _("Skriv et tall i prosent, for eksempel 2,5.")))

    def _within(self, number: int) -> int:
        if not self.least <= number <= self.most:
            raise ValidationError(
                _(
                    "Skriv et tall fra %(least)s til %(most)s prosent.",
                    least=self.least // 100,
                    most=self.most // 100,
                )
            )
        return number


class OneOf(fields.Field[Any]):
    """One of an enumeration's values, or of some given texts."""

    def __init__(self, options: type[Enum] | Iterable[str], **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)
        self.options: dict[str, Any] = {_written(option): option for option in options}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or value not in self.options:
            raise ValidationError(_("Velg ett av alternativene."))
        return self.options[value]


class Choices(OneOf):
    """Any number of an enumeration's values, in the enumeration's order."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        given = {str(item) for item in value} if isinstance(value, list) else {str(value)}
        if not given <= set(self.options):
            raise ValidationError(_("Velg blant alternativene."))
        return [member for text, member in self.options.items() if text in given]


class Ticked(fields.Field[bool]):
    """A box that is ticked or not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(load_default=False, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        return bool(value == "1")


class MustTick(fields.Field[bool]):
    """A box that has to be ticked before the form is taken."""

    def __init__(self, message: str, **kwargs: Any) -> None:
        super().__init__(required=True, error_messages={"required": message}, **kwargs)
        self.message = message

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value != "1":
            raise ValidationError(_(self.message))
        return True


class Id(fields.Field[UUID]):
    """An id that a page put into its form, hidden or to be chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        if not str(value).strip():
            raise ValidationError(_("Velg ett av alternativene."))
        try:
            return UUID(str(value))
        except ValueError:
            raise ValidationError(_("Last siden på nytt og prøv igjen.")) from None


def _written(option: Enum | str) -> str:
    return str(option.value) if isinstance(option, Enum) else option


def _hundredths(value: Any, message: str) -> Decimal:
    text = str(value).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text, re.ASCII):
        raise ValidationError(message)
    try:
        return Decimal(text) * 100
    except InvalidOperation:
        raise ValidationError(message) from None
