"""What is typed and chosen on the page of alerts, and the words for it."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError

from registry.mail.mailboxes import Pace, Significance
from web.fields import Form, OneOf, Text
from web.languages import NAMES
from web.languages import gettext as _

LONGEST = 254
"""Letters of an address, by the mail's own standard."""
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


class Address(Text):
    """An e-mail address with the signs that every mail server takes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not ADDRESS.fullmatch(text):
            raise ValidationError(_("Skriv en e-postadresse, for eksempel kari@kommunen.no."))
        return text


class AddressForm(Form):
    adresse = Address(most=LONGEST)


class WantedForm(Form):
    """How soon, for each kind; and in which language."""

    waits = OneOf(Pace)
    changed = OneOf(Pace)
    informs = OneOf(Pace)
    language = OneOf(list(NAMES))


def kinds() -> list[tuple[Significance, tuple[str, str]]]:
    """Each kind with its name and what belongs to it."""
    return [
        (
            Significance.WAITS,
            (
                _("Noe venter på meg"),
                _(
                    "Et spørsmål å svare på, en søknad å avgjøre, noe å godkjenne eller rette, et"
                    " nytt oppdrag. Frister den neste uken kommer i den daglige e-posten."
                ),
            ),
        ),
        (
            Significance.CHANGED,
            (
                _("Noe som gjelder oss, er endret"),
                _("En konsesjon dere er med i, et opptak, et svar, en rolle eller fullmakt."),
            ),
        ),
        (
            Significance.INFORMS,
            (
                _("Til orientering"),
                _("En ny konsesjon, en høring, en ny versjon av den nasjonale malen."),
            ),
        ),
    ]


def paces() -> list[tuple[Pace, str]]:
    """How soon it may come, with its name."""
    return [
        (Pace.AT_ONCE, _("Med en gang")),
        (Pace.DAILY, _("I én e-post om dagen, klokka sju")),
        (Pace.NEVER, _("Aldri")),
    ]
