"""The stewards' workplace: one writes the national template, two others approve."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from registry.domain.organisation import Function
from registry.queries import hearings
from registry.queries.workplace_steward import Proposed, proposed, waiting_recalls
from web.access import permits
from web.clock import today
from web.languages import day, ngettext
from web.languages import gettext as _
from web.sessions import current_user
from web.steward import (
    approval,
    changes,
    effects,
    law,
    new_nodes,
    nodes,
    recalls,
    remarks,
)
from web.steward.place import drafted, ours, steward
from web.workplace import Task, in_order, pool

__all__ = [
    "approval",
    "changes",
    "effects",
    "law",
    "new_nodes",
    "nodes",
    "recalls",
    "remarks",
    "steward",
]


@steward.get("")
@permits("signed_in")
def tasks() -> ResponseReturnValue:
    """What to do next, by date."""
    functions, user = ours().functions, current_user()
    assert user is not None
    waiting, found = proposed(pool()), list[Task]()
    if Function.APPROVE_TEMPLATE in functions:
        found += _to_approve(waiting, user.user_id)
    if Function.EDIT_TEMPLATE in functions:
        found += [*_to_write(waiting), *_to_read()]
    return render_template("steward/tasks.html", tasks=in_order(found))


def _to_approve(waiting: Proposed | None, me: UUID) -> Iterator[Task]:
    if waiting and me not in (waiting.proposed_by, waiting.approved_by):
        yield Task(
            _("Kunngjør versjon %(number)s av malen", number=waiting.version)
            if waiting.approved_by
            else _("Godkjenn versjon %(number)s av malen", number=waiting.version),
            ngettext(
                "Ett punkt er endret.",
                "%(num)s punkter er endret.",
                len(waiting.nodes) + len(waiting.retired),
            ),
            _("Se på endringene"),
            url_for(".proposal"),
            waiting.effective_from,
        )
    for recall in waiting_recalls(pool()):
        if recall.by != me:
            yield Task(
                _("Ta stilling til en rettelse"),
                _("En annen mener at et punkt er feil etter loven."),
                _("Se på rettelsen"),
                url_for(".proposal", _anchor="rettelser"),
                recall.effective_from,
            )


def _to_write(waiting: Proposed | None) -> Iterator[Task]:
    count = len(drafted())
    if not count:
        return
    heard = hearings.newest(pool(), today())
    if waiting is not None:
        what = _("Versjonen som skal gjelde fra %(day)s, må godkjennes først.",
                 day=day(waiting.effective_from))  # fmt: skip
    elif heard is None:
        what = _("Send dem på høring når de er ferdige.")
    elif heard.is_open(today()):
        what = _("De er på høring til og med %(day)s.", day=day(heard.closes_on))
    else:
        what = _("Høringen er over. Send dem til godkjenning når de er ferdige.")
    yield Task(
        ngettext("Ett punkt er under arbeid", "%(num)s punkter er under arbeid", count),
        what,
        _("Se endringene"),
        url_for(".changes"),
    )


def _to_read() -> Iterator[Task]:
    heard = hearings.newest(pool(), today())
    count = sum(its.is_waiting for its in hearings.remarks(pool(), heard.id)) if heard else 0
    if heard and count:
        yield Task(
            ngettext("Les ett innspill", "Les %(num)s innspill", count),
            _("Ingen andre ser dem før du har lest at de ikke beskriver en person."),
            _("Les"),
            url_for(".remarks"),
            heard.closes_on,
        )
