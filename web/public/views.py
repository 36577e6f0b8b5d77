"""The public pages. Everything a page needs is in the module of its subject."""

from __future__ import annotations

from web.public import (
    about,
    choosing,
    concessions,
    front,
    hearing,
    log,
    municipalities,
    suppliers,
    template,
)
from web.public.blueprint import public

__all__ = [
    "about",
    "choosing",
    "concessions",
    "front",
    "hearing",
    "log",
    "municipalities",
    "public",
    "suppliers",
    "template",
]
