"""Fields that only the workplaces' forms have."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields

from registry.domain.deviation import is_day_of_year
from web.fields import Percent, Text
from web.languages import day as written_day
from web.languages import gettext as _

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
"""No day that anybody types lies outside these, unless a field says otherwise."""


class Day(fields.Field[date]):
    """A day within bounds, as a date field sends it or as people write it: 1.3.2027."""

    def __init__(self, *, least: date = FIRST_DAY, most: date = LAST_DAY, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        day = self._understood(str(value).strip())
        if not self.least <= day <= self.most:
            raise ValidationError(
                _(
                    "Skriv en dato mellom %(first)s og %(last)s.",
                    first=written_day(self.least),
                    last=written_day(self.most),
                )
            )
        return day

    def _understood(self, text: str) -> date:
        written = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", text, re.ASCII)
        try:
            if written:
                day, month, year = map(int, written.groups())
                return date(year, month, day)
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise ValidationError(_("Skriv en dag, for eksempel 1.3.2027."))


class Change(Percent):
    """A change in per cent, also downwards: "3,2 %", "-1". Held in basis points; never 0."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value).strip().replace("\N{MINUS SIGN}", "-")
        number = self._read(text.removeprefix("-"))
        if number == 0:
            raise ValidationError(_("0 prosent endrer ikke prisen. Skriv hvor mye den endres."))
        return self._within(-number if text.startswith("-") else number)


class MaybeDay(Day):
    """A day that may be left out."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs) if str(value).strip() else None


class MaybeText(Text):
    """Typed text that may be left out."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str) and not value.strip():
            return ""
        return super()._deserialize(value, attr, data, **kwargs)


class MaybeId(fields.Field[UUID | None]):
    """An id that a page may have put into its form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(load_default=None, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID | None:
        if not value:
            return None
        try:
            return UUID(str(value))
        except ValueError:
            raise ValidationError(_("Last siden på nytt og prøv igjen.")) from None


class DaysOfYear(fields.Field[list[int]]):
    """Days of every year, as people write them: "1.1, 1.5". Held as month * 100 + day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[int]:
        parts = [part.strip() for part in str(value).split(",") if part.strip()]
        days = sorted({self._one(part) for part in parts})
        if len(days) > 12:
            raise ValidationError(_("Skriv høyst tolv datoer."))
        return days

    def _one(self, text: str) -> int:
        written = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?", text, re.ASCII)
        number = int(written[2]) * 100 + int(written[1]) if written else 0
        if not is_day_of_year(number):
            raise ValidationError(_("Skriv datoer slik: 1.1, 1.5, 1.9"))
        return number
