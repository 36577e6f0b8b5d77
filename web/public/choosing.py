"""Who can be chosen in one municipality: the list with its filters, and some side by side."""

from __future__ import annotations

import re

from flask import abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from registry.domain.values import ChoiceKind
from registry.queries.choices import Offer, municipality, offers
from registry.reference.municipalities import sort_key
from registry.words import ROWS
from web.access import permits
from web.languages import current as language
from web.public.blueprint import public
from web.public.comparison import columns, topics
from web.public.filters import Filters, matches, options
from web.public.municipalities import place_or_404

FEWEST, MOST = 2, 4
ORGANISATION = re.compile("[0-9]{9}")


@public.get("/kommuner/<string(length=4):number>/leverandorer")
@permits("everyone")
def municipality_suppliers(number: str) -> ResponseReturnValue:
    """Everybody who can be chosen here, in the day's order or by name."""
    return _list(number, {})


@public.post("/kommuner/<string(length=4):number>/leverandorer")
@permits("everyone")
def filtered_suppliers(number: str) -> ResponseReturnValue:
    """The same list for what a person needs. Nothing is stored or stands in an address."""
    wanted = Filters().read(request.form)
    if wanted is None:
        abort(422)
    return _list(number, wanted)


@public.get("/kommuner/<string(length=4):number>/sammenlign")
@permits("everyone")
def compare(number: str) -> ResponseReturnValue:
    """Two to four side by side; with fewer or more, a page to pick them on."""
    its = place_or_404(number)
    pool, wanted = current_app.extensions["pool"], request.args.getlist("leverandor")
    wanted = [each for each in wanted if ORGANISATION.fullmatch(each)]
    chosen = offers(pool, number, g.day, language(), wanted)
    if not FEWEST <= len(chosen) <= MOST:
        found = offers(pool, number, g.day, language())
        chosen = [offer for offer in found if offer.number in wanted]
        unknown = not found and is_unknown(number)
        return render_template(
            "public/pick.html", its=its, offers=found, chosen=chosen, unknown=unknown
        )
    everything = request.args.get("vis") == "alle"
    as_text = request.args.get("visning") == "tekst"
    shown, differing = topics(chosen, everything=everything)
    return render_template(
        "public/compare_text.html" if as_text else "public/compare.html",
        its=its,
        columns=columns(chosen),
        topics=shown,
        differing=differing,
        every=len(ROWS),
        everything=everything,
    )


def _list(number: str, wanted: dict[str, object]) -> ResponseReturnValue:
    its = place_or_404(number)
    found = offers(current_app.extensions["pool"], number, g.day, language())
    by_name = request.args.get("sorter") == "navn"
    shown = [offer for offer in found if matches(offer, wanted)]
    return render_template(
        "public/municipality_suppliers.html",
        its=its,
        offers=sorted(shown, key=_by_name) if by_name else shown,
        every=len(found),
        unknown=not found and is_unknown(number),
        by_name=by_name,
        wanted=wanted,
        filtered=any(wanted.values()),
        options=options(found),
    )


def is_unknown(number: str) -> bool:
    """Whether nobody has said what choice there is: then it is not the same as none."""
    said = municipality(current_app.extensions["pool"], number, g.day, language())
    return said is None or said.kinds.get(number) is ChoiceKind.UNKNOWN


def _by_name(offer: Offer) -> str:
    return sort_key(offer.name)
