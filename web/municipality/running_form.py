"""The form for what runs today: what may be left out is left out, and nobody guesses it."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields

from registry.domain.supplier import is_organisation_number
from registry.domain.values import CountedFrom, DefaultRule, MunicipalityNumber, OrganisationNumber
from registry.queries.running import Stated
from registry.reference.municipalities import places, search
from web.fields import Count, Form, Kroner, OneOf, Text
from web.languages import gettext as _
from web.node_fields import hundredths_typed
from web.workplace_fields import Day

LINE = re.compile(r"((?:\d[ \u00a0]?){9})[,;:]?\s*(.*)", re.ASCII)
MOST_SUPPLIERS = 60
Suppliers = dict[OrganisationNumber, str]
"""Number and name; the name is empty where nobody typed one."""


class Maybe(fields.Field[Any]):
    """Another field that may be left out: None then."""

    def __init__(self, inner: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(load_default=None, **kwargs)
        self.its = inner

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return None if str(value).strip() == "" else self.its.deserialize(value)


class SupplierLines(fields.Field[Suppliers]):
    """One supplier on each line: its organisation number, and its name after it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Suppliers:
        lines = [line.strip() for line in str(value).splitlines() if line.strip()]
        if not lines:
            raise ValidationError(_("Skriv minst én leverandør."))
        if len(lines) > MOST_SUPPLIERS:
            raise ValidationError(_("Skriv høyst %(most)s leverandører.", most=MOST_SUPPLIERS))
        return dict(map(self._one, lines))

    def _one(self, line: str) -> tuple[OrganisationNumber, str]:
        found = LINE.fullmatch(line)
        number = re.sub(r"\D", "", found[1]) if found else ""
        if found is None or not is_organisation_number(number):
            raise ValidationError(
                _(
                    "«%(line)s» begynner ikke med et gyldig organisasjonsnummer. Skriv ni sifre og så"
                    " navnet.",
                    line=line[:40],
                )
            )
        name = Text(most=120).deserialize(found[2]) if found[2] else ""
        return OrganisationNumber(number), name


class Municipalities(fields.Field[list[MunicipalityNumber]]):
    """Names or numbers with commas between, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(load_default=list, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> list[MunicipalityNumber]:
        parts = [part.strip() for part in str(value).split(",") if part.strip()]
        return list(dict.fromkeys(map(self._one, parts)))

    def _one(self, part: str) -> MunicipalityNumber:
        found = search(part)
        if len(found) != 1:
            raise ValidationError(
                _("Skriv kommunenummeret i stedet for «%(name)s».", name=part[:40])
            )
        return MunicipalityNumber(found[0].number)


class RunningForm(Form):
    """What runs today. Amounts are in øre an hour, the notice in months."""

    others = Municipalities()
    suppliers = SupplierLines()
    rate = Maybe(Kroner(least=10_000, most=100_000))
    notice = Maybe(Count(most=12))
    counted_from = Maybe(OneOf(CountedFrom))
    default = Maybe(OneOf(DefaultRule))
    cap = Maybe(Count(most=60))
    ends_on = Maybe(Day())
    source = Text(most=300)
    stated_by = Text(most=120)
    stated_on = Day()


def as_typed(its: Stated, members: list[str]) -> dict[str, Any]:
    """The form as it would be typed to state the same again."""
    running = its.running
    return {
        "others": ", ".join(places()[number].short_name for number in members[1:]),
        "suppliers": "\n".join(
            f"{number} {name}".strip() for number, name in its.suppliers.items()
        ),
        "rate": "" if running.rate is None else hundredths_typed(running.rate),
        "notice": running.notice,
        "counted_from": running.counted_from.value if running.counted_from else "",
        "default": running.default.value if running.default else "",
        "cap": running.cap,
        "ends_on": running.ends_on.isoformat() if running.ends_on else "",
        "source": its.source,
        "stated_by": its.stated_by,
        "stated_on": running.stated_on.isoformat(),
    }
