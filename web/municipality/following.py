"""Following up: the suppliers that are in, and how fresh what they say is."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.values import Accepting
from registry.queries.follow_up import admitted
from registry.words import say
from web.access import permits
from web.clock import today
from web.languages import current
from web.municipality.place import municipality, ours
from web.workplace import pool


@municipality.get("/oppfolging")
@permits("follow_up")
def follow_up() -> ResponseReturnValue:
    """Each supplier with what it has confirmed, and when."""
    found = admitted(pool(), ours(), today())
    stale_before = today() - timedelta(days=STALE_AFTER_DAYS)
    rows = [
        (each, say(Accepting(each.accepting), current()) if each.accepting else "")
        for each in found
    ]
    stale = sum(each.oldest is None or each.oldest < stale_before for each in found)
    return render_template(
        "municipality/follow_up.html", rows=rows, stale=stale, stale_before=stale_before
    )
