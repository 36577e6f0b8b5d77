"""How many complaints a county governor has ended, municipality by municipality and quarter by quarter."""

from __future__ import annotations

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import complaints as desk
from registry.domain.values import ComplaintOutcome, MunicipalityNumber
from registry.queries import complaints as query
from registry.reference.municipalities import places, sort_key
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.governor.place import governor
from web.governor.schemas import count_form, quarters
from web.languages import current
from web.languages import gettext as _
from web.workplace import municipality_name, pool, posted

__all__ = ["governor"]


@governor.get("")
@permits("count_complaints")
def municipalities() -> ResponseReturnValue:
    """The municipalities of the counties, and whether the quarter is counted in each."""
    chosen, year, quarter = _asked()
    numbers = _ours()
    found = query.counted(pool(), numbers, today())
    rows = [(each, municipality_name(each), (year, quarter) in found[each]) for each in numbers]
    return render_template(
        "governor/municipalities.html",
        rows=sorted(rows, key=lambda row: sort_key(row[1])),
        left=sum(not counted for _number, _name, counted in rows),
        quarters=[(name, _written(y, q)) for name, y, q in quarters(today())],
        chosen=chosen,
        written=_written(year, quarter),
    )


@governor.get("/<string(length=4):number>")
@permits("count_complaints")
def count(number: str) -> ResponseReturnValue:
    """One municipality's quarter: what is counted, to fill in or correct."""
    _name, year, quarter = _asked()
    its = _one_of_ours(number)
    held = query.counted(pool(), [its], today())[its].get((year, quarter), {})
    return _count(its, {outcome.value: number for outcome, number in held.items()}, {})


@governor.post("/<string(length=4):number>")
@permits("count_complaints")
def say_counted(number: str) -> ResponseReturnValue:
    """Say it, or correct what was said."""
    its = _one_of_ours(number)
    values, errors = posted(count_form(today()))
    if "kvartal" in errors:
        abort(422)
    if errors:
        return _count(its, request.form, errors), 422
    _name, year, quarter = _quarter(values["kvartal"])
    counts = {outcome: values[outcome.value] for outcome in ComplaintOutcome}
    position = desk.count_complaints(
        registrar(), command(values), g.acting.through, its, year, quarter, counts
    )
    carried_out(cases=position)
    return redirect(url_for(".municipalities", kvartal=values["kvartal"]), 303)


def _ours() -> list[MunicipalityNumber]:
    """The municipalities of the governor's counties."""
    counties = query.counties(pool(), g.acting.through)
    return [MunicipalityNumber(number) for number in places() if number[:2] in counties]


def _one_of_ours(number: str) -> MunicipalityNumber:
    its = MunicipalityNumber(number)
    if its not in _ours():
        abort(404)
    return its


def _asked() -> tuple[str, int, int]:
    """The quarter that is asked for; the newest that is over when none is."""
    return _quarter(request.values.get("kvartal", quarters(today())[0][0]))


def _quarter(name: str) -> tuple[str, int, int]:
    for each in quarters(today()):
        if each[0] == name:
            return each
    abort(404)


def _written(year: int, quarter: int) -> str:
    return _("%(quarter)s. kvartal %(year)s", quarter=quarter, year=year)


def _count(number: MunicipalityNumber, values: Any, errors: dict[str, Any]) -> str:
    name, year, quarter = _asked()
    return render_template(
        "governor/count.html",
        number=number,
        where=municipality_name(number),
        chosen=name,
        written=_written(year, quarter),
        outcomes=[(each.value, say(each, current())) for each in ComplaintOutcome],
        values=values,
        errors=errors,
    )
