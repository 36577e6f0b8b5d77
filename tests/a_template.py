"""The template's life as tests need it: a first version of three people, and a next one that is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from registry.application import templates
from registry.application.desk import Command, Registrar
from registry.domain.node import Node
from registry.domain.template import LEAST_HEARING
from registry.domain.values import OSLO, NodeId
from registry.reference.template import nodes
from tests.scenario import KARI, SOLVEIG, TORE

On = Callable[[UUID], Command]
"""Makes a new command of somebody's."""
A_MONTH = timedelta(days=30)
MONTHS_AGO = timedelta(days=290)
"""Long enough for what tests tell of, and the law was looked up within the year."""


def publish_first_version(
    registrar: Registrar, on: On, effective_from: date, day: date | None = None
) -> None:
    """Begin the template with the version that comes with the registry. `day` is when, if not some
    months ago, so that there is a template for what tests tell of the past."""
    began = datetime.now(UTC) - MONTHS_AGO
    looked_up = (day or began.date()) - A_MONTH

    def then(who: UUID) -> Command:
        return on(who) if day else replace(on(who), at=began)

    templates.start_template(registrar, then(SOLVEIG))
    templates.propose_version(registrar, then(SOLVEIG), nodes(looked_up), effective_from)
    templates.approve_version(registrar, then(TORE))
    templates.publish_version(registrar, then(KARI))


def hear(
    registrar: Registrar, on: On, changed: Iterable[Node], retired: Iterable[NodeId] = ()
) -> UUID:
    """Hold a hearing of some changed nodes, and some that go, that ended yesterday."""
    yesterday = datetime.now(OSLO).date() - timedelta(days=1)
    opened = datetime.now(UTC) - LEAST_HEARING - timedelta(days=1)
    command = replace(on(SOLVEIG), at=opened)
    return templates.open_hearing(registrar, command, changed, yesterday, retired)[0]


def publish_next_version(
    registrar: Registrar,
    on: On,
    changed: Iterable[Node],
    effective_from: date,
    retired: Iterable[NodeId] = (),
) -> None:
    """Hear, propose, approve and publish some changed nodes, and let some go."""
    its, gone = list(changed), list(retired)
    hear(registrar, on, its, gone)
    templates.propose_version(registrar, on(SOLVEIG), its, effective_from, gone)
    templates.approve_version(registrar, on(TORE))
    templates.publish_version(registrar, on(KARI))
