"""Yearly figures: one page a year, filled in from what is known, kept as a draft, and submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow.exceptions import SCHEMA

from registry import drafts
from registry.application.figures import submit_figures
from registry.domain.errors import RuleBroken
from registry.domain.organisation import OrganisationKind
from registry.domain.suppression import shown, shown_from
from registry.domain.yearly import NAMES, DoNotAddUp, FigureSource, YearlyNumbers
from registry.queries import figures as query
from web.access import permits
from web.clock import today
from web.fields import Count, Form
from web.figure_words import cell, explained, titles
from web.flow import carried_out, command, registrar
from web.languages import day as written
from web.languages import gettext as _
from web.municipality.keeping import was_carried_out
from web.municipality.place import municipality, ours, sight
from web.municipality.running_form import Maybe
from web.rules import refused_beside, words_for
from web.workplace import place_of, pool, posted

KIND = "figures"
YEARS = 4
"""So many years back figures may be given or corrected."""
MOST = 99_999


class FiguresForm(Form):
    """The version of the draft that was read, and twelve numbers that may all be left out."""

    version = Count(most=999_999)
    users = Maybe(Count(most=MOST))
    under_15 = Maybe(Count(most=MOST))
    from_15_to_35 = Maybe(Count(most=MOST))
    over_35 = Maybe(Count(most=MOST))
    applications = Maybe(Count(most=MOST))
    decisions = Maybe(Count(most=MOST))
    days_to_decision = Maybe(Count(most=3_650))
    days_to_start = Maybe(Count(most=3_650))
    fast_track = Maybe(Count(most=MOST))
    complaints = Maybe(Count(most=MOST))
    own_provision = Maybe(Count(most=MOST))
    next_of_kin = Maybe(Count(most=MOST))


@municipality.get("/tall")
@permits("issue_codes")
def figures() -> ResponseReturnValue:
    """The years, and what was given for each. They are the whole municipality's, not a district's."""
    _must_be_whole()
    said = query.given(pool(), ours())
    place = place_of(OrganisationKind.MUNICIPALITY)
    written_on = {
        draft.body.get("year") for draft in drafts.all_of(pool(), place.organisation, KIND)
    }
    rows = [
        (year, said.get((year, FigureSource.MUNICIPALITY)), year in written_on) for year in _years()
    ]
    return render_template("municipality/figures.html", rows=rows)


@municipality.get("/tall/<int:year>")
@permits("issue_codes")
def year_figures(year: int) -> ResponseReturnValue:
    """One year's form, as it was left or filled in from what is known."""
    draft = _draft(year)
    body = draft.body if draft else {}
    return _year(year, body or _filled_in(year), {}, draft.version if draft else 0)


@municipality.post("/tall/<int:year>")
@permits("issue_codes")
def save_figures(year: int) -> ResponseReturnValue:
    """Keep what was typed, finished or not."""
    values, errors = _typed(year)
    if errors:
        return _year(year, request.form, errors, request.form.get("version", 0)), 422
    try:
        _keep(year, values["version"])
    except drafts.DraftChanged as other:
        return _other_saved(year, other.current)
    return redirect(url_for(".year_figures", year=year), 303)


@municipality.post("/tall/<int:year>/send")
@permits("issue_codes")
def send_figures(year: int) -> ResponseReturnValue:
    """Submit them, or correct what was submitted."""
    number = ours()
    values, errors = _typed(year)
    if errors:
        return _year(year, request.form, errors, request.form.get("version", 0)), 422
    try:
        version = _keep(year, values["version"])
    except drafts.DraftChanged as other:
        if not other.current.version and was_carried_out(command(values)):
            return redirect(url_for(".figures"), 303)
        return _other_saved(year, other.current)
    numbers = YearlyNumbers(**{name: values[name] for name in NAMES})
    try:
        carried_out(submit_figures(registrar(), command(values), number, year, numbers))
    except DoNotAddUp as broken:
        errors = {name: [words_for(broken)] for name in broken.names}
    except RuleBroken as broken:
        errors = refused_beside(broken)
    if errors:
        return _year(year, request.form, errors, version), 422
    drafts.delete(pool(), place_of(OrganisationKind.MUNICIPALITY).organisation, _draft_id(year))
    return redirect(url_for(".figures"), 303)


def _years() -> list[int]:
    return [today().year - back for back in range(1, YEARS + 1)]


def _draft_id(year: int) -> UUID:
    return drafts.id_for(place_of(OrganisationKind.MUNICIPALITY).organisation, KIND, str(year))


def _must_be_whole() -> None:
    if sight() is not None:
        abort(404)


def _draft(year: int) -> drafts.Draft | None:
    _must_be_whole()
    if year not in _years():
        abort(404)
    place = place_of(OrganisationKind.MUNICIPALITY)
    return drafts.load(pool(), place.organisation, _draft_id(year))


def _typed(year: int) -> tuple[dict[str, Any], dict[str, Any]]:
    _draft(year)
    return posted(FiguresForm())


def _keep(year: int, version: int) -> int:
    """Keep what was typed; returns the draft's version. What is kept already is not another's."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    body = {name: request.form.get(name, "") for name in NAMES} | {"year": year}
    try:
        return drafts.save(pool(), place.organisation, KIND, _draft_id(year), version, body)
    except drafts.DraftChanged as other:
        if other.current.body != body:
            raise
        return other.current.version


def _other_saved(year: int, other: drafts.Draft) -> ResponseReturnValue:
    """What was typed stays; saving again is then knowingly."""
    if not other.version:
        errors = {SCHEMA: [_("En annen har levert eller slettet utkastet mens du skrev.")]}
        return _year(year, request.form, errors, 0), 409
    said = ", ".join(
        f"{title}: {other.body.get(name) or '–'}"
        for name, title in titles().items()
        if other.body.get(name) != request.form.get(name, "")
    )
    errors = {SCHEMA: [_("En annen lagret mens du skrev. Den andre skrev: %(said)s.", said=said)]}
    return _year(year, request.form, errors, other.version), 409


def _filled_in(year: int) -> dict[str, Any]:
    """What was given for the year; else last year's, and where that says nothing, the registry's own."""
    said = query.given(pool(), ours())
    if its := said.get((year, FigureSource.MUNICIPALITY)):
        return _plain(its.numbers)
    before = said.get((year - 1, FigureSource.MUNICIPALITY))
    return query.known(pool(), ours(), year) | (_plain(before.numbers) if before else {})


def _known(year: int) -> dict[str, list[str]]:
    """What else is known of each number, with where it comes from and its day."""
    said = query.given(pool(), ours())
    found: dict[str, list[str]] = {name: [] for name in NAMES}
    if before := said.get((year - 1, FigureSource.MUNICIPALITY)):
        for name, value in _plain(before.numbers).items():
            found[name].append(_("I %(year)s: %(value)s.", year=year - 1, value=value))
    for name, value in query.known(pool(), ours(), year).items():
        found[name].append(
            _("Med kode i registeret per %(day)s: %(value)s.", day=written(today()), value=value)
        )
    if official := said.get((year, FigureSource.OFFICIAL)):
        for name, value in _plain(official.numbers).items():
            found[name].append(_("I offisiell statistikk: %(value)s.", value=value))
    return found


def _plain(numbers: YearlyNumbers) -> dict[str, int]:
    return {name: value for name, value in asdict(numbers).items() if value is not None}


def _year(year: int, values: Mapping[str, Any], errors: dict[str, Any], version: Any) -> str:
    its = query.given(pool(), ours()).get((year, FigureSource.MUNICIPALITY))
    told = shown(its.numbers) if its else None
    return render_template(
        "municipality/year_figures.html",
        year=year,
        titles=titles(),
        explained=explained(),
        known=_known(year),
        days=("days_to_decision", "days_to_start"),
        its=its,
        told=[(title, cell(name, told)) for name, title in titles().items()] if told else [],
        seen_from=shown_from(today()),
        version=version,
        values=values,
        errors=errors,
    )
