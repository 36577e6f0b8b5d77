"""Pages for a person who may choose: the code, the list, the choice, the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from registry.application import cases
from registry.application.desk import Command
from registry.domain.admission import NotAdmitted
from registry.domain.case import NothingChosen, SupplierAlreadyChosen
from registry.domain.deadlines import choice_dates
from registry.domain.errors import NotFound
from registry.domain.places import PlacesClosed, PlacesFull
from registry.queries.cases import HeldCase, held, may_choose
from registry.queries.choices import Offer
from registry.queries.terms import terms_from
from registry.reference.municipalities import places
from web.access import held_case, permits
from web.citizen.attempts import WINDOW_MINUTES, count_wrong, must_wait
from web.citizen.schemas import CodeForm, ConfirmForm
from web.clock import today
from web.fields import read
from web.flow import carried_out, registrar
from web.languages import current as language
from web.languages import gettext as _
from web.public.terms import notice
from web.sessions import rotate

citizen = Blueprint("citizen", __name__)


@citizen.get("/velg")
@permits("everyone")
def enter_code() -> ResponseReturnValue:
    """Where the code in the decision letter is typed."""
    return render_template("citizen/enter_code.html", values={}, errors={})


@citizen.post("/velg")
@permits("everyone")
def use_code() -> ResponseReturnValue:
    """Open the case of a code. Wrong and expired get the same sentence and the same time."""
    if must_wait():
        return render_template("errors/429.html", minutes=WINDOW_MINUTES), 429
    values, errors = read(CodeForm(), request.form)
    case_id = None if errors else registrar().codes.case_of(values["kode"], today())
    if case_id is None:
        if not errors:
            count_wrong()
            errors = {
                "kode": [_("Denne koden kan ikke brukes. Se etter i brevet, eller ring oss.")]
            }
        page = render_template("citizen/enter_code.html", values=request.form, errors=errors)
        return page, 422
    session.clear()
    session["case"] = str(case_id)
    rotate()
    return redirect(url_for(".my_case"), 303)


@citizen.get("/min-sak")
@permits("holds_code")
def my_case() -> ResponseReturnValue:
    """The list to choose from, or the receipt of what was chosen."""
    case = _case()
    found, free = may_choose(current_app.extensions["pool"], case, today(), language())
    chosen = _chosen(case, found)
    page = "citizen/choose.html" if case.admission is None else "citizen/receipt.html"
    if case.admission and chosen is None:
        page = "citizen/chosen_is_gone.html"
    return render_template(page, **_shown(case), offers=found, free=free, chosen=chosen)


@citizen.get("/min-sak/andre")
@permits("holds_code")
def others() -> ResponseReturnValue:
    """The list again, for whoever has chosen and wants another."""
    case = _case()
    found, free = may_choose(current_app.extensions["pool"], case, today(), language())
    others = [offer for offer in found if offer.admission != case.admission]
    chosen = _chosen(case, found)
    return render_template(
        "citizen/choose.html", **_shown(case), offers=others, free=free, chosen=chosen
    )


@citizen.get("/min-sak/velg/<string(length=9):number>")
@permits("holds_code")
def offer(number: str) -> ResponseReturnValue:
    """What choosing this supplier means, before it is done."""
    case = _case()
    wanted = _offered(case, number)
    if wanted is None:
        return _not_with_this_code(case), 404
    if wanted.admission == case.admission:
        return redirect(url_for(".my_case"), 303)
    return _confirm(case, wanted)


@citizen.post("/min-sak/velg/<string(length=9):number>")
@permits("holds_code")
def choose(number: str) -> ResponseReturnValue:
    """Choose. When the last place went meanwhile, say so with the other suppliers."""
    case = _case()
    wanted = _offered(case, number)
    if wanted is None:
        return _not_with_this_code(case), 404
    values, errors = read(ConfirmForm(), request.form)
    if errors:
        return _confirm(case, wanted), 422
    try:
        position = cases.choose_supplier(
            registrar(), _command(values, case.id), case.id, wanted.admission
        )
    except (PlacesFull, PlacesClosed, NotAdmitted):
        return _confirm(case, wanted, full=True), 409
    except SupplierAlreadyChosen:
        return redirect(url_for(".my_case"), 303)
    carried_out(cases=position)
    return redirect(url_for(".my_case"), 303)


@citizen.post("/min-sak/angre")
@permits("holds_code")
def regret() -> ResponseReturnValue:
    """Take the choice back without choosing another now."""
    values, errors = read(ConfirmForm(), request.form)
    if errors:
        return redirect(url_for(".my_case"), 303)
    try:
        case_id = held_case()
        carried_out(cases=cases.regret_choice(registrar(), _command(values, case_id), case_id))
    except NothingChosen:
        pass
    return redirect(url_for(".my_case"), 303)


@citizen.post("/min-sak/lukk")
@permits("holds_code")
def close() -> ResponseReturnValue:
    """Leave the case, for whoever sits at a machine that others use."""
    session.clear()
    return redirect(url_for("public.front"), 303)


def _case() -> HeldCase:
    case = held(current_app.extensions["pool"], held_case())
    if case is None:
        session.clear()
        raise NotFound
    return case


def _chosen(case: HeldCase, found: list[Offer]) -> Offer | None:
    """The one the case has chosen, if it can still be seen."""
    return next((offer for offer in found if offer.admission == case.admission), None)


def _offered(case: HeldCase, number: str) -> Offer | None:
    """The supplier with this number, if it can be chosen with this code."""
    found, g.free = may_choose(current_app.extensions["pool"], case, today(), language())
    g.offers = found
    return next((one for one in found if one.number == number), None)


def _not_with_this_code(case: HeldCase) -> str:
    """The supplier is somewhere else: say so, and show those the code opens."""
    return render_template(
        "citizen/choose.html",
        **_shown(case),
        offers=g.offers,
        free=g.free,
        chosen=_chosen(case, g.offers),
        not_here=True,
    )


def _confirm(case: HeldCase, wanted: Offer, *, full: bool = False) -> str:
    full = full or not g.free.get(wanted.admission)
    start = wanted.facts.get("start_days", cases.USUAL_START_DAYS)
    contact = wanted.facts.get("first_contact_days", cases.USUAL_CONTACT_DAYS)
    others = [one for one in g.offers if g.free.get(one.admission) and one is not wanted]
    return render_template(
        "citizen/full.html" if full else "citizen/confirm.html",
        **_shown(case),
        wanted=wanted,
        offers=others,
        free=g.free,
        dates=choice_dates(today(), terms_from(case.terms), start, contact),
        chosen=_chosen(case, g.offers),
    )


def _shown(case: HeldCase) -> dict[str, Any]:
    return {
        "case": case,
        "terms": terms_from(case.terms),
        "notice": notice(terms_from(case.terms)),
        "place": places()[case.municipality],
        "may_regret": case.may_regret(today()),
    }


def _command(values: dict[str, Any], case_id: UUID) -> Command:
    """Who holds a code acts as the case itself: no user, no name."""
    return Command(values["command_id"], case_id)
