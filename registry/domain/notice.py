"""Which notice has to stand elsewhere before anybody may apply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum

from registry.domain.deviation import Clause
from registry.domain.regime_hints import CHANNEL, OVER_THE_LIMIT, REGIME
from registry.domain.said import Said


class NoticeChannel(Enum):
    """A database of notices. What stands in TED has come there through Doffin."""

    DOFFIN = "doffin"
    TED = "ted"


SAID = {"doffin": NoticeChannel.DOFFIN, "doffin_ted": NoticeChannel.TED}
"""By the options of the template's node. Its own site and the registry alone ask for none."""


def stands(required: NoticeChannel | None, given: Collection[NoticeChannel]) -> bool:
    """Whether the notice that is asked for stands there. What stands in TED stands in Doffin too."""
    return required is None or any(each in given for each in _enough(required))


def stood_since(
    required: NoticeChannel | None, known: Mapping[str, date], published_on: date
) -> date | None:
    """The first day that it was both published and announced as it asks for; None: not yet.

    `known` has, by the channel's name, the day on which each notice was told to the registry: nobody
    could apply before.
    """
    if required is None:
        return published_on
    days = [known[each.value] for each in _enough(required) if each.value in known]
    return max(published_on, min(days)) if days else None


def _enough(required: NoticeChannel) -> set[NoticeChannel]:
    return {required, NoticeChannel.TED}


def needs_notice(clauses: Iterable[Clause]) -> NoticeChannel | None:
    """The widest notice that an effective document asks for, or None.

    Over the threshold the rules ask for TED, whatever the document says. Else it is what the document
    itself says: where it tells suppliers that it is announced, it has to be.
    """
    said = Said(clauses)
    if said.option(REGIME) in OVER_THE_LIMIT:
        return NoticeChannel.TED
    return SAID.get(said.option(CHANNEL))
