"""A draft under work: what it stands on, what it says, and keeping what is typed in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from flask import abort
from marshmallow.exceptions import SCHEMA

from registry import drafts
from registry.application.concessions import Written
from registry.domain.node import Basis, Node
from registry.domain.organisation import OrganisationKind
from registry.domain.template_refusals import NoVersionPublished
from registry.domain.values import Hash
from registry.queries import workplace_municipality as query
from registry.queries.documents import Document, Why, basis_of, document, history, newest
from registry.queries.workplaces import standing
from registry.reference.template import chapters
from web.clock import today
from web.languages import current
from web.municipality import drafting
from web.municipality.place import ours
from web.node_fields import name_of
from web.workplace import place_of, pool

FIRST = {"form", "starts_on", "heard_on", "members", "practice", "service"}
AMENDING = {"effective_from", "apply_by"}
"""What is typed of a draft itself, beside the template's points. What it is a draft of, nobody types."""


@dataclass(frozen=True)
class Work:
    """The row, the version of the template it stands on, and what it says."""

    draft: drafts.Draft
    basis: Basis
    reading: drafting.Reading

    @property
    def body(self) -> dict[str, Any]:
        return self.draft.body

    @property
    def is_gone(self) -> bool:
        """Whether it was sent in or deleted while somebody wrote."""
        return self.draft.version == 0

    @property
    def amends(self) -> UUID | None:
        """The concession it changes; None for a new one."""
        return UUID(self.body["amends"]) if self.body.get("amends") else None

    @property
    def about(self) -> set[str]:
        return AMENDING if self.amends else FIRST

    @property
    def required(self) -> list[Node]:
        """The points that only the municipality can fill in, on the first page of a new draft."""
        nodes = drafting.asked(self.body, self.basis)
        return [] if self.amends else [node for node in nodes if node.required]

    @property
    def here(self) -> set[str]:
        """The fields of the page of the whole draft."""
        return self.about | {name_of(node.node) for node in self.required} | {SCHEMA, "version"}

    def document(self) -> Document:
        """The effective document as it would be, with what is typed in it."""
        written = self.reading.written
        return Document(
            self.basis,
            self.reading.clauses(self.basis),
            {each.change.node: Why(each.why, each.law) for each in written},
            {each.change.node: each.words for each in written if each.words},
        )

    def nodes(self, chapter: int) -> list[Node]:
        found = [node for node in drafting.asked(self.body, self.basis) if node.chapter == chapter]
        if not found:
            abort(404)
        return found

    def chapter_of(self, name: str) -> int:
        """Which chapter a field belongs to."""
        node = name.partition("--")[0]
        if node.startswith("local-"):
            return int(node.split("-")[1])
        return next(n.chapter for n in self.basis.nodes.values() if name_of(n.node) == node)

    def chapters(self) -> list[tuple[int, str, int, int]]:
        """(chapter, title, deviations, what must be mended) of all that may be filled in."""
        titles = chapters(current())
        numbers = sorted({node.chapter for node in drafting.asked(self.body, self.basis)})
        left = [each.chapter for each in self.document().deviations]
        wrong = [self.chapter_of(name) for name in self.reading.problems]
        return [(each, titles[each], left.count(each), wrong.count(each)) for each in numbers]


def load(draft_id: UUID) -> Work:
    """A draft of the municipality's own; another's is not found."""
    found = find(draft_id)
    if found is None:
        abort(404)
    return found


def find(draft_id: UUID) -> Work | None:
    """A draft of the municipality's own, or None."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    found = drafts.load(pool(), place.organisation, draft_id)
    return read(found) if found else None


def read(draft: drafts.Draft) -> Work:
    basis = _basis(draft.body)
    return Work(draft, basis, drafting.read(draft.body, basis))


def start(command_id: UUID, body: dict[str, Any]) -> UUID:
    """A new draft, once for each command and what it says; returns its id."""
    draft_id = uuid5(command_id, json.dumps(["draft", body], sort_keys=True))
    place = place_of(OrganisationKind.MUNICIPALITY)
    if drafts.load(pool(), place.organisation, draft_id) is None:
        drafts.save(pool(), place.organisation, drafting.KIND, draft_id, 0, body)
    return draft_id


def throw_away(draft_id: UUID) -> None:
    drafts.delete(pool(), place_of(OrganisationKind.MUNICIPALITY).organisation, draft_id)


def written_in(whole: Document) -> list[Written]:
    """What a document says, as it is written: the way back into a draft."""
    return [
        Written(
            clause.change,
            whole.words.get(clause.id),
            its.text if (its := whole.reasons.get(clause.id)) else None,
            its.law if its else None,
        )
        for clause in whole.clauses
        if clause.change is not None
    ]


def led_by_us(concession_id: UUID) -> query.OurConcession:
    """A concession that the municipality leads; another's is not found."""
    for each in query.concessions(pool(), ours(), today()):
        if each.id == concession_id and each.members[0] == ours():
            return each
    abort(404)


def newest_document(concession_id: UUID) -> Document:
    """The last document that was published, whether it holds yet or not."""
    last = newest(history(pool(), concession_id))
    found = document(pool(), concession_id, last.number) if last else None
    if found is None or not found.clauses:  # what was stated has none
        abort(404)
    return found


def newest_basis(day: date) -> Basis:
    found = standing(pool(), day)
    if found is None:
        raise NoVersionPublished
    return found


def _basis(body: dict[str, Any]) -> Basis:
    """A new draft stands on the newest template; an amendment where the concession does."""
    if not body.get("amends") or body.get("upgrade"):
        return newest_basis(today())
    last = newest(history(pool(), UUID(body["amends"])))
    if last is None:
        abort(404)
    return basis_of(pool(), last.template_version, Hash(last.template_hash))
