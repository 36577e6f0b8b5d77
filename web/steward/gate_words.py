"""What must be mended before a version can be published, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.domain.gates import MEASURABLE, MOST_DIFFICULT, Gate, Problem, readability
from registry.domain.node import Node
from registry.domain.values import NodeId
from web.languages import gettext as _
from web.languages import number


@dataclass(frozen=True)
class Read:
    """How hard one kind of text is to read in one language."""

    what: str
    index: int
    most: int

    @property
    def is_hard(self) -> bool:
        return self.index > self.most


def by_gate(found: Iterable[Problem]) -> list[tuple[str, list[NodeId]]]:
    """(what is wrong, with which points): each sentence once; no points where it is the whole."""
    said: dict[str, list[NodeId]] = {}
    for problem in found:
        its = said.setdefault(sentence(problem), [])
        if problem.node is not None:
            its.append(problem.node)
    return list(said.items())


def sentence(problem: Problem) -> str:
    """One thing that is wrong."""
    if problem.gate is Gate.NOT_MEASURABLE:
        return _(
            "Bare %(share)s prosent av det som kreves av leverandørene, kan følges opp. Det må være"
            " minst %(least)s prosent.",
            share=number(problem.number // 100),
            least=number(MEASURABLE // 100),
        )
    if problem.gate is Gate.HARD_TO_READ:
        return _(
            "%(what)s er for tung å lese: %(index)s, og høyst %(most)s er tillatt.",
            what=_named(problem.where),
            index=problem.number,
            most=_most(problem.where),
        )
    return {
        Gate.LOCKED_WITHOUT_LAW: _("Et fast punkt må vise til loven det bygger på."),
        Gate.LAW_NOT_CHECKED: _("Loven må være kontrollert de siste tolv månedene."),
        Gate.NOT_ACTED_ON: _(
            "Registeret henter datoer, tak og priser herfra. Punktet mangler, eller verdien kan ikke"
            " brukes."
        ),
        Gate.CONTRADICTION: _(
            "Malens verdi passer ikke med punktet selv, eller med punktet det avhenger av."
        ),
        Gate.RECALLED: _("Punktet er rettet etter kunngjøringen og må skrives om her også."),
    }[problem.gate]


def legible(nodes: Iterable[Node]) -> list[Read]:
    """How hard the template is to read, language by language."""
    return [Read(_named(where), index, _most(where)) for where, index in readability(nodes).items()]


def _named(where: str) -> str:
    return {
        "text_nb": _("Teksten på bokmål"),
        "text_nn": _("Teksten på nynorsk"),
        "plain_nb": _("Kort sagt på bokmål"),
        "plain_nn": _("Kort sagt på nynorsk"),
        "plain_en": _("Kort sagt på engelsk"),
    }[where]


def _most(where: str) -> int:
    return MOST_DIFFICULT[where.partition("_")[0]]
