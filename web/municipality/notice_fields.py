"""The fields of a notice in Doffin and TED, filled in from what was published, to be copied by hand.

The texts are those of the notice, in bokmål and English whoever reads the page. Numbers are those of
the eForms standard (BT and OPT).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask import url_for

from registry.domain.regime_hints import REGIME
from registry.domain.said import Said
from registry.domain.terms import Terms, add_months
from registry.domain.thresholds import NOTICES, Regime
from registry.domain.values import AdmissionPolicy, NodeId
from registry.queries.concessions import ConcessionRow
from registry.queries.documents import Document
from registry.reference.municipalities import places
from registry.words import LOCALES, say
from web.languages import gettext as _

MAIN_CPV, MORE_CPV = "85312400", "85312000"
"""Care outside institutions, and social work without accommodation."""
NUTS = {
    "03": "NO081",
    "11": "NO0A1",
    "15": "NO0A3",
    "18": "NO071",
    "31": "NO083",
    "32": "NO084",
    "33": "NO085",
    "34": "NO020",
    "39": "NO093",
    "40": "NO094",
    "42": "NO092",
    "46": "NO0A2",
    "50": "NO060",
    "55": "NO072",
    "56": "NO073",
}
"""Counties by number, as the code list of eForms has them (NUTS 3)."""
KKF, FOA = (f"https://lovdata.no/eli/forskrift/2016/8/12/{number}" for number in (976, 974))
LEGAL_BASIS = {
    Regime.KKF_1: (KKF, "NOR — Konsesjonskontraktforskriften Del 1"),
    Regime.KKF_3: ("32014L0023", "Directive 2014/23/EU"),
    Regime.FOA_1: (FOA, "NOR — Anskaffelsesforskriften Del 1"),
    Regime.FOA_4: ("32014L0024", "Directive 2014/24/EU"),
}
VOLUME = NodeId("bpa.admission.volume")
REVIEW = "Klagenemnda for offentlige anskaffelser (KOFA)"
NATIONAL = "E3"
"""The national form of a call, also where the rules name no form of their own."""
DEADLINE = {"14": "BT-630(d)"}
"""Where a form has the deadline elsewhere than BT-131(d)."""


@dataclass(frozen=True)
class NoticeField:
    """One box: what it is called, its number in eForms, and the text to copy."""

    label: str
    number: str
    text: str
    language: str = "nb"

    @property
    def rows(self) -> int:
        """How high the box is where the browser does not fit it to its text."""
        return 1 + len(self.text) // 60


def fields_of(its: ConcessionRow, whole: Document, deadline: date | None) -> list[NoticeField]:
    """Every field that what was published can fill. What has no value is left out.

    `deadline` is the next last day to apply. The forms have no open end, so with rolling admission it
    is the last day of the concession.
    """
    option = Said(whole.clauses).option(REGIME)
    regime = Regime(option) if option in {each.value for each in LEGAL_BASIS} else None
    form = NOTICES[regime].call if regime else NATIONAL
    law, law_text = LEGAL_BASIS.get(regime, ("", "")) if regime else ("", "")
    ends = add_months(its.starts_on, 12 * its.terms.years) if its.terms.years else None
    last = deadline or (ends - timedelta(days=1) if ends else None)
    counties = dict.fromkeys(NUTS[places()[number].county_number] for number in its.members)
    found = [
        NoticeField(_("Skjema"), "OPP-070", form),
        NoticeField(_("Rettslig grunnlag"), "BT-01", law),
        NoticeField(_("Rettslig grunnlag, med ord"), "BT-01(d)", law_text),
        NoticeField(_("Oppdragsgiver"), "BT-500", f"{its.names[0]} kommune"),
        NoticeField(_("Tittel på bokmål"), "BT-21", title(its, "nb")),
        NoticeField(_("Tittel på engelsk"), "BT-21", title(its, "en"), "en"),
        NoticeField(_("Kort beskrivelse på bokmål"), "BT-24", described(its, whole, "nb")),
        NoticeField(_("Kort beskrivelse på engelsk"), "BT-24", described(its, whole, "en"), "en"),
        NoticeField(_("Hva slags kontrakt"), "BT-23", "services"),
        NoticeField(_("CPV, hovedkode"), "BT-262", MAIN_CPV),
        NoticeField(_("CPV, tilleggskode"), "BT-263", MORE_CPV),
        NoticeField(_("Sted (NUTS)"), "BT-5071", " ".join(counties)),
        NoticeField(_("Land"), "BT-5141", "NOR"),
        NoticeField(_("Startdato"), "BT-536", its.starts_on.isoformat()),
        NoticeField(_("Sluttdato"), "BT-537", _last_day(ends)),
        NoticeField(_("Siste dag å søke"), DEADLINE.get(form, "BT-131(d)"), _iso(last)),
        NoticeField(_("Dokumentene"), "BT-15", document_address(its)),
        NoticeField(_("Klageorgan"), "OPT-301-Lot-ReviewOrg", REVIEW),
    ]
    return [field for field in found if field.text]


def document_address(its: ConcessionRow) -> str:
    """Where everybody can read the whole document."""
    return url_for("public.document", concession_id=its.id, _external=True)


def title(its: ConcessionRow, language: str) -> str:
    """At most 200 characters also for a joint concession: it is named after the one that leads."""
    joint = len(its.members) > 1
    if language == "en":
        where = f"{its.names[0]} and other municipalities" if joint else its.names[0]
        return f"User-controlled personal assistance (BPA) in {where}: free choice of supplier"
    where = f"{its.names[0]} og flere kommuner" if joint else its.names[0]
    return f"Brukerstyrt personlig assistanse (BPA) i {where}: fritt brukervalg"


def described(its: ConcessionRow, whole: Document, language: str) -> str:
    """What is asked for, in the few sentences a supplier needs to know whether to read on."""
    guaranteed = bool(Said(whole.clauses).number(VOLUME))
    sentences = (_english if language == "en" else _bokmal)(its, guaranteed=guaranteed)
    return " ".join(sentence for sentence in sentences if sentence)


def _bokmal(its: ConcessionRow, *, guaranteed: bool) -> list[str]:
    terms = its.terms
    price = f"Prisen er satt til {terms.rate // 100} kroner i timen." if terms.rate else ""
    cap = f"Høyst {terms.cap} leverandører." if terms.cap else "Alle som fyller kravene, tas opp."
    start = format_date(its.starts_on, "d. MMMM y", LOCALES["nb"])
    return [
        "Konsesjon på brukerstyrt personlig assistanse. Den som har vedtak om BPA, velger selv"
        " leverandør.",
        "" if guaranteed else "Ingen leverandør er sikret noe volum.",
        f"Gjelder i {', '.join(its.names)}." if len(its.members) > 1 else "",
        f"{_policy(terms, 'nb')}. {cap} {price}",
        f"Konsesjonen gjelder fra {start} og varer i {terms.years} år." if terms.years else "",
        f"Alle vilkårene: {document_address(its)}",
    ]


def _english(its: ConcessionRow, *, guaranteed: bool) -> list[str]:
    terms = its.terms
    price = f"The price is set at NOK {terms.rate // 100} an hour." if terms.rate else ""
    cap = f"At most {terms.cap} suppliers." if terms.cap else "All who qualify are admitted."
    start = format_date(its.starts_on, "d MMMM y", LOCALES["en"])
    return [
        "Concession for user-controlled personal assistance. Whoever is granted BPA chooses the"
        " supplier.",
        "" if guaranteed else "No volume is guaranteed.",
        f"In {', '.join(its.names)}." if len(its.members) > 1 else "",
        f"{_policy(terms, 'en')}. {cap} {price}",
        f"From {start}, for {terms.years} years." if terms.years else "",
        f"All the terms (in Norwegian): {document_address(its)}",
    ]


def _policy(terms: Terms, language: str) -> str:
    said = say(terms.policy, language)
    if terms.policy is not AdmissionPolicy.WINDOWS:
        return said
    days = ", ".join(f"{each % 100}.{each // 100}." for each in terms.windows)
    return f"{said}: {days}"


def _last_day(ends: date | None) -> str:
    return _iso(ends - timedelta(days=1)) if ends else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
