"""The kinds of audiences that occasions name: each says whom a scene is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, LiteralString

from registry.domain.roles import Function, OrganisationKind
from registry.mail.audience import Audience
from registry.mail.scene import Scene
from registry.projections.model import day_of

ADMITTED = """
SELECT DISTINCT s.number FROM read.admissions a JOIN read.suppliers s ON s.id = a.supplier
WHERE a.concession = %s AND a.status = 'granted' AND a.valid_to >= %s
"""
ASKED_THE_SAME = """
SELECT DISTINCT s.number FROM read.questions q JOIN read.suppliers s ON s.id = q.supplier
WHERE q.id = %(id)s OR q.joined_to = %(id)s
"""
ON_VERSIONS = """
SELECT DISTINCT c.id, c.members FROM read.concessions c JOIN read.documents d ON d.concession = c.id
WHERE c.status = 'published' AND c.valid_to = '9999-12-31' AND d.valid_to = '9999-12-31'
    AND d.template_version = ANY(%s)
"""
REMARKED = (
    "SELECT organisation FROM read.hearing_remarks WHERE id = %s AND organisation IS NOT NULL"
)
TOWN, FIRM, STEWARDS = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.SUPPLIER,
    OrganisationKind.STEWARD,
)
WRITERS = frozenset({Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION})
SUPPLIERS = frozenset({Function.APPLY, Function.KEEP_FACTS})
OWNERS = frozenset({Function.MANAGE_PEOPLE})


@dataclass(frozen=True)
class Told:
    """Who is told, under a name that is kept."""

    name: str
    audiences: Callable[[Scene], Iterable[Audience]]


def lead(*functions: Function) -> Told:
    """Those in the municipality that leads the concession."""
    return Told("lead", lambda scene: [_in_towns(functions, scene.members[:1])])


def invited(*functions: Function) -> Told:
    """Those in the municipalities that were asked to take part."""
    return Told("invited", lambda scene: [_in_towns(functions, scene.members[1:])])


def stewards(*functions: Function) -> Told:
    """Those who keep the template."""
    return Told("stewards", lambda _: [Audience(frozenset(functions), STEWARDS)])


def the_supplier(*functions: Function) -> Told:
    """Those at the supplier it is about."""
    return Told("supplier", lambda scene: [_at_firms(functions, filter(None, [scene.number]))])


def _its_members(scene: Scene) -> Iterable[Audience]:
    yield _in_towns(WRITERS, scene.members)


def _admitted(scene: Scene) -> Iterable[Audience]:
    yield _at_firms(SUPPLIERS, _in_concession(scene, scene.concession))


def _askers(scene: Scene) -> Iterable[Audience]:
    yield _at_firms([Function.APPLY], _asked(scene))


def _other_admitted(scene: Scene) -> Iterable[Audience]:
    yield _at_firms(SUPPLIERS, _in_concession(scene, scene.concession) - _asked(scene))


def _on_its_versions(scene: Scene) -> Iterable[Audience]:
    with scene.pool.connection() as connection:
        rows = connection.execute(ON_VERSIONS, (scene.event.versions,)).fetchall()
    yield _in_towns(WRITERS, [number for _, numbers in rows for number in numbers])
    firms = [_in_concession(scene, concession) for concession, _ in rows]
    yield _at_firms(SUPPLIERS, frozenset().union(*firms))


def _who_remarked(scene: Scene) -> Iterable[Audience]:
    with scene.pool.connection() as connection:
        row = connection.execute(REMARKED, (scene.event.remark,)).fetchone()
    if row:
        yield Audience(WRITERS | SUPPLIERS, through=row[0])


MEMBERS = Told("members", _its_members)
"""Those who write and approve in every municipality of the concession."""
ADMITTED_SUPPLIERS = Told("admitted", _admitted)
"""Those at every supplier that is in the concession, or was until that day."""
ASKERS = Told("askers", _askers)
"""Those at every supplier that asked this, or the same as this. Who they are is told to nobody."""
OTHER_ADMITTED = Told("other admitted", _other_admitted)
ON_ITS_VERSIONS = Told("on its versions", _on_its_versions)
"""Those in the municipalities and at the suppliers whose documents hold what was recalled."""
WHO_REMARKED = Told("who remarked", _who_remarked)
"""Those in the organisation that gave the remark; a private person gave no address."""
ALL_TOWNS = Told("towns", lambda _: [Audience(WRITERS, TOWN)])
ALL_SUPPLIERS = Told("suppliers", lambda _: [Audience(frozenset({Function.APPLY}), FIRM)])
THE_USER = Told("user", lambda scene: [Audience(user=scene.event.user)])
"""The person whose role it is."""
ITS_OWNERS = Told("owners", lambda scene: [Audience(OWNERS, through=scene.event.originator_id)])
"""Those who manage people in the organisation it happened in."""
MANDATED = Told("mandated", lambda scene: [Audience(OWNERS, through=scene.event.organisation)])
"""Those who manage people in the organisation that acts, or acted, for the municipality."""


def _in_towns(functions: Iterable[Function], numbers: Iterable[str]) -> Audience:
    return Audience(frozenset(functions), TOWN, frozenset(numbers))


def _at_firms(functions: Iterable[Function], numbers: Iterable[str]) -> Audience:
    return Audience(frozenset(functions), FIRM, frozenset(numbers))


def _in_concession(scene: Scene, concession: object) -> frozenset[str]:
    return _numbers(scene, ADMITTED, (concession, day_of(scene.event)))


def _asked(scene: Scene) -> frozenset[str]:
    return _numbers(scene, ASKED_THE_SAME, {"id": scene.event.originator_id})


def _numbers(scene: Scene, query: LiteralString, values: Any) -> frozenset[str]:
    with scene.pool.connection() as connection:
        return frozenset(row[0] for row in connection.execute(query, values))
