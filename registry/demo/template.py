"""The template's life in the invented nation: two versions, and a third that is being heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg_pool import ConnectionPool

from registry.application import hearings, templates
from registry.application.desk import Command, Registrar
from registry.application.templates import BPA
from registry.demo.sources import read
from registry.domain.hearing import Audience
from registry.domain.node import Node
from registry.domain.organisation import Organisation, OrganisationKind
from registry.domain.template import Template
from registry.domain.values import MunicipalityNumber, NodeId, OrganisationNumber
from registry.reference.template import nodes
from registry.reference.template import read as read_node
from registry.template_drafts import keep_again

FIRST_FROM = date(2024, 1, 2)
FIRST_CHECKED = date(2023, 12, 1)
"""Invented, like everything here: nobody has held these references against the law."""
EDITOR, APPROVER, PUBLISHER = (uuid5(NAMESPACE_URL, f"frittvalg:/demo/{n}") for n in (1, 2, 3))
STEWARDS = Organisation.id_for(OrganisationKind.STEWARD)
SECOND_FROM: date = read("template.yaml")["second"]["published_on"]
On = Callable[[date, UUID], Command]
"""Makes a command of somebody's on a day."""


@dataclass(frozen=True)
class Next:
    """What differs in a later version."""

    nodes: list[Node]
    retired: list[NodeId]


def first_version(its: Registrar, on: On) -> None:
    """The version that comes with the registry, made the national one by three people."""
    templates.start_template(its, on(FIRST_FROM, EDITOR))
    templates.propose_version(its, on(FIRST_FROM, EDITOR), nodes(FIRST_CHECKED), FIRST_FROM)
    templates.approve_version(its, on(FIRST_FROM, APPROVER))
    templates.publish_version(its, on(FIRST_FROM, PUBLISHER))


def second_version(its: Registrar, on: On) -> None:
    """Heard in the autumn, its law looked up before Christmas, and in force from January."""
    told = read("template.yaml")["second"]
    heard = told["heard"]
    stands = its.registry.get(Template, BPA).nodes
    changed = next_of(told, stands)
    templates.open_hearing(its, on(heard["opened"], EDITOR), changed.nodes, heard["closes"])
    looked_up = {**stands, **{node.node: node for node in changed.nodes}}.values()
    templates.propose_version(
        its,
        on(told["proposed_on"], EDITOR),
        [replace(n, law_checked=told["law_checked"]) if n.law else n for n in looked_up],
        SECOND_FROM,
    )
    templates.approve_version(its, on(told["approved_on"], APPROVER))
    templates.publish_version(its, on(SECOND_FROM, PUBLISHER))


def third_heard(
    its: Registrar, on: On, pool: ConnectionPool, number_of: Mapping[str, OrganisationNumber]
) -> None:
    """A third version is open to what everybody thinks, and the editors' drafts stand beside it."""
    told = read("template.yaml")["third"]
    heard = told["heard"]
    changed = next_of(told, its.registry.get(Template, BPA).nodes)
    hearing, _ = templates.open_hearing(
        its, on(heard["opened"], EDITOR), changed.nodes, heard["closes"], changed.retired
    )
    keep_again(pool, STEWARDS, changed.nodes, changed.retired)
    for remark in told["remarks"]:
        _remark(its, on, hearing, remark, number_of)


def next_of(told: dict[str, Any], stands: Mapping[NodeId, Node]) -> Next:
    """The nodes a later version changes or brings, and those that go. KeyError for an unknown one."""
    changed = [
        replace(stands[each["node"]], **{name: its for name, its in each.items() if name != "node"})
        for each in told.get("changed", [])
    ]
    return Next(
        changed + [_new(each, stands) for each in told.get("new", [])],
        [stands[node].node for node in told.get("retired", [])],
    )


def _new(told: dict[str, Any], stands: Mapping[NodeId, Node]) -> Node:
    """A new node, last in the chapter of the one it stands beside."""
    chapter = stands[told["beside"]].chapter
    last = max(node.position for node in stands.values() if node.chapter == chapter)
    raw = {name: its for name, its in told.items() if name != "beside"}
    return read_node(raw, chapter, last + 1)


def _remark(
    its: Registrar,
    on: On,
    hearing: UUID,
    told: dict[str, Any],
    number_of: Mapping[str, OrganisationNumber],
) -> None:
    audience, organisation = _sender(told["from"], number_of)
    by = hearings.ANYBODY if organisation is None else organisation
    said = replace(on(told["said_on"], by), on_behalf_of=organisation)
    remark, _ = hearings.receive_remark(
        its, said, hearing, audience, told.get("node"), told["text"]
    )
    if "published_on" in told:
        hearings.publish_remark(its, on(told["published_on"], EDITOR), hearing, remark)
    if "answer" in told:
        answered = on(told["answered_on"], EDITOR)
        hearings.answer_remark(its, answered, hearing, remark, told["answer"])


def _sender(
    told: dict[str, str], number_of: Mapping[str, OrganisationNumber]
) -> tuple[Audience, UUID | None]:
    """(who it is from, the organisation that stands for it, if any)."""
    if "municipality" in told:
        number = MunicipalityNumber(told["municipality"])
        return Audience.MUNICIPALITY, Organisation.id_for(OrganisationKind.MUNICIPALITY, number)
    if "supplier" in told:
        its = number_of[told["supplier"]]
        return Audience.SUPPLIER, Organisation.id_for(OrganisationKind.SUPPLIER, number=its)
    return Audience(told["anybody"]), None
