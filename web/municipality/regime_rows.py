"""Which procurement rules a value points at, in words. A lawyer decides."""

from __future__ import annotations

from datetime import date

from registry.domain.thresholds import Channel, Regime, point, value_of
from registry.reference import rules
from web.languages import gettext as _
from web.languages import kroner
from web.municipality.advice_words import lawyer, old_threshold
from web.municipality.sums import Row, cited, whole


def regime_rows(yearly: int, years: int, day: date, *, concession: bool) -> list[Row]:
    """The value over the whole period, the threshold, the rules and the notice."""
    known = rules.thresholds(day)
    value = value_of(yearly, years * 12)
    rows = [
        Row(
            _("Verdi i hele perioden"),
            whole(value),
            _("%(amount)s × %(years)s år", amount=whole(yearly), years=years),
        )
    ]
    if known is None:
        return rows
    found = point(value, known, day, concession=concession)
    rows += [
        Row(_("Terskelen"), kroner(found.threshold), source=cited(known.source)),
        Row(_("Reglene det peker mot"), _regime(found.regime), is_sum=True),
    ]
    if found.notice.call:
        ted = found.notice.channel is Channel.DOFFIN_TED
        rows.append(
            Row(
                _("Kunngjøring"),
                _("Doffin og TED") if ted else _("Doffin"),
                _(
                    "Skjema %(call)s for kunngjøringen, %(award)s for resultatet",
                    call=found.notice.call,
                    award=found.notice.award,
                ),
            )
        )
    return rows


def about_regime(day: date) -> list[str]:
    """What has to be said beside them."""
    known = rules.thresholds(day)
    if known is None:
        return [_("Terskelverdiene for i dag er ikke funnet."), lawyer()]
    said = [] if day < known.unsure_from else [old_threshold()]
    return [
        *said,
        _(
            "Er ordningen åpen for alle som oppfyller kravene, uten at kommunen velger, kan den "
            "falle utenfor anskaffelsesreglene."
        ),
        lawyer(),
    ]


def _regime(regime: Regime) -> str:
    return {
        Regime.BELOW_ACT: _("under grensen for anskaffelsesloven"),
        Regime.KKF_1: _("konsesjonskontraktforskriften del 1"),
        Regime.KKF_3: _("konsesjonskontraktforskriften del 1 og 3"),
        Regime.FOA_1: _("anskaffelsesforskriften del 1"),
        Regime.FOA_4: _("anskaffelsesforskriften del 1 og 4"),
    }[regime]
