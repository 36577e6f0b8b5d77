"""A concession side by side with another, the template, itself before, or the middle of them all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from registry.queries import concessions as asked
from registry.queries.documents import Document, document, history, newest
from registry.queries.live import Live, live
from registry.queries.nation import FEW, as_template, middle_of_all, nearest
from registry.reference.municipalities import neighbours, places
from web.access import permits
from web.documents import changed_rows
from web.languages import current as language
from web.languages import gettext as _
from web.languages import ngettext
from web.public.blueprint import public
from web.public.concessions import written
from web.workplace import pool

TEMPLATE, BEFORE, MIDDLE = "malen", "forrige", "midten"
"""What ?med= says of what is no other concession."""
Choices = list[tuple[str, str]]
"""(what ?med= says, what the reader sees)"""


@dataclass(frozen=True)
class Sides:
    """A concession and what it can be held up against: others, and all that hold on the day."""

    its: asked.ConcessionRow
    whole: Document
    others: list[asked.ConcessionRow]
    nation: list[Live]

    def held_up(self, wanted: str) -> tuple[str, Document | None]:
        """What to call what somebody wants beside it, and what that says; None where there is none."""
        if wanted == TEMPLATE:
            return self._template(), as_template(self.whole.basis)
        if wanted == BEFORE:
            return _("Versjonen før"), self._before()
        if wanted == MIDDLE and len(self.nation) >= FEW:
            return _("Midten av alle"), middle_of_all(self.whole.basis, self.nation)
        other = next((each for each in self.others if str(each.id) == wanted), None)
        if other is None:
            return "", None
        return other.names[0], document(pool(), other.id, other.amendment)

    def offered(self) -> Choices:
        """What is no other concession."""
        found = [(TEMPLATE, self._template())]
        if self.its.amendment > 0:
            found.append((BEFORE, _("Versjonen før")))
        if len(self.nation) >= FEW:
            found.append((MIDDLE, _("Midten av alle")))
        return found

    def alike(self) -> Choices:
        """Those that say something else at the fewest points by weight."""
        by_id = {each.id: each for each in self.others}
        changes = [clause.change for clause in self.whole.clauses if clause.change]
        ours = Live(self.its.id, self.its.members[0], self.whole.basis, changes)
        near = nearest(ours, [each for each in self.nation if each.id in by_id])
        return [(str(each.id), f"{_named(by_id[each.id])}, {_apart(each.points)}") for each in near]

    def groups(self) -> list[tuple[str, Choices]]:
        """The others in three groups: next door, in the same county, elsewhere."""
        next_door = {place.number for number in self.its.members for place in neighbours(number)}
        counties = _counties(self.its)
        near = [each for each in self.others if next_door & set(each.members)]
        same = [each for each in self.others if each not in near and counties & _counties(each)]
        rest = [each for each in self.others if each not in near and each not in same]
        named = [(_("Naboer"), near), (_("Samme fylke"), same), (_("Andre"), rest)]
        return [(name, [(str(its.id), _named(its)) for its in group]) for name, group in named]

    def _template(self) -> str:
        return _("Malen, versjon %(version)s", version=self.whole.basis.version)

    def _before(self) -> Document | None:
        earlier = [
            each for each in history(pool(), self.its.id) if each.number < self.its.amendment
        ]
        last = newest(earlier)
        return document(pool(), self.its.id, last.number) if last else None


@public.get("/konsesjoner/<uuid:concession_id>/ved-siden-av", endpoint="beside")
@permits("everyone")
def two_concessions(concession_id: UUID) -> ResponseReturnValue:
    """Every point where what was chosen says something else; those most alike are named first."""
    its, whole = written(concession_id)
    found = [each for each in asked.concessions(pool(), g.day) if each.id != its.id]
    others = [each for each in found if each.figures]
    sides = Sides(its, whole, others, live(pool(), g.day, in_force=True))
    wanted = request.args.get("med", "")
    name, theirs = sides.held_up(wanted)
    return render_template(
        "public/beside.html",
        sides=sides,
        wanted=wanted if theirs else "",
        name=name,
        rows=changed_rows(theirs, whole, language()) if theirs else [],
        their_figures=theirs.figures if theirs else None,
    )


def _named(its: asked.ConcessionRow) -> str:
    more = len(its.members) - 1
    joint = _("og %(count)s til", count=more) if more else ""
    return f"{its.names[0]} {joint}".rstrip()


def _apart(points: int) -> str:
    if points == 0:
        return _("lik på alle punkter")
    return ngettext("ulik på ett punkt", "ulik på %(num)s punkter", points)


def _counties(its: asked.ConcessionRow) -> set[str]:
    return {places()[number].county_number for number in its.members}
