"""Read model: concessions from draft sent in to the end, with their terms on any day."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg.types.json import Jsonb

from registry.domain.concession import Concession
from registry.plain import plain
from registry.projections.model import ReadModel, Statement, changed, day_of, opened

model = ReadModel("concessions", "registry", "concessions", "concession_reasons")


@model.on(Concession.Created)
def sent_for_approval(event: Concession.Created) -> Iterable[Statement]:
    return opened(
        "concessions",
        event,
        id=event.originator_id,
        members=event.members,
        status="waiting",
        is_limited=event.terms.is_limited,
        template_version=event.template_version,
        short_form=event.short_form,
        terms=Jsonb(plain(event.terms)),
        starts_on=event.starts_on,
        sent_by=event.by,
        sent_at=event.timestamp,
    )


@model.on(Concession.Reasoned)
def reasoned(event: Concession.Reasoned) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO concession_reasons VALUES (%(id)s, %(node)s, %(ref)s)",
            {"id": event.originator_id, "node": event.node, "ref": event.reason},
        )
    ]


@model.on(Concession.SentBack)
def sent_back(event: Concession.SentBack) -> Iterable[Statement]:
    return changed("concessions", event, status="sent_back", back_ref=event.reason)


@model.on(Concession.Published)
def published(event: Concession.Published) -> Iterable[Statement]:
    return changed(
        "concessions",
        event,
        status="published",
        published_on=day_of(event),
        document_hash=event.document_hash,
    )


@model.on(Concession.Ended)
def ended(event: Concession.Ended) -> Iterable[Statement]:
    return changed("concessions", event, status="ended")
