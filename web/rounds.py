"""When suppliers may apply and ask, in words."""

from __future__ import annotations

from datetime import date

from registry.domain.rounds import Round
from registry.domain.values import AdmissionPolicy, Reopen
from web.languages import day as written
from web.languages import gettext as _


def applying(its: Round, day: date) -> str:
    """Whether suppliers may apply, and until or from when."""
    if not its.is_open(day):
        return _closed(its, day)
    deadline = its.deadline(day)
    if deadline is not None:
        return _("Søk innen %(day)s.", day=written(deadline))
    if its.terms.policy is AdmissionPolicy.ROLLING:
        return _("Leverandører kan søke når som helst.")
    return _("Leverandører kan søke nå.")


def asking(its: Round, day: date) -> str:
    """Until when suppliers may ask."""
    if not its.is_open(day):
        return _("Det kan ikke stilles spørsmål nå.")
    until = its.questions_until(day)
    if until is None:
        return _("Leverandører kan stille spørsmål så lenge konsesjonen tar imot søknader.")
    if day <= until:
        return _("Spørsmål må være stilt innen %(day)s.", day=written(until))
    again = its.asks_again_on(day)
    if again is None:
        return _("Fristen for å stille spørsmål gikk ut %(day)s.", day=written(until))
    return _(
        "Fristen for å stille spørsmål gikk ut %(day)s. Det kan spørres igjen fra %(again)s.",
        day=written(until),
        again=written(again),
    )


def _closed(its: Round, day: date) -> str:
    opens = its.opens_on(day)
    if opens is not None:
        return _("Opptaket er stengt. Det åpner igjen %(day)s.", day=written(opens))
    if its.terms.reopen is Reopen.FREE_PLACE and its.terms.cap:
        return _("Opptaket er stengt til en plass blir ledig.")
    return _("Opptaket er stengt.")
