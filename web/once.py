"""What is shown once: the answer to a form that is sent again shows nothing new."""

from __future__ import annotations

from flask import g, session

REMEMBERED = 20
"""So many of the last commands are remembered."""


def shown_before(command_id: str) -> bool:
    """Whether the answer to a command was shown already; from now on it was. Kept out of caches."""
    g.private = True
    shown: list[str] = session.get("codes_shown", [])
    session["codes_shown"] = [*shown, command_id][-REMEMBERED:]
    return command_id in shown
