"""What each hint says, from its facts: dates and amounts are written out already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from registry.domain.hints import Kind
from registry.reference.rules import users_per_1000
from web.languages import gettext as _
from web.languages import ngettext
from web.municipality.sums import hundredths

Facts = Mapping[str, Any]


def said(kind: Kind, facts: Facts) -> list[str]:
    """The paragraphs of a hint."""
    return [text for text in TEXTS[kind](facts) if text]


def old_threshold() -> str:
    return _("Terskelen er fra 2024. Nye verdier var ventet i 2026, men dem har vi ikke funnet.")


def lawyer() -> str:
    return _("En jurist må avgjøre hvilke regler som gjelder.")


def _wages(facts: Facts) -> list[str]:
    """What both sums of a rate have to say of themselves."""
    with_supplements = _(
        "Med tilleggene deres for kveld, natt og helg blir prisen regnet til %(paid)s i timen.",
        **facts,
    )
    return [
        with_supplements if facts["paid"] != facts["rate"] else "",
        _(
            "Lønnen er minstelønn i tariffavtalen fra %(wages_since)s. Nyere satser har vi ikke "
            "funnet.",
            **facts,
        ),
    ]


def _users() -> str:
    return _(
        "Landet har om lag %(share)s personer med BPA per 1 000 innbyggere. Skjemaet spør ikke "
        "hvor mange dere har.",
        share=hundredths(users_per_1000().number),
    )


def _no_choice(facts: Facts) -> list[str]:
    one = _("Med tak 1 er det ingen leverandører å velge mellom.")
    few = _(
        "Med tak %(cap)s og én leverandør som slutter, er det ikke noe valg igjen mellom "
        "leverandører.",
        **facts,
    )
    own = _("Da står én leverandør og kommunens eget tilbud igjen.") if facts["own"] else ""
    return [one if facts["cap"] == 1 else few, own, _users()]


def _closed(facts: Facts) -> list[str]:
    years = facts["years"]
    lasts = ngettext("i ett år", "i %(num)s år", years) if years else _("uten slutt")
    return [
        _(
            "Med tak og bare én opptaksrunde er det de samme leverandørene %(lasts)s. Vanlig "
            "lengde er fem år eller kortere.",
            lasts=lasts,
        )
    ]


def _not_reviewed(facts: Facts) -> list[str]:
    if facts["months"] is None:
        return [_("Taket har ingen dato for når det blir vurdert på nytt.")]
    return [
        _(
            "Taket blir ikke vurdert på nytt før etter %(months)s måneder. Da er konsesjonen over.",
            **facts,
        )
    ]


TEXTS: dict[Kind, Callable[[Facts], list[str]]] = {
    Kind.RATE_BELOW_LEAST: lambda facts: [
        _(
            "Timeprisen er lavere enn det en time minst koster leverandøren: %(least)s. Da er det "
            "ikke noe igjen til rådgiver, kurs og administrasjon.",
            **facts,
        ),
        _(
            "Summen er satt så lavt som den kan være: laveste lønnstrinn, 37,5 timers uke og sone "
            "V, uten arbeidsgiveravgift."
        ),
        *_wages(facts),
    ],
    Kind.RATE_MAY_BE_LOW: lambda facts: [
        _(
            "Timeprisen dekker den laveste summen, %(least)s. Den dekker ikke ni års ansiennitet, "
            "35,5 timers uke og arbeidsgiveravgift i sone I: %(dearest)s.",
            **facts,
        ),
        *_wages(facts),
    ],
    Kind.NO_CHOICE_LEFT: _no_choice,
    Kind.FEW_ACTIVE: lambda facts: [
        _(
            "I én kommune tok %(active)s av %(of)s leverandører oppdrag. Blir det slik hos dere, "
            "gir tak %(cap)s bare én å velge.",
            **facts,
        ),
        _users(),
    ],
    Kind.CLOSED_FOR_LONG: _closed,
    Kind.CAP_NOT_REVIEWED: _not_reviewed,
    Kind.STARTS_TOO_SOON: lambda facts: [
        _(
            "Konsesjonen skal gjelde fra %(starts_on)s. Kunngjør dere i dag, er det tidligst noen "
            "å velge %(begins_on)s.",
            **facts,
        )
    ],
    Kind.QUESTIONS_TOO_SOON: lambda facts: [
        _(
            "Spørsmål må komme %(ask)s dager før fristen, men det er bare %(opened)s dager å søke "
            "på. Da er det for sent å spørre når kunngjøringen kommer.",
            **facts,
        )
    ],
    Kind.ANSWERS_TOO_SOON: lambda facts: [
        _(
            "Svar skal komme %(answer)s dager før fristen, men det går an å spørre til %(ask)s "
            "dager før. Da rekker dere ikke å svare på alt.",
            **facts,
        )
    ],
    Kind.WINDOW_TOO_SHORT: lambda facts: [
        _(
            "Det er %(ahead)s dager fra søknadsfristen til opptaksdatoen. Bruker dere hele tiden "
            "til å avgjøre og vente, går det %(needed)s dager.",
            **facts,
        )
    ],
    Kind.DEADLINE_ON_DAY_OFF: lambda facts: [
        _(
            "Søknadsfristen før opptaket %(admitted)s er %(deadline)s. Det er helg eller helligdag, "
            "så leverandørene kan søke til og med %(instead)s.",
            **facts,
        )
    ],
    Kind.DEADLINE_IN_JULY: lambda facts: [
        _("Søknadsfristen blir %(deadline)s. I juli er mange på ferie.", **facts)
    ],
    Kind.TED_MISSING: lambda _facts: [
        _(
            "Reglene dere har valgt, er for verdier over EØS-terskelen. De peker mot kunngjøring "
            "både i Doffin og TED. Utkastet sier noe annet."
        ),
        lawyer(),
    ],
    Kind.TED_UNEXPECTED: lambda _facts: [
        _(
            "Dere kunngjør i TED, men har valgt reglene for verdier under EØS-terskelen. Se etter "
            "at begge deler er ment."
        ),
        lawyer(),
    ],
    Kind.NOT_OPEN_TO_ALL: lambda _facts: [
        _(
            "Reglene dere har valgt, er for ordninger som tar opp alle som oppfyller kravene. Et "
            "tak eller bare én opptaksrunde peker mot andre regler."
        ),
        lawyer(),
    ],
    Kind.LIMIT_IN_HOURS: lambda facts: [
        _(
            "EØS-terskelen er %(limit)s. Med prisen i utkastet blir den nådd når alle ordningene "
            "til sammen har om lag %(hours)s timer i uken i %(months)s måneder. Forlengelser er "
            "regnet med.",
            **facts,
        ),
        "" if facts["sure"] else old_threshold(),
        lawyer(),
    ],
}
