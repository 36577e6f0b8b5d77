"""Commands on concessions: written from the template by one person, published by another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from uuid import UUID

from registry.application import running
from registry.application.admissions import close_admission
from registry.application.desk import Command, Registrar
from registry.application.templates import BPA
from registry.begun import BegunAct
from registry.domain.concession import BPA as BPA_SERVICE
from registry.domain.concession import Concession
from registry.domain.concession_refusals import UnknownService
from registry.domain.deviation import Change, Way
from registry.domain.documents import Reason
from registry.domain.node import Basis
from registry.domain.notice import NoticeChannel
from registry.domain.recorded import Recorded
from registry.domain.template import Template
from registry.domain.values import (
    Act,
    ClosingGround,
    EndingGround,
    MunicipalityNumber,
    NodeId,
    ServiceId,
    TextRef,
)
from registry.reference.services import services
from registry.texts import new_salt, reference

ONE = 10_000
"""Basis points in a whole."""


@dataclass(frozen=True)
class Written:
    """One change as it was typed: what is done with the node, the words, why, and by which law."""

    change: Change
    words: str | None = None
    why: str | None = None
    law: str | None = None


def send_concession_for_approval(
    registrar: Registrar,
    command: Command,
    members: list[MunicipalityNumber],
    written: Iterable[Written],
    starts_on: date,
    heard_on: date,
    *,
    short_form: bool,
    practice: bool = False,
    service: ServiceId = BPA_SERVICE,
) -> tuple[UUID, int]:
    """Send a finished draft to another person; returns the concession's id and the position.

    Raises UnknownService, and as `Concession.send_for_approval`.
    """
    if service not in services():
        raise UnknownService
    concession_id = command.new_id("concession")
    typed = Typed(list(written))

    def decide(act: Act) -> list[Concession]:
        basis = registrar.registry.get(Template, BPA).in_force(act.day)
        concession = Concession.send_for_approval(
            act,
            concession_id,
            members,
            basis,
            typed.changes(basis),
            typed.reasons(),
            starts_on,
            heard_on,
            short_form=short_form,
            practice=practice,
            service=service,
        )
        registrar.texts.keep_all(typed.texts())
        return [concession]

    return concession_id, registrar.registry.carry_out(command, decide)


def send_concession_back(
    registrar: Registrar, command: Command, concession_id: UUID, reason: str
) -> int:
    """Say what must be changed first."""
    return registrar.say(command, Concession, concession_id, reason, Concession.send_back)


def publish_concession(registrar: Registrar, command: Command, concession_id: UUID) -> int:
    """Approve and publish what another person sent in. What runs today comes with its suppliers."""

    def decide(act: Act) -> list[Recorded]:
        concession = registrar.registry.get(Concession, concession_id)
        if concession.running is not None:
            concession.publish(act, None)
            return [*running.let_in(registrar, act, concession), concession]
        basis = registrar.registry.get(Template, BPA).basis(concession.first.template_version)
        concession.publish(act, basis)
        return [concession]

    return registrar.registry.carry_out(command, decide)


def reference_notice(
    registrar: Registrar,
    command: Command,
    concession_id: UUID,
    channel: NoticeChannel,
    day: date,
    number: str,
) -> int:
    """Say where, when and under which number a concession is announced."""
    return registrar.say(
        command,
        Concession,
        concession_id,
        number,
        lambda its, act, ref: its.reference_notice(act, channel, day, ref),
    )


def join_concession(
    registrar: Registrar,
    command: Command,
    concession_id: UUID,
    member: MunicipalityNumber,
    annex: str | None = None,
) -> int:
    """A municipality that is named in a joint draft says yes, with a local annex if it needs one."""
    salt = new_salt()

    def decide(act: Act) -> list[Concession]:
        concession = registrar.registry.get(Concession, concession_id)
        concession.join(act, member, reference(annex, salt) if annex else None)
        if annex:
            registrar.texts.keep(annex, salt)
        return [concession]

    return registrar.registry.carry_out(command, decide)


def send_prolongation(registrar: Registrar, command: Command, concession_id: UUID) -> int:
    """Put forward that it goes on for one more of the periods its document speaks of."""
    return registrar.change(
        command,
        Concession,
        concession_id,
        lambda its, act: its.send_prolongation(act, _newest_basis(registrar, its)),
    )


def prolong_concession(
    registrar: Registrar, command: Command, concession_id: UUID, number: int
) -> int:
    """Confirm that it goes on, as another person put forward under a number."""
    return registrar.change(
        command,
        Concession,
        concession_id,
        lambda its, act: its.prolong(act, _newest_basis(registrar, its), number),
    )


def _newest_basis(registrar: Registrar, concession: Concession) -> Basis:
    """What the newest document stands on; for what was stated, which stands on nothing, the newest."""
    version = concession.newest.template_version
    return registrar.registry.get(Template, BPA).basis(version)


def send_ending(
    registrar: Registrar,
    command: Command,
    concession_id: UUID,
    ground: EndingGround,
    reason: str | None,
) -> int:
    """Put forward that it ends."""
    salt = new_salt()

    def decide(act: Act) -> list[Concession]:
        concession = registrar.registry.get(Concession, concession_id)
        concession.send_ending(act, ground, reference(reason, salt) if reason else None)
        if reason:
            registrar.texts.keep(reason, salt)
        return [concession]

    return registrar.registry.carry_out(command, decide)


def send_proposal_back(
    registrar: Registrar, command: Command, concession_id: UUID, number: int, reason: str
) -> int:
    """Say why it does not end, or go on, as was put forward."""
    return registrar.say(
        command,
        Concession,
        concession_id,
        reason,
        lambda its, act, ref: its.send_proposal_back(act, number, ref),
    )


def end_concession(registrar: Registrar, command: Command, concession_id: UUID, number: int) -> int:
    """End it as another person put forward under a number, and every admission in it one by one.
    What is broken off is finished by itself."""
    with registrar.begun.until_done(_ending(command, concession_id)):
        ended = registrar.change(
            command, Concession, concession_id, lambda its, act: its.end(act, number)
        )
        _close_admissions(registrar, command, concession_id)
    return ended


def finish_ending(registrar: Registrar, command: Command, concession_id: UUID) -> None:
    """Close what is left in a concession that was ended; nothing where it never was."""
    with registrar.begun.until_done(_ending(command, concession_id)):
        if registrar.registry.get(Concession, concession_id).is_ended:
            _close_admissions(registrar, command, concession_id)


def _ending(command: Command, concession_id: UUID) -> BegunAct:
    about = {"concession": str(concession_id)}
    return BegunAct(command.id, end_concession.__name__, about, command.by, command.on_behalf_of)


def _close_admissions(registrar: Registrar, command: Command, concession_id: UUID) -> None:
    """Each with a command id of its own, so that it is closed once however often this is tried."""
    for admission in registrar.registry.get(Concession, concession_id).admitted.copy():
        each = command.second_half(str(admission))
        close_admission(registrar, each, admission, ClosingGround.CONCESSION_ENDED)


def send_amendment(
    registrar: Registrar,
    command: Command,
    concession_id: UUID,
    written: Iterable[Written],
    effective_from: date,
    apply_by: date | None,
    *,
    upgrade: bool = False,
) -> int:
    """Put another document forward for approval, on its own version of the template or the newest."""
    typed = Typed(list(written))

    def decide(act: Act) -> list[Concession]:
        template = registrar.registry.get(Template, BPA)
        concession = registrar.registry.get(Concession, concession_id)
        before = template.basis(concession.newest.template_version)
        after = template.in_force(act.day) if upgrade else before
        typed.are_known(registrar.texts.bodies(concession.newest_texts()))
        concession.send_amendment(
            act, before, after, typed.changes(after), typed.reasons(), effective_from, apply_by
        )
        registrar.texts.keep_all(typed.texts())
        return [concession]

    return registrar.registry.carry_out(command, decide)


def send_amendment_back(
    registrar: Registrar, command: Command, concession_id: UUID, reason: str
) -> int:
    """Say what must be changed in an amendment first."""
    return registrar.say(command, Concession, concession_id, reason, Concession.send_amendment_back)


def agree_to_amendment(
    registrar: Registrar,
    command: Command,
    concession_id: UUID,
    member: MunicipalityNumber,
    number: int,
) -> int:
    """A municipality that does not lead says yes to the material amendment it has read."""
    return registrar.change(
        command, Concession, concession_id, lambda its, act: its.agree(act, member, number)
    )


def publish_amendment(
    registrar: Registrar, command: Command, concession_id: UUID, number: int | None = None
) -> int:
    """Approve and publish an amendment that another person sent in: the one that was read."""

    def decide(act: Act) -> list[Concession]:
        concession = registrar.registry.get(Concession, concession_id)
        pending = concession.amendment
        version = pending.held.template_version if pending else None
        basis = registrar.registry.get(Template, BPA).basis(version)
        concession.publish_amendment(act, basis, number)
        return [concession]

    return registrar.registry.carry_out(command, decide)


class Typed:
    """What was typed in a draft, on its way out of the log: each text under a salt of its own."""

    def __init__(self, written: list[Written]) -> None:
        self._written = written
        self._salts: dict[str, bytes] = {}
        self._known: Mapping[str, TextRef] = {}

    def are_known(self, refs: Mapping[str, TextRef]) -> None:
        """Texts the concession says already keep their references: the same words are no change, and
        redacting them once is enough."""
        self._known = refs

    def changes(self, basis: Basis) -> list[Change]:
        """The changes with references for words, and how much of the nation's is left of them."""
        return [self._change(each, basis) for each in self._written]

    def reasons(self) -> Mapping[NodeId, Reason]:
        return {
            each.change.node: Reason(self._ref(each.why), self._ref(each.law) if each.law else None)
            for each in self._written
            if each.why
        }

    def texts(self) -> list[tuple[str, bytes]]:
        return list(self._salts.items())

    def _change(self, each: Written, basis: Basis) -> Change:
        if not each.words:
            return each.change
        change = replace(each.change, text=self._ref(each.words))
        if change.way is Way.REPLACED and change.node in basis.nodes:
            node = basis.nodes[change.node]
            return replace(
                change,
                likeness=max(likeness(node.text(each_), each.words) for each_ in ("nb", "nn")),
            )
        return change

    def _ref(self, text: str) -> TextRef:
        if text in self._known:
            return self._known[text]
        return reference(text, self._salts.setdefault(text, new_salt()))


def likeness(national: str, local: str) -> int:
    """How much two texts have in common, word by word in order, in basis points."""
    ours, theirs = (re.findall(r"\w+", text.lower()) for text in (national, local))
    return int(ONE * SequenceMatcher(None, ours, theirs, autojunk=False).ratio())
