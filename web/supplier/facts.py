"""The supplier itself: registering it once, and its facts, set by set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from registry.application import suppliers
from registry.application.desk import Command, Registrar
from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.supplier import Supplier
from registry.domain.values import Language, SupplierKind
from registry.queries.workplace_supplier import SETS, OurSupplier
from registry.words import ROWS, pick, say
from web.access import permits
from web.clock import today
from web.fields import read
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.node_words import capital
from web.supplier.fact_fields import SETS as FORMS
from web.supplier.fact_fields import as_typed, asked, facts_of
from web.supplier.place import ours, own_number, registered, supplier
from web.supplier.schemas import KINDS, WRITTEN, PresentationForm, RegisterForm
from web.workplace import posted

CONFIRM: dict[str, Callable[[Registrar, Command, UUID, Any], int]] = {
    "wages": suppliers.confirm_wages,
    "budget": suppliers.confirm_budget,
    "support": suppliers.confirm_support,
}


def set_name(name: str) -> str:
    """What a set of facts is called."""
    return {
        "wages": _("Lønn og tillegg"),
        "budget": _("Penger til drift"),
        "support": _("Støtte, vikarer og frihet"),
    }[name]


@supplier.get("/registrer")
@permits("keep_facts")
def register() -> ResponseReturnValue:
    """Where a supplier that is not in the registry comes in."""
    if registered():
        return redirect(url_for(".facts"), 303)
    return _register({"language": current()}, {})


@supplier.post("/registrer")
@permits("keep_facts")
def do_register() -> ResponseReturnValue:
    """Take the supplier in, with its own words about itself."""
    values, errors = posted(RegisterForm())
    if errors:
        return _register(request.form, errors), 422
    asked_for = command(values)
    number, kind = own_number(), SupplierKind(values["kind"])
    suppliers.register_supplier(registrar(), asked_for, number, kind, values["name"])
    return _present(asked_for.second_half("presentation"), values)


@supplier.get("/opplysninger")
@permits("signed_in")
def facts() -> ResponseReturnValue:
    """Everything the supplier says about itself, and when it was last confirmed."""
    its = ours()
    sets = [(name, set_name(name), its.confirmed_on(name), _said(its, name)) for name in SETS]
    stale_before = today() - timedelta(days=STALE_AFTER_DAYS)
    return render_template(
        "supplier/facts.html", supplier=its, sets=sets, stale_before=stale_before
    )


@supplier.get("/opplysninger/presentasjon")
@permits("keep_facts")
def presentation() -> ResponseReturnValue:
    """The supplier's own words."""
    its = ours()
    values = {"presentation": its.presentation, "language": its.language or current()}
    return _presentation(values, {})


@supplier.post("/opplysninger/presentasjon")
@permits("keep_facts")
def present() -> ResponseReturnValue:
    """Change them."""
    ours()
    values, errors = posted(PresentationForm())
    if errors:
        return _presentation(request.form, errors), 422
    return _present(command(values), values)


@supplier.get("/opplysninger/<fact_set:which>")
@permits("keep_facts")
def edit_facts(which: str) -> ResponseReturnValue:
    """One set as a form, filled with what stands."""
    return _edit(which, as_typed(which, ours().facts(which) or {}), {})


@supplier.post("/opplysninger/<fact_set:which>")
@permits("keep_facts")
def confirm_facts(which: str) -> ResponseReturnValue:
    """Say that this holds today."""
    its = ours()
    values, errors = posted(FORMS[which][0]())
    if errors:
        return _edit(which, request.form, errors), 422
    return _confirm(its, which, command(values), facts_of(which, values))


@supplier.post("/opplysninger/<fact_set:which>/stemmer")
@permits("keep_facts")
def still_holds(which: str) -> ResponseReturnValue:
    """Say that what stands holds today too."""
    its = ours()
    stands = its.facts(which)
    if stands is None:
        abort(404)
    typed = {**as_typed(which, stands), "command_id": request.form.get("command_id", "")}
    values, errors = read(FORMS[which][0](), MultiDict(typed))
    if errors:
        return _edit(which, typed, errors), 422
    return _confirm(its, which, command(values), facts_of(which, values))


def _confirm(its: OurSupplier, name: str, asked_for: Command, held: Any) -> ResponseReturnValue:
    carried_out(CONFIRM[name](registrar(), asked_for, its.id, held))
    return redirect(url_for(".facts"), 303)


def _present(asked_for: Command, values: dict[str, Any]) -> ResponseReturnValue:
    supplier_id, language = Supplier.id_for(own_number()), Language(values["language"])
    position = suppliers.present(
        registrar(), asked_for, supplier_id, values["presentation"], language
    )
    carried_out(position)
    return redirect(url_for(".facts"), 303)


def _said(its: OurSupplier, name: str) -> list[tuple[str, str]]:
    """A set as the comparison shows it."""
    held = getattr(its, name)
    cells = held[current()] if held else {}
    return [(pick(row.label, current()), cells[row.key]) for row in ROWS if row.key in cells]


def _register(values: Any, errors: dict[str, Any]) -> str:
    kinds = [(kind.value, say(kind, current())) for kind in KINDS]
    return render_template(
        "supplier/register.html",
        number=own_number(),
        kinds=kinds,
        languages_written=_written(),
        values=values,
        errors=errors,
    )


def _presentation(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "supplier/presentation.html", languages_written=_written(), values=values, errors=errors
    )


def _written() -> list[tuple[str, str]]:
    names = {Language.NB: _("Bokmål"), Language.NN: _("Nynorsk")}
    return [(each.value, names.get(each) or capital(say(each, current()))) for each in WRITTEN]


def _edit(name: str, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "supplier/edit_facts.html",
        name=name,
        title=set_name(name),
        fields=asked(name),
        confirmed_on=ours().confirmed_on(name),
        values=values,
        errors=errors,
    )
