"""Read model: concessions from draft sent in to the end, and what each says on any day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from registry.domain.concession import BPA, NO_HASH, NO_TEMPLATE, Concession
from registry.domain.deviation import Change
from registry.domain.values import Hash
from registry.plain import plain
from registry.projections.model import FOREVER, ReadModel, Statement, changed, day_of, opened

model = ReadModel(
    "concessions",
    "registry",
    "concessions",
    "documents",
    "document_reasons",
    "concession_members",
    "concession_proposals",
    "document_members",
)

DOCUMENT = """
INSERT INTO documents (concession, number, status, template_version, template_hash, terms, is_limited,
    changes, sent_by, sent_on, effective_from, apply_by, material, valid_from, valid_to)
VALUES (%(id)s, %(number)s, 'waiting', %(version)s, %(hash)s, %(terms)s, %(limited)s, %(changes)s,
    %(by)s, %(day)s, %(effective_from)s, %(apply_by)s, %(material)s, %(valid_from)s, %(valid_to)s)
"""
REASON = "INSERT INTO document_reasons VALUES (%(id)s, %(number)s, %(node)s, %(ref)s, %(law)s)"
BACK = """
UPDATE documents SET status = 'sent_back', back_ref = %(ref)s
WHERE concession = %(id)s AND number = %(number)s
"""
PUBLISHED = """
UPDATE documents SET status = 'published', published_on = %(day)s, document_hash = %(hash)s,
    figures = %(figures)s WHERE concession = %(id)s AND number = %(number)s
"""
PRACTICE = """
UPDATE concessions SET status = 'practice' WHERE id = %(id)s AND practice AND valid_to = %(forever)s
"""
JOINED = "INSERT INTO concession_members VALUES (%(id)s, %(member)s, %(annex)s, %(day)s)"
AGREED = "INSERT INTO document_members VALUES (%(id)s, %(number)s, %(member)s, %(day)s)"
PROPOSED = """
INSERT INTO concession_proposals VALUES
    (%(id)s, %(number)s, 'waiting', %(by)s, %(day)s, %(ground)s, %(reason)s, %(until)s)
"""
PROPOSAL_BACK = """
UPDATE concession_proposals SET status = 'sent_back', back_ref = %(ref)s
WHERE concession = %(id)s AND number = %(number)s
"""
CONFIRMED = """
UPDATE concession_proposals SET status = 'confirmed' WHERE concession = %(id)s AND status = 'waiting'
"""
UNTIL = """
UPDATE documents SET valid_to = greatest(valid_from, %(from)s)
WHERE concession = %(id)s AND valid_to > %(from)s
"""
FROM = """
UPDATE documents SET effective_from = %(from)s, valid_from = %(from)s, valid_to = %(forever)s,
    notice_required = (SELECT before.notice_required FROM documents before
        WHERE before.concession = %(id)s AND before.number < %(number)s
            AND before.status = 'published' ORDER BY before.number DESC LIMIT 1)
WHERE concession = %(id)s AND number = %(number)s
"""
NOTICE = """
UPDATE documents SET notice_required = %(channel)s WHERE concession = %(id)s AND number =
    (SELECT max(number) FROM documents WHERE concession = %(id)s AND status = 'published')
"""
TOLD = """
UPDATE concessions SET {channel}_told_on = coalesce({channel}_told_on, %(day)s)
WHERE id = %(id)s AND valid_to = %(forever)s
"""
PROLONGED = """
UPDATE concessions SET prolonged_times = prolonged_times + 1
WHERE id = %(id)s AND valid_to = %(forever)s
"""


@model.on(Concession.Created)
def sent_for_approval(event: Concession.Created) -> Iterable[Statement]:
    about = opened(
        "concessions",
        event,
        id=event.originator_id,
        members=event.members,
        status="waiting",
        short_form=event.short_form,
        starts_on=event.starts_on,
        heard_on=event.heard_on,
        practice=event.practice,
        service=event.service,
        sent_by=event.by,
        sent_at=event.timestamp,
    )
    return [*about, _document(event, 0, valid_from=day_of(event), valid_to=FOREVER)]


@model.on(Concession.Stated)
def stated(event: Concession.Stated) -> Iterable[Statement]:
    about = opened(
        "concessions",
        event,
        id=event.originator_id,
        members=event.members,
        status="waiting",
        short_form=False,
        service=BPA,
        starts_on=event.starts_on,
        running=Jsonb(plain(event.running)),
        sent_by=event.by,
        sent_at=event.timestamp,
    )
    values = _values(event, 0, NO_TEMPLATE, NO_HASH, []) | {
        "effective_from": event.starts_on,
        "apply_by": None,
        "material": True,
        "valid_from": day_of(event),
        "valid_to": FOREVER,
    }
    return [*about, (DOCUMENT, values)]


@model.on(Concession.NoticeRequired)
def notice_required(event: Concession.NoticeRequired) -> Iterable[Statement]:
    channel = event.channel.value if event.channel else None
    return [(NOTICE, {"id": event.originator_id, "channel": channel})]


@model.on(Concession.NoticeReferenced)
def notice_referenced(event: Concession.NoticeReferenced) -> Iterable[Statement]:
    its = {f"{event.channel.value}_ref": event.reference, f"{event.channel.value}_on": event.day}
    told = TOLD.format(channel=event.channel.value)
    return [
        *changed("concessions", event, **its),
        (told, {"id": event.originator_id, "day": day_of(event), "forever": FOREVER}),
    ]


@model.on(Concession.AmendmentSent)
def amendment_sent(event: Concession.AmendmentSent) -> Iterable[Statement]:
    return [_document(event, event.number)]


@model.on(Concession.Reasoned)
def reasoned(event: Concession.Reasoned) -> Iterable[Statement]:
    return [_reason(event, 0)]


@model.on(Concession.AmendmentReasoned)
def amendment_reasoned(event: Concession.AmendmentReasoned) -> Iterable[Statement]:
    return [_reason(event, event.number)]


@model.on(Concession.SentBack)
def sent_back(event: Concession.SentBack) -> Iterable[Statement]:
    back = changed("concessions", event, status="sent_back", back_ref=event.reason)
    return [*back, _back(event, 0)]


@model.on(Concession.AmendmentSentBack)
def amendment_sent_back(event: Concession.AmendmentSentBack) -> Iterable[Statement]:
    return [_back(event, event.number)]


@model.on(Concession.Published)
def published(event: Concession.Published) -> Iterable[Statement]:
    live = changed("concessions", event, status="published", published_on=day_of(event))
    only_practice = (PRACTICE, {"id": event.originator_id, "forever": FOREVER})
    return [*live, only_practice, _published(event, 0)]


@model.on(Concession.Amended)
def amended(event: Concession.Amended) -> Iterable[Statement]:
    its = {"id": event.originator_id, "number": event.number, "from": event.effective_from}
    deadline = changed("concessions", event, apply_by=event.apply_by) if event.apply_by else []
    return [
        _published(event, event.number),
        (UNTIL, its),
        (FROM, its | {"forever": FOREVER}),
        *deadline,
    ]


@model.on(Concession.DeadlineMoved)
def deadline_moved(event: Concession.DeadlineMoved) -> Iterable[Statement]:
    return changed("concessions", event, apply_by=event.apply_by)


@model.on(Concession.MemberJoined)
def member_joined(event: Concession.MemberJoined) -> Iterable[Statement]:
    its = {"id": event.originator_id, "member": event.member, "annex": event.annex}
    return [(JOINED, its | {"day": day_of(event)})]


@model.on(Concession.MemberAgreed)
def member_agreed(event: Concession.MemberAgreed) -> Iterable[Statement]:
    its = {"id": event.originator_id, "number": event.number, "member": event.member}
    return [(AGREED, its | {"day": day_of(event)})]


@model.on(Concession.EndingSent)
def ending_sent(event: Concession.EndingSent) -> Iterable[Statement]:
    return [_proposed(event, ground=event.ground.value, reason=event.reason)]


@model.on(Concession.ProlongationSent)
def prolongation_sent(event: Concession.ProlongationSent) -> Iterable[Statement]:
    return [_proposed(event, until=event.until)]


@model.on(Concession.ProposalSentBack)
def proposal_sent_back(event: Concession.ProposalSentBack) -> Iterable[Statement]:
    its = {"id": event.originator_id, "number": event.number, "ref": event.reason}
    return [(PROPOSAL_BACK, its)]


@model.on(Concession.Prolonged)
def prolonged(event: Concession.Prolonged) -> Iterable[Statement]:
    once_more = (PROLONGED, {"id": event.originator_id, "forever": FOREVER})
    longer = changed("concessions", event, prolonged_until=event.until)
    return [*longer, once_more, _confirmed(event)]


@model.on(Concession.Ended)
def ended(event: Concession.Ended) -> Iterable[Statement]:
    why = {"ended_ground": event.ground.value, "ended_ref": event.reason}
    return [*changed("concessions", event, status="ended", **why), _confirmed(event)]


def _proposed(event: Any, **said: Any) -> Statement:
    about = {"ground": None, "reason": None, "until": None} | said
    its = {"id": event.originator_id, "number": event.number}
    return PROPOSED, its | about | {"by": event.by, "day": day_of(event)}


def _confirmed(event: Any) -> Statement:
    return CONFIRMED, {"id": event.originator_id}


def _document(event: Any, number: int, **days: Any) -> Statement:
    first = number == 0
    its = _values(event, number, event.template_version, event.template_hash, event.changes)
    values = its | {
        "effective_from": event.starts_on if first else event.effective_from,
        "apply_by": None if first else event.apply_by,
        "material": first or event.material,
    }
    return DOCUMENT, values | {"valid_from": None, "valid_to": None} | days


def _values(
    event: Any, number: int, version: int, its_hash: Hash, changes: list[Change]
) -> dict[str, Any]:
    return {
        "id": event.originator_id,
        "number": number,
        "version": version,
        "hash": its_hash,
        "terms": Jsonb(plain(event.terms)),
        "limited": event.terms.is_limited,
        "changes": Jsonb(plain(changes)),
        "by": event.by,
        "day": day_of(event),
    }


def _reason(event: Any, number: int) -> Statement:
    return REASON, {
        "id": event.originator_id,
        "number": number,
        "node": event.node,
        "ref": event.reason,
        "law": event.law,
    }


def _back(event: Any, number: int) -> Statement:
    return BACK, {"id": event.originator_id, "number": number, "ref": event.reason}


def _published(event: Any, number: int) -> Statement:
    return PUBLISHED, {
        "id": event.originator_id,
        "number": number,
        "day": day_of(event),
        "hash": event.document_hash,
        "figures": Jsonb(plain(event.figures)) if event.figures else None,
    }
