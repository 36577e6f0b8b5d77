"""Rules a command can break. Each carries a stable code; web/ turns codes into words."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule said no. Nothing was stored."""

    code = "rule-broken"


class NotFound(Exception):
    """What the command speaks of does not exist."""

    code = "not-found"


class Busy(Exception):
    """So many acted on the same thing at once that this one gave up after its attempts."""

    code = "busy"
