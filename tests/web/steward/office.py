"""The stewards of a small registry: an editor, two approvers, and where they go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from registry.application.templates import BPA
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.template import LEAST_HEARING, Template
from registry.domain.terms import NODE_OF
from registry.domain.values import OSLO
from registry.template_drafts import drafted
from tests.a_template import hear
from tests.web.steward.filled import filled
from tests.web.workplaces import Town, Worker

FRONT = "/for-forvaltere"
REGRET = NODE_OF["regret_days"]
EDIT = f"{FRONT}/mal/{REGRET}"
CHANGES, APPROVE, REMARKS = (f"{FRONT}/{name}" for name in ("endringer", "godkjenning", "horing"))
STEWARDS = Organisation.id_for(OrganisationKind.STEWARD)
LATER = {"effective_from": "2099-01-01"}


@dataclass
class Office:
    """The editor and the two who approve."""

    town: Town

    def __post_init__(self) -> None:
        self.editor = self.town.steward(Function.EDIT_TEMPLATE)
        self.first = self.town.steward(Function.APPROVE_TEMPLATE)
        self.second = self.town.steward(Function.APPROVE_TEMPLATE)

    @property
    def template(self) -> Template:
        return self.town.house.registrar.registry.get(Template, BPA)

    def write(self, **changed: str) -> None:
        """The editor keeps a draft of the point about regretting."""
        form = filled(REGRET, **({"value": "21"} | changed))
        assert self.editor.post(EDIT, form).status_code == 303

    def hear(self) -> UUID:
        """A hearing of the drafts that ended yesterday."""
        its = drafted(self.town.house.pool, STEWARDS)
        found = hear(self.town.house.registrar, self.town.command, its.nodes.values(), its.retired)
        self.town.projections.catch_up()
        return found

    def propose(self, begins: date | None = None) -> None:
        """Written, heard, and sent for approval."""
        self.write()
        self.hear()
        day = begins.isoformat() if begins else LATER["effective_from"]
        assert self.editor.post(CHANGES, effective_from=day).status_code == 303

    def publish(self, begins: date | None = None) -> None:
        """All the way: one approves, another publishes."""
        self.propose(begins)
        assert self.agree(self.first) == 303
        assert self.agree(self.second) == 303

    def agree(self, who: Worker) -> int:
        """Press the button on the page of what waits, if there is one."""
        page = who.get(APPROVE).text
        found = re.search(r'name="content_hash" value="(\w+)"', page)
        if found is None:
            return 0
        return who.post(APPROVE, content_hash=found[1]).status_code


def today() -> date:
    return datetime.now(OSLO).date()


def in_six_weeks(days: int = 0) -> str:
    """The earliest last day of a hearing that opens today, some days more or less."""
    return (today() + LEAST_HEARING + timedelta(days=days)).isoformat()


def plainly(page: str) -> str:
    """What a page says, without its marks and what only screen readers hear."""
    seen = re.sub(r'<span class="ds-sr-only"[^>]*>.*?</span>', "", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", seen))
