"""The words of every rule that can say no. The codes stand beside the rules."""

from __future__ import annotations

from collections.abc import Callable

from registry.domain.errors import RuleBroken
from web.languages import gettext as _

WORDS: dict[str, Callable[[], str]] = {
    "places-full": lambda: _("Leverandøren har ikke plass til flere akkurat nå."),
    "places-closed": lambda: _("Leverandøren tar ikke imot nye her nå."),
    "not-admitted": lambda: _("Leverandøren kan ikke lenger velges her."),
    "supplier-already-chosen": lambda: _("Du har alt valgt denne leverandøren."),
    "case-closed": lambda: _("Saken er avsluttet. Ring kommunen hvis det ikke stemmer."),
    "regret-is-over": lambda: _(
        "Dagene du kunne ombestemme deg, er over. Du kan fortsatt bytte. Ring oss, så hjelper vi deg."
    ),
    "nothing-chosen": lambda: _("Du har ikke valgt noen ennå."),
    "own-work": lambda: _(
        "Du kan ikke godkjenne noe du selv har sendt inn. En annen må gjøre det."
    ),
    "not-waiting-for-approval": lambda: _("Dette venter ikke lenger på godkjenning."),
    "concession-not-published": lambda: _("Konsesjonen er ikke kunngjort ennå."),
    "concession-ended": lambda: _("Konsesjonen er avsluttet."),
    "cap-reached": lambda: _("Konsesjonen har så mange leverandører som taket tillater."),
    "reason-missing": lambda: _("Skriv hvorfor dere velger noe annet enn malen her."),
    "term-out-of-range": lambda: _("Dette ligger utenfor det malen tillater."),
    "no-template": lambda: _("Det finnes ingen kunngjort mal å starte fra ennå."),
    "already-applied": lambda: _("Dere har alt søkt her."),
    "not-under-review": lambda: _("Søknaden er alt avgjort."),
    "already-registered": lambda: _("Organisasjonsnummeret er registrert fra før."),
    "bad-organisation-number": lambda: _("Dette er ikke et gyldig organisasjonsnummer."),
    "own-provision-without-municipality": lambda: _("Egen ordning må høre til en kommune."),
    "choice-is-derived": lambda: _("Fritt og begrenset valg følger av konsesjonene."),
    "nothing-changed": lambda: _("Ingenting er endret siden forrige versjon."),
    "locked-without-law": lambda: _("Et fast punkt må vise til loven det bygger på."),
    "version-under-way": lambda: _("En ny versjon venter alt på godkjenning."),
    "no-version-proposed": lambda: _("Ingen ny versjon venter på godkjenning."),
}


def words_for(error: RuleBroken) -> str:
    """Say a broken rule in the reader's language."""
    return WORDS[error.code]()
