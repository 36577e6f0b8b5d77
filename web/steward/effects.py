"""The template beside the live concessions: what the next version would do, and what many change."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.domain.deviation import Way
from registry.domain.merging import Meeting
from registry.queries.live import OFTEN, Often, dry_run, live, often_changed
from registry.queries.workplace_steward import proposed
from web.access import permits
from web.clock import today
from web.languages import gettext as _
from web.node_words import capital, national, said
from web.steward.approval import whole_of
from web.steward.nodes import newest_version
from web.steward.place import drafted, ours, steward
from web.workplace import pool


@steward.get("/prove")
@permits("signed_in")
def try_version() -> ResponseReturnValue:
    """What the version that waits would do to live concessions, or else the drafts."""
    ours()
    waiting, stands = proposed(pool()), newest_version()
    new = whole_of(waiting, stands.nodes) if waiting else drafted().on(stands.nodes)
    return render_template(
        "steward/dry_run.html",
        version=stands.version + 1,
        is_waiting=waiting is not None,
        found=dry_run(live(pool(), today()), new),
        kinds=list(Meeting),
    )


@steward.get("/ofte-endret")
@permits("signed_in")
def often() -> ResponseReturnValue:
    """The points that more than 30 per cent of the live concessions change."""
    ours()
    concessions = live(pool(), today())
    return render_template(
        "steward/often.html",
        found=often_changed(concessions),
        concessions=len(concessions),
        limit=OFTEN // 100,
        national_of=lambda node: capital(national(node)),
        usual_of=_usual,
        ways_of=_ways,
    )


def _usual(each: Often) -> str:
    """The median of a number, or the option that most have."""
    if each.most_used:
        return capital(said(each.node, [], each.most_used))
    return capital(said(each.node, [each.median], [])) if each.median is not None else ""


def _ways(each: Often) -> str:
    named = {
        Way.SET: _("setter en annen verdi"),
        Way.LEFT_OUT: _("tar bort punktet"),
        Way.ADDED_TO: _("legger til tekst"),
        Way.REPLACED: _("bytter ut teksten"),
    }
    return ", ".join(f"{count} {named[way]}" for way, count in each.ways.items())
