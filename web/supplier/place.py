"""The supplier's workplace: its blueprint, its menu, and whose workplace it is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g

from registry.domain.roles import Function, OrganisationKind
from registry.domain.values import OrganisationNumber, SupplierKind
from registry.queries.access import Acting
from registry.queries.workplace_supplier import OurSupplier
from registry.queries.workplace_supplier import supplier as find
from web.clock import today
from web.languages import gettext as _
from web.workplace import find_place, menu, place_name, place_of, pool

supplier = Blueprint("supplier", __name__, url_prefix="/for-leverandorer")


def own_number() -> OrganisationNumber:
    """The organisation number of the supplier the signed-in person works for."""
    number = place_of(OrganisationKind.SUPPLIER).number
    assert number is not None
    return number


def registered() -> OurSupplier | None:
    """The supplier as it stands, or None until it has registered itself. Asked once a request."""
    if "our_supplier" not in g:
        found = find(pool(), own_number(), today())
        bare = found is not None and found.kind == SupplierKind.UNREGISTERED.value
        g.our_supplier = None if bare else found
    its: OurSupplier | None = g.our_supplier
    return its


def ours() -> OurSupplier:
    """As registered; before that there is nothing to see."""
    found = registered()
    if found is None:
        abort(404)
    return found


@supplier.context_processor
def frame() -> dict[str, Any]:
    """The top of every page of the workplace."""
    place = find_place(OrganisationKind.SUPPLIER)
    if place is None:
        return {}
    may = {function.value for function in place.functions}
    return {"place_name": place_name(place), "menu": menu(_links(place)), "may": may}


def _links(place: Acting) -> list[tuple[str, str]]:
    links = [("supplier.tasks", _("Å gjøre"))]
    if registered() is None:
        return links
    links.append(("supplier.facts", _("Opplysninger")))
    links.append(("supplier.admissions", _("Hvor dere er med")))
    if Function.APPLY in place.functions:
        links.append(("supplier.open_concessions", _("Søk om opptak")))
        links.append(("supplier.questions", _("Spørsmål")))
    if Function.KEEP_FACTS in place.functions:
        links.append(("supplier.assignments", _("De som har valgt dere")))
    return links
