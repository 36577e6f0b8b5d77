"""How a concession ends, goes on and is amended together: every act once, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from registry.application import concessions as desk
from registry.application.concessions import Written
from registry.application.desk import Command, Registrar
from registry.application.municipalities import register_municipality
from registry.domain import concession, concession_refusals
from registry.domain.deviation import Change, Way
from registry.domain.terms import NODE_OF
from registry.domain.values import EndingGround, Language, MunicipalityNumber
from tests.scenario import NOW, SOLVEIG, TORE, terms
from tests.story import HEARD, STARTS, command, written

Do = Callable[[UUID, Callable[[Command], object]], Command]
Refusal = tuple[type[Exception], Any]
RINGSAKER = MunicipalityNumber("3411")
LATER = STARTS + timedelta(days=60)
PERIODS = Written(Change(concession.PROLONG_MONTHS, Way.SET, [24]), why="To år om gangen.")
LONGER = Written(Change(NODE_OF["notice"], Way.SET, [3]), why="Tre måneder.")
END, WHY = EndingGround.CANCELLED, "Vi begynner på nytt."


def one_of_each(registrar: Registrar, do: Do, number: MunicipalityNumber) -> None:
    """Two municipalities go together and amend together; it is prolonged, and then it ends."""
    neighbour = MunicipalityNumber(str(int(number) + 1_000))
    do(SOLVEIG, lambda c: register_municipality(registrar, c, neighbour, Language.NB))
    said, members = written(terms()), [number, neighbour]
    send = partial(desk.send_concession_for_approval, registrar, members=members, short_form=False)
    its = do(SOLVEIG, lambda c: send(c, written=said, starts_on=STARTS, heard_on=HEARD)).new_id(
        "concession"
    )
    for by, act in (
        (TORE, lambda c: desk.join_concession(registrar, c, its, neighbour)),
        (TORE, lambda c: desk.publish_concession(registrar, c, its)),
        (SOLVEIG, lambda c: desk.send_amendment(registrar, c, its, [*said, LONGER], LATER, LATER)),
        (TORE, lambda c: desk.agree_to_amendment(registrar, c, its, neighbour, 1)),
        (TORE, lambda c: desk.publish_amendment(registrar, c, its)),
        (SOLVEIG, lambda c: desk.send_prolongation(registrar, c, its)),
        (TORE, lambda c: desk.prolong_concession(registrar, c, its, 1)),
        (SOLVEIG, lambda c: desk.send_ending(registrar, c, its, END, WHY)),
        (TORE, lambda c: desk.send_proposal_back(registrar, c, its, 2, "Vent til våren.")),
        (SOLVEIG, lambda c: desk.send_ending(registrar, c, its, END, WHY)),
        (TORE, lambda c: desk.end_concession(registrar, c, its, 3)),
    ):
        do(by, act)


def of_the_amendment(registrar: Registrar, sent: UUID) -> Iterator[Refusal]:
    """A joint concession that waits to be published with a yes from Ringsaker: then it is amended."""
    desk.join_concession(registrar, command(TORE), sent, RINGSAKER)
    desk.publish_concession(registrar, command(TORE), sent)
    longer = [*written(terms()), LONGER]
    desk.send_amendment(registrar, command(SOLVEIG), sent, longer, LATER, LATER)
    agree = partial(desk.agree_to_amendment, registrar, command(TORE), sent)
    yield concession_refusals.NotInvited, partial(agree, MunicipalityNumber("3413"), 1)
    yield concession_refusals.NoAmendment, partial(agree, RINGSAKER, 2)
    yield (
        concession_refusals.MembersMissing,
        lambda: desk.publish_amendment(registrar, command(TORE), sent),
    )


def of_the_end(registrar: Registrar, sent: UUID, said: list[Written]) -> Iterator[Refusal]:
    """It ends with a reason and goes on no longer than it says, each by two people."""
    end = partial(desk.end_concession, registrar, concession_id=sent)
    longer = partial(desk.prolong_concession, registrar, concession_id=sent)
    propose = partial(desk.send_prolongation, registrar, concession_id=sent)
    to_end = partial(desk.send_ending, registrar, command(SOLVEIG), sent, END)
    late = Command(uuid4(), SOLVEIG, at=NOW + timedelta(days=5 * 365 - 100))
    yield concession_refusals.NoProposal, partial(end, command(TORE), number=1)
    yield concession_refusals.EndingReasonMissing, partial(to_end, None)
    yield concession_refusals.ProlongedTooLate, partial(propose, late)
    propose(command(SOLVEIG))
    yield concession_refusals.ProposalUnderWay, partial(to_end, WHY)
    yield concession_refusals.OwnConcession, partial(longer, command(SOLVEIG), number=1)
    yield concession_refusals.NoProposal, partial(end, command(TORE), number=1)
    desk.send_amendment(registrar, command(SOLVEIG), sent, [*said, PERIODS], LATER, LATER)
    desk.publish_amendment(registrar, command(TORE), sent)
    yield concession_refusals.ProlongationOutdated, partial(longer, command(TORE), number=1)
    desk.send_proposal_back(registrar, command(TORE), sent, 1, "Foreslå på nytt.")
    for number in (2, 3):
        propose(command(SOLVEIG))
        longer(command(TORE), number=number)
    yield concession_refusals.NoProlongationLeft, partial(propose, command(SOLVEIG))
