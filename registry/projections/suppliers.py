"""Read model: suppliers and their confirmed facts, with the comparison's cells in three languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from registry.domain.supplier import Supplier
from registry.plain import plain
from registry.projections.model import ReadModel, Statement, changed, day_of, opened
from registry.words import cells

model = ReadModel("suppliers", "registry", "suppliers")


@model.on(Supplier.Created)
def registered(event: Supplier.Created) -> Iterable[Statement]:
    return opened(
        "suppliers",
        event,
        id=event.originator_id,
        number=event.number,
        kind=event.kind.value,
        municipality=event.municipality,
        owner_group=event.owner_group,
        name_ref=event.name,
    )


@model.on(Supplier.EntryCompleted)
def entry_completed(event: Supplier.EntryCompleted) -> Iterable[Statement]:
    return changed(
        "suppliers",
        event,
        kind=event.kind.value,
        municipality=event.municipality,
        owner_group=event.owner_group,
        name_ref=event.name,
    )


@model.on(Supplier.Presented)
def presented(event: Supplier.Presented) -> Iterable[Statement]:
    return changed("suppliers", event, text_ref=event.text, language=event.language.value)


@model.on(Supplier.WagesConfirmed)
def wages_confirmed(event: Supplier.WagesConfirmed) -> Iterable[Statement]:
    return changed("suppliers", event, wages=said(event.wages), wages_on=day_of(event))


@model.on(Supplier.BudgetConfirmed)
def budget_confirmed(event: Supplier.BudgetConfirmed) -> Iterable[Statement]:
    return changed("suppliers", event, budget=said(event.budget), budget_on=day_of(event))


@model.on(Supplier.SupportConfirmed)
def support_confirmed(event: Supplier.SupportConfirmed) -> Iterable[Statement]:
    return changed("suppliers", event, support=said(event.support), support_on=day_of(event))


def said(facts: Any) -> Jsonb:
    """A set of facts as it is kept: plain values to filter on, and cells in each language."""
    return Jsonb({"facts": plain(facts)} | cells(facts))
