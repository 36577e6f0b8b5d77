"""Read model: proposed versions of the template being heard, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from registry.domain.hearing import Hearing
from registry.plain import plain
from registry.projections.model import ReadModel, Statement, day_of

model = ReadModel("hearings", "registry", "hearings", "hearing_nodes", "hearing_remarks")


@model.on(Hearing.Created)
def opened(event: Hearing.Created) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO hearings VALUES (%(id)s, %(version)s, %(day)s, %(closes_on)s)",
            {
                "id": event.originator_id,
                "version": event.version,
                "day": day_of(event),
                "closes_on": event.closes_on,
            },
        )
    ]


@model.on(Hearing.NodeProposed)
def node_proposed(event: Hearing.NodeProposed) -> Iterable[Statement]:
    return [_node(event, event.node.node, Jsonb(plain(event.node)))]


@model.on(Hearing.RetirementProposed)
def retirement_proposed(event: Hearing.RetirementProposed) -> Iterable[Statement]:
    return [_node(event, event.node, None)]


def _node(event: Any, node: str, content: Jsonb | None) -> Statement:
    return (
        "INSERT INTO hearing_nodes VALUES (%(hearing)s, %(node)s, %(content)s)",
        {"hearing": event.originator_id, "node": node, "content": content},
    )


@model.on(Hearing.RemarkReceived)
def remark_received(event: Hearing.RemarkReceived) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO hearing_remarks VALUES (%(id)s, %(hearing)s, %(node)s, %(audience)s,"
            " %(organisation)s, %(text)s, %(at)s)",
            {
                "id": event.remark,
                "hearing": event.originator_id,
                "node": event.node,
                "audience": event.audience.value,
                "organisation": event.on_behalf_of,
                "text": event.text,
                "at": event.timestamp,
            },
        )
    ]


@model.on(Hearing.RemarkPublished)
def remark_published(event: Hearing.RemarkPublished) -> Iterable[Statement]:
    return [_remark(event, published_on=day_of(event))]


@model.on(Hearing.RemarkSetAside)
def remark_set_aside(event: Hearing.RemarkSetAside) -> Iterable[Statement]:
    return [_remark(event, set_aside_on=day_of(event), ground=event.ground.value)]


@model.on(Hearing.RemarkAnswered)
def remark_answered(event: Hearing.RemarkAnswered) -> Iterable[Statement]:
    return [_remark(event, answer_ref=event.text, answered_on=day_of(event))]


def _remark(event: Any, **columns: Any) -> Statement:
    assignments = ", ".join(f"{name} = %({name})s" for name in columns)
    return (
        f"UPDATE hearing_remarks SET {assignments} WHERE id = %(id)s",  # noqa: S608
        columns | {"id": event.remark},
    )


@model.on(Hearing.Withdrawn)
def withdrawn(event: Hearing.Withdrawn) -> Iterable[Statement]:
    return [
        (
            "UPDATE hearings SET withdrawn_on = %(day)s WHERE id = %(id)s",
            {"day": day_of(event), "id": event.originator_id},
        )
    ]
