"""The public pages. Everything a page needs is in the module of its subject."""

from __future__ import annotations

from web.public import (
    about,
    beside,
    choosing,
    concessions,
    figures,
    front,
    hearing,
    log,
    municipalities,
    questions,
    suppliers,
    template,
)
from web.public.blueprint import public

__all__ = [
    "about",
    "beside",
    "choosing",
    "concessions",
    "figures",
    "front",
    "hearing",
    "log",
    "municipalities",
    "public",
    "questions",
    "suppliers",
    "template",
]
