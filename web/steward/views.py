"""The stewards' workplace: one writes the national template, another approves."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.domain.organisation import Function
from registry.queries.access import Acting
from registry.queries.workplace_steward import proposed
from web.access import permits
from web.languages import day, ngettext
from web.languages import gettext as _
from web.sessions import current_user
from web.steward import approval, nodes
from web.steward.editing import KIND
from web.steward.place import ours, steward
from web.workplace import Task, in_order, pool

__all__ = ["approval", "nodes", "steward"]


@steward.get("")
@permits("signed_in")
def tasks() -> ResponseReturnValue:
    """What to do next, by date."""
    return render_template("steward/tasks.html", tasks=in_order(_tasks(ours())))


def _tasks(place: Acting) -> Iterator[Task]:
    waiting, user = proposed(pool()), current_user()
    mine = waiting and user and waiting.proposed_by == user.user_id
    if waiting and not mine and Function.APPROVE_TEMPLATE in place.functions:
        yield Task(
            _("Godkjenn versjon %(number)s av malen", number=waiting.version),
            ngettext("Ett punkt er endret.", "%(num)s punkter er endret.", len(waiting.nodes)),
            _("Se på endringene"),
            url_for(".proposal"),
            waiting.effective_from,
        )
    if Function.EDIT_TEMPLATE in place.functions:
        rows = drafts.all_of(pool(), place.organisation, KIND)
        if rows:
            yield Task(
                ngettext("Ett punkt er under arbeid", "%(num)s punkter er under arbeid", len(rows)),
                _("Send dem til godkjenning når de er ferdige.")
                if waiting is None
                else _("Versjonen som skal gjelde fra %(day)s, må godkjennes først.",
                       day=day(waiting.effective_from)),
                _("Se endringene"),
                url_for(".changes"),
            )  # fmt: skip
