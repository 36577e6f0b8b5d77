"""The invented people one may sign in as."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Person:
    """Somebody in the picker. ``what`` says in nb, nn and en what this person does."""

    sub: str
    name: str
    organisation: str
    organisation_name: str
    what: dict[str, str]
    acr: str


def read_people(path: Path) -> dict[str, Person]:
    """Return the people in the JSON file ``path`` by ``sub``, in the order of the file."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {row["sub"]: Person(**row) for row in rows}


def by_organisation(people: dict[str, Person]) -> dict[str, list[Person]]:
    """Return the people of each organisation, by the organisation's name."""
    groups: dict[str, list[Person]] = {}
    for person in people.values():
        groups.setdefault(person.organisation_name, []).append(person)
    return groups
