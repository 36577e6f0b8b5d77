"""What a concession's page says of what waits: for a second person, or for another municipality."""

from __future__ import annotations

from typing import Any

from registry.domain.values import EndingGround
from registry.queries.documents import Version
from registry.queries.life import agreed, proposal
from registry.queries.workplace_municipality import OurConcession
from registry.words import say
from web.languages import current
from web.municipality.place import concessions_place, may_propose, ours
from web.sessions import current_user
from web.workplace import municipality_name, pool


def waiting_in(found: OurConcession, pending: Version | None = None) -> dict[str, Any]:
    """What was put forward last about its end, by whom; and who has said yes to what is amended."""
    user, its = current_user(), proposal(pool(), found.id)
    return {
        "proposal": its,
        "proposed_by_me": its is not None and user is not None and its.sent_by == user.user_id,
        "proposed_ground": say(EndingGround(its.ground), current()) if its and its.ground else "",
        "may_propose": may_propose(concessions_place()),
        "agreement": _agreement(found, pending) if pending and pending.material else None,
    }


def _agreement(found: OurConcession, pending: Version) -> dict[str, Any] | None:
    """(municipality, the day it said yes) of those that do not lead, and whether we are asked."""
    if len(found.members) == 1:
        return None
    yes = agreed(pool(), found.id, pending.number)
    return {
        "members": [(municipality_name(each), yes.get(each)) for each in found.members[1:]],
        "asked": ours() in found.members[1:] and ours() not in yes,
        "lead": municipality_name(found.members[0]),
    }
