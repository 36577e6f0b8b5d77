"""The twelve yearly figures in words: what each is called, and what is counted."""

from __future__ import annotations

from registry.domain.suppression import MEDIANS, Shown
from registry.domain.yearly import FigureSource
from registry.queries.figures import Seen
from web.languages import day as written
from web.languages import gettext as _
from web.languages import ngettext, number


def titles() -> dict[str, str]:
    """What each figure is called, in the order they stand."""
    return {
        "users": _("Har BPA"),
        "under_15": _("Under 15 timer i uka"),
        "from_15_to_35": _("15 til 35 timer i uka"),
        "over_35": _("Over 35 timer i uka"),
        "applications": _("Søknader"),
        "decisions": _("Vedtak"),
        "days_to_decision": _("Fra søknad til vedtak"),
        "days_to_start": _("Fra vedtak til oppstart"),
        "fast_track": _("Hastesaker"),
        "complaints": _("Klager"),
        "own_provision": _("Får BPA av kommunen selv"),
        "next_of_kin": _("Har pårørende som assistent"),
    }


def explained() -> dict[str, str]:
    """What exactly is counted, beside the field where it is typed."""
    return {
        "users": _("Personer med vedtak om BPA 31. desember."),
        "under_15": _("Personer 31. desember. De tre gruppene er til sammen alle som har BPA."),
        "from_15_to_35": _("Personer 31. desember."),
        "over_35": _("Personer 31. desember."),
        "applications": _("Søknader om BPA som kom i løpet av året."),
        "decisions": _("Vedtak som ble gjort i løpet av året, også avslag."),
        "days_to_decision": _("Medianen: halvparten ventet kortere, halvparten lenger."),
        "days_to_start": _(
            "Medianen. La feltet stå tomt når færre enn ti begynte i løpet av året."
        ),
        "fast_track": _("Søknader som gikk foran fordi det hastet."),
        "complaints": _("Klager til kommunen på vedtak om BPA i løpet av året."),
        "own_provision": _(
            "Personer 31. desember som har kommunen som arbeidsgiver for assistentene."
        ),
        "next_of_kin": _("Personer 31. desember som har minst én pårørende som assistent."),
    }


def cell(name: str, shown: Shown) -> str:
    """One figure as everybody sees it. What may not be shown says so in words."""
    if name in shown.left_out:
        return _("for få til å vises")
    if name not in shown.values:
        return _("ikke oppgitt")
    value = shown.values[name]
    return days(value) if name in MEDIANS else number(value)


def days(count: int) -> str:
    """A rounded median: none is so short that it is zero."""
    return ngettext("%(num)s dag", "%(num)s dager", count) if count else _("under fem dager")


def source_of(its: Seen) -> str:
    """Who gave the figures, and when."""
    if its.source is FigureSource.OFFICIAL:
        name = its.published_in or _("Offisiell statistikk")
        return _("Kilde: %(name)s, lest inn %(day)s.", name=name, day=written(its.given_on))
    return _("Kilde: kommunen selv, %(day)s.", day=written(its.given_on))
