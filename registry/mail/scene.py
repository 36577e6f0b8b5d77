"""What has happened, and where: what is needed to say who is told, and to say it to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, LiteralString
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.admission import Admission
from registry.domain.concession import Concession
from registry.domain.municipality import Municipality
from registry.domain.places import Places
from registry.domain.question import Question
from registry.reference.municipalities import places

CONCESSION = """
SELECT members, practice FROM read.concessions WHERE id = %s ORDER BY valid_from DESC LIMIT 1
"""
SUPPLIER = """
SELECT s.number, coalesce(name.body, s.number) FROM read.suppliers s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE s.id = %s ORDER BY s.valid_from DESC LIMIT 1
"""
ADMISSION = "SELECT concession, supplier, id FROM read.admissions WHERE id = %s LIMIT 1"
OF_PLACES = """
SELECT a.concession, a.supplier, a.id FROM read.places p JOIN read.admissions a ON a.id = p.admission
WHERE p.id = %s LIMIT 1
"""
QUESTION = "SELECT concession, supplier, NULL::uuid FROM read.questions WHERE id = %s LIMIT 1"
TOWN = "SELECT number FROM read.municipalities WHERE id = %s LIMIT 1"


@dataclass(frozen=True)
class Scene:
    """An event with what stands around it. What it has nothing to do with is empty.

    `members` are municipality numbers, and the first leads. `number` is the supplier's own.
    """

    pool: ConnectionPool
    event: Any
    concession: UUID | None = None
    admission: UUID | None = None
    members: tuple[str, ...] = ()
    is_practice: bool = False
    number: str | None = None
    supplier: str = ""

    @property
    def names(self) -> dict[str, str]:
        """The official names that words may hold, and the ids that addresses may: nothing typed."""
        member = getattr(self.event, "member", None)
        return {
            "place": places()[self.members[0]].short_name if self.members else "",
            "supplier": self.supplier,
            "member": places()[member].short_name if member else "",
            "version": str(getattr(self.event, "version", "")),
            "concession": str(self.concession),
            "admission": str(self.admission),
        }


def scene_of(pool: ConnectionPool, event: Any) -> Scene:
    """What stands around an event, in the read models as they are now."""
    its = Scene(pool, event)
    kind = type(event).__qualname__.partition(".")[0]
    if kind == Concession.__name__:
        return _in_concession(its, event.originator_id)
    if kind == Municipality.__name__:
        town = _one(pool, TOWN, event.originator_id)
        return replace(its, members=(town[0],) if town else ())
    asked: dict[str, LiteralString] = {
        Admission.__name__: ADMISSION,
        Places.__name__: OF_PLACES,
        Question.__name__: QUESTION,
    }
    row = _one(pool, asked[kind], event.originator_id) if kind in asked else None
    if row is None:
        return its
    concession, supplier, admission = row
    named = _one(pool, SUPPLIER, supplier) or (None, "")
    its = replace(its, admission=admission, number=named[0], supplier=named[1])
    return _in_concession(its, concession)


def _in_concession(its: Scene, concession: UUID) -> Scene:
    row: Any = _one(its.pool, CONCESSION, concession) or ([], False)
    return replace(its, concession=concession, members=tuple(row[0]), is_practice=row[1])


def _one(pool: ConnectionPool, query: LiteralString, its_id: UUID) -> Any:
    with pool.connection() as connection:
        return connection.execute(query, (its_id,)).fetchone()
