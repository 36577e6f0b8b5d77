"""Keeping what is typed in a draft: once, beside what others write, also when the draft is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from flask import request

from registry import drafts
from registry.application.desk import Command
from registry.domain.organisation import OrganisationKind
from registry.domain.values import Act
from web.flow import command, registrar
from web.municipality import beginnings, drafting
from web.municipality.autosave import by_itself
from web.municipality.schemas import DraftForm, PostedDraftForm
from web.municipality.work import Work, find, read
from web.workplace import place_of, pool, posted


class NotKept(Exception):
    """What was typed could not be kept: `errors` say why, or `other` was saved meanwhile.

    `version` is the one that was read; `work` carries the one that saving knowingly overwrites.
    """

    def __init__(
        self, work: Work, version: int, errors: dict[str, Any], other: drafts.Draft | None = None
    ) -> None:
        super().__init__(work.draft.id)
        self.work, self.version, self.errors, self.other = work, version, errors, other


class NeverAsked(Exception):
    """A command that was not carried out before."""


def posted_to(draft_id: UUID) -> Work:
    """The draft that a form was posted to. One that is gone begins again, as version 0."""
    found = find(draft_id)
    if found is not None:
        return found
    values, _errors = posted(PostedDraftForm())
    if not values.get("amends"):
        return read(drafts.Draft(draft_id, 0, beginnings.from_template()))
    body = beginnings.amending(values["amends"])
    return read(drafts.Draft(draft_id, 0, body | ({"upgrade": "1"} if values["upgrade"] else {})))


def keep(work: Work, names: set[str]) -> Work:
    """Keep the posted fields in the draft. Raises NotKept with everything that was typed."""
    values, errors = posted(DraftForm())
    mine, version = _typed(work, names), values.get("version", 0)
    errors |= drafting.unstorable(mine.body)
    if errors:
        raise NotKept(read(replace(mine, version=version)), version, errors)
    if work.is_gone:
        if version or by_itself():
            raise NotKept(read(mine), version, {}, work.draft)
        mine = replace(mine, id=uuid5(values["command_id"], "draft"))
    try:
        return read(replace(mine, version=_saved(mine, version)))
    except drafts.DraftChanged as other:
        now = replace(mine, version=other.current.version)
        if other.current.body != mine.body:
            raise NotKept(read(now), version, {}, other.current) from None
    return read(now)


def sent_before(work: Work) -> UUID | None:
    """The concession a form led to when it was sent the first time; None for one never sent."""
    values, errors = posted(DraftForm())
    if errors or not was_carried_out(command(values)):
        return None
    return work.amends or command(values).new_id("concession")


def was_carried_out(asked: Command) -> bool:
    """Whether a command was carried out before. Nothing is done now."""

    def never(_act: Act) -> list[Any]:
        raise NeverAsked

    try:
        registrar().registry.carry_out(asked, never)
    except NeverAsked:
        return False
    return True


def _typed(work: Work, names: set[str]) -> drafts.Draft:
    """The draft with the posted fields in it."""
    nodes = list(work.basis.nodes.values())
    names = drafting.asked_in(nodes, request.form, names)
    typed = drafting.kept(nodes, request.form, names)
    kept = {name: said for name, said in work.body.items() if name not in names}
    return replace(work.draft, body=kept | typed)


def _saved(mine: drafts.Draft, version: int) -> int:
    organisation = place_of(OrganisationKind.MUNICIPALITY).organisation
    return drafts.save(pool(), organisation, drafting.KIND, mine.id, version, mine.body)
