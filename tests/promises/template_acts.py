"""The template's life: as commands that are carried out, and as rules that say no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial as ask
from uuid import UUID, uuid4

from registry.application import hearings, templates
from registry.application.desk import Command, Registrar
from registry.domain import hearing, template, template_refusals
from registry.domain.errors import RuleBroken
from registry.domain.hearing import AsideGround, Audience
from registry.domain.node import Lock, Node
from registry.domain.recall import RecallGround, wording_of
from registry.domain.values import OSLO, NodeId, OfficialText
from registry.reference.template import nodes
from tests.a_template import hear
from tests.scenario import KARI, SOLVEIG, TORE
from tests.story import command

Do = Callable[[UUID, Callable[[Command], object]], Command]
Refusal = tuple[type[RuleBroken], Callable[[], object]]
START = date(2026, 1, 1)
BEGAN = datetime.now(OSLO) - timedelta(days=200)
"""When the first version was published: there is a template for what is told of the past."""
GROUND = RecallGround.WRONG_REFERENCE


def today() -> date:
    return datetime.now(OSLO).date()


def looked_up(day: date) -> list[Node]:
    """Version 1, with its law looked up a month before a day."""
    return nodes(day - timedelta(days=30))


def begin(registrar: Registrar, do: Do) -> None:
    """The first version, some months ago."""
    first = looked_up(BEGAN.date())
    for by, act in (
        (SOLVEIG, lambda c: templates.start_template(registrar, c)),
        (SOLVEIG, lambda c: templates.propose_version(registrar, c, first, START)),
        (TORE, lambda c: templates.approve_version(registrar, c)),
        (KARI, lambda c: templates.publish_version(registrar, c)),
    ):
        do(by, lambda c, act=act: act(replace(c, at=BEGAN)))


def one_version(registrar: Registrar, do: Do, which: int) -> None:
    """Heard, withdrawn, put forward again, published, and recalled."""
    node = looked_up(today())[0]
    changed = replace(node, text_nb=OfficialText(f"{node.text_nb} {which}."))
    opened = datetime.now(UTC) - template.LEAST_HEARING - timedelta(days=1)
    closes = today() - timedelta(days=1)
    its = do(
        SOLVEIG,
        lambda c: templates.open_hearing(registrar, replace(c, at=opened), [changed], closes),
    ).new_id("hearing")
    _remarks(registrar, do, its, opened)
    for act in (
        lambda c: templates.propose_version(registrar, c, [changed], START),
        lambda c: templates.withdraw_version(registrar, c, "Ikke ferdig."),
        lambda c: templates.propose_version(registrar, c, [changed], START),
    ):
        do(SOLVEIG, act)
    do(TORE, lambda c: templates.approve_version(registrar, c))
    do(KARI, lambda c: templates.publish_version(registrar, c))
    _recalls(registrar, do, changed, which + 2)


def _remarks(registrar: Registrar, do: Do, its: UUID, opened: datetime) -> None:
    """A municipality is heard at once; of two others one is published and answered."""

    def say(audience: Audience, text: str) -> UUID:
        return do(
            SOLVEIG,
            lambda c: hearings.receive_remark(
                registrar, replace(c, at=opened), its, audience, None, text
            ),
        ).new_id("remark")

    say(Audience.MUNICIPALITY, "Bra.")
    kept, aside = say(Audience.HAS_BPA, "Tydelig."), say(Audience.RELATIVE, "Min nabo.")
    ground = AsideGround.DESCRIBES_A_PERSON
    do(TORE, lambda c: hearings.publish_remark(registrar, c, its, kept))
    do(TORE, lambda c: hearings.answer_remark(registrar, c, its, kept, "Takk."))
    do(TORE, lambda c: hearings.set_remark_aside(registrar, c, its, aside, ground))


def _recalls(registrar: Registrar, do: Do, node: Node, version: int) -> None:
    """Of two recalls one is withdrawn."""
    wording = replace(wording_of(node), text_nb=OfficialText("Rettet."))

    def propose(c: Command) -> object:
        return templates.propose_recall(
            registrar, c, node.node, [version], GROUND, wording, today()
        )

    first = do(SOLVEIG, propose).new_id("recall")
    do(SOLVEIG, lambda c: templates.withdraw_recall(registrar, c, first, "Feil punkt."))
    second = do(SOLVEIG, propose).new_id("recall")
    do(TORE, lambda c: templates.recall_node(registrar, c, second))


def refusals(desk: Registrar) -> Iterator[Refusal]:
    """Each is to be tried before the next is asked for; the template has begun."""
    whole = looked_up(BEGAN.date())
    changed = replace(whole[0], plain_nb=OfficialText("Noe annet."))
    unlawful = replace(changed, lock=Lock.LOCKED, law=[])
    propose = ask(templates.propose_version, desk, effective_from=START)
    publish, approve = ask(templates.publish_version, desk), ask(templates.approve_version, desk)
    yield template_refusals.NoVersionProposed, ask(publish, command())
    yield template_refusals.LockedWithoutLaw, ask(propose, command(), [unlawful])
    wordless = replace(changed, text_nn=OfficialText(""))
    yield template_refusals.WordsMissing, ask(propose, command(), [wordless])
    propose(command(SOLVEIG), nodes())
    yield template_refusals.NotReady, ask(approve, command(TORE))
    templates.withdraw_version(desk, command(SOLVEIG), "Loven må sjekkes.")
    propose(command(SOLVEIG), whole)
    yield template_refusals.VersionUnderWay, ask(propose, command(), [changed])
    yield template_refusals.OwnProposal, ask(approve, command(SOLVEIG))
    yield template_refusals.NotApproved, ask(publish, command(TORE))
    approve(command(TORE))
    yield template_refusals.AlreadyApproved, ask(approve, command(KARI))
    yield template_refusals.SameApprover, ask(publish, command(TORE))
    publish(command(KARI, at=BEGAN))
    yield template_refusals.NothingChanged, ask(propose, command(), whole)
    yield from _of_the_next(desk, changed)
    yield from _of_a_hearing(desk, changed)
    yield from _of_a_recall(desk, whole[1])


def _of_the_next(desk: Registrar, changed: Node) -> Iterator[Refusal]:
    propose = ask(templates.propose_version, desk, effective_from=START)
    put = ask(templates.open_hearing, desk)
    soon, later = today() + timedelta(days=7), today() + timedelta(days=60)
    nameless = replace(changed, node=NodeId("punkt"))
    yield template_refusals.NotHeard, ask(propose, command(), [changed])
    yield template_refusals.HearingTooShort, ask(put, command(), [changed], soon)
    yield template_refusals.IdUsedBefore, ask(put, command(), [nameless], later)
    put(command(SOLVEIG), [changed], later)
    yield template_refusals.HearingOpen, ask(propose, command(), [changed])
    templates.withdraw_version(desk, command(SOLVEIG), "Prøve.")
    yield (
        template_refusals.NoVersionProposed,
        ask(templates.withdraw_version, desk, command(), "Prøve."),
    )


def _of_a_hearing(desk: Registrar, changed: Node) -> Iterator[Refusal]:
    its = hear(desk, command, [changed])
    during = datetime.now(UTC) - timedelta(days=20)
    say = ask(hearings.receive_remark, desk, hearing_id=its, audience=Audience.OTHER, text="Bra.")
    publish = ask(hearings.publish_remark, desk, hearing_id=its)
    answer = ask(hearings.answer_remark, desk, hearing_id=its, text="Takk.")
    then = Command(uuid4(), SOLVEIG, at=during)
    yield hearing.HearingClosed, ask(say, command(), node=None)
    yield hearing.NotInHearing, ask(say, then, node=NodeId("bpa.no.such"))
    remark, _ = say(replace(then, id=uuid4()), node=changed.node)
    yield hearing.RemarkNotPublic, ask(answer, command(TORE), remark=remark)
    publish(command(TORE), remark=remark)
    yield hearing.RemarkSettled, ask(publish, command(TORE), remark=remark)


def _of_a_recall(desk: Registrar, node: Node) -> Iterator[Refusal]:
    wording = replace(wording_of(node), text_nb=OfficialText("Rettet."))

    def propose(c: Command, version: int = 1, day: date | None = None) -> UUID:
        return templates.propose_recall(
            desk, c, node.node, [version], GROUND, wording, day or today()
        )[0]

    yield (
        template_refusals.NoRecallProposed,
        ask(templates.recall_node, desk, command(TORE), uuid4()),
    )
    yield template_refusals.NotRecallable, ask(propose, command(), 9)
    yield template_refusals.RecallTooLate, ask(propose, command(), 1, START)
    recall = propose(command(SOLVEIG))
    yield template_refusals.OwnProposal, ask(templates.recall_node, desk, command(SOLVEIG), recall)
