"""What the rules of notices, of schemes that ran before, and of yearly figures say no to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial as do
from uuid import UUID

from registry.application import admissions, concessions, suppliers
from registry.application.desk import Command, Registrar
from registry.application.figures import import_figures, submit_figures
from registry.application.running import AsTyped, state_running
from registry.domain import concession_refusals, yearly
from registry.domain.errors import RuleBroken
from registry.domain.notice import NoticeChannel
from registry.domain.values import MunicipalityNumber, OrganisationNumber, SupplierKind
from registry.domain.yearly import NAMES, YearlyNumbers
from tests.scenario import SOLVEIG, TORE
from tests.story import HAMAR, KREKLING, announce, command

Do = Callable[[UUID, Callable[[Command], object]], Command]
Refusal = tuple[type[RuleBroken], Callable[[], object]]
TOLD, FAR = date(2026, 1, 1), date(2999, 1, 1)


def one_of_each(
    registrar: Registrar, do: Do, number: MunicipalityNumber, bare: OrganisationNumber
) -> None:
    """What runs today comes in with a supplier that then registers; and a year is told twice."""
    typed = AsTyped(
        46_800, 2, None, None, None, None, {bare: "Myrull BPA AS"}, "Avtale", "En kommune", TOLD
    )
    stated = do(SOLVEIG, lambda c: state_running(registrar, c, [number], typed))
    its = stated.new_id("concession")
    some, more = (YearlyNumbers(users, *[None] * 11) for users in (12, 13))
    official = {(number, 2024): more}
    for by, act in (
        (TORE, lambda c: concessions.publish_concession(registrar, c, its)),
        (
            SOLVEIG,
            lambda c: suppliers.register_supplier(
                registrar, c, bare, SupplierKind.COMPANY, "Myrull BPA"
            ),
        ),
        (SOLVEIG, lambda c: submit_figures(registrar, c, number, 2024, some)),
        (SOLVEIG, lambda c: submit_figures(registrar, c, number, 2024, more)),
        (TORE, lambda c: import_figures(registrar, c, official, "Oppdiktet statistikk")),
    ):
        do(by, act)


def before_the_notice(desk: Registrar, sent: UUID, supplier: UUID) -> Iterator[Refusal]:
    """Nobody applies; afterwards it is announced."""
    apply = do(admissions.apply_for_admission, desk)
    yield concession_refusals.NotAnnounced, do(apply, command(SOLVEIG), sent, supplier)
    refer = do(concessions.reference_notice, desk)
    number = (NoticeChannel.DOFFIN, FAR, "2999-123456")
    yield concession_refusals.DayNotCome, do(refer, command(), sent, *number)
    announce(desk, command(), sent)


def refusals(desk: Registrar, supplier: UUID) -> Iterator[Refusal]:
    """A scheme that ran before in Hamar, and the figures of a year."""
    yield concession_refusals.AlreadyOver, do(state, desk, ends_on=date(2020, 1, 1))
    yield concession_refusals.DayNotCome, do(state, desk, stated_on=FAR)
    yield concession_refusals.CapReached, do(state, desk, cap=1)
    its, _ = state(desk)
    concessions.publish_concession(desk, command(TORE), its)
    apply = do(admissions.apply_for_admission, desk)
    yield concession_refusals.NotOpenHere, do(apply, command(SOLVEIG), its, supplier)
    announcing = do(announce, desk)
    yield concession_refusals.NotFromTemplate, do(announcing, command(), its)
    give = do(submit_figures, desk)
    nothing = YearlyNumbers(*[None] * len(NAMES))
    some, wrong = YearlyNumbers(12, *[None] * 11), YearlyNumbers(3, 4, *[None] * 10)
    yield yearly.YearNotOver, do(give, command(), HAMAR, FAR.year, some)
    yield yearly.NoFigures, do(give, command(), HAMAR, 2024, nothing)
    yield yearly.DoNotAddUp, do(give, command(), HAMAR, 2024, wrong)
    give(command(), HAMAR, 2024, some)
    yield yearly.DoNotAddUp, do(give, command(), HAMAR, 2024, wrong)


def state(desk: Registrar, **changes: object) -> tuple[UUID, int]:
    """State it with one registered supplier and one that is not."""
    own: dict[str, object] = {
        "rate": None, "notice": 2, "counted_from": None, "default": None, "cap": None,
        "ends_on": None, "suppliers": {KREKLING: "", "310000043": "Myrull BPA AS"},
        "source": "Avtale", "stated_by": "Hamar kommune", "stated_on": TOLD,
    }  # fmt: skip
    return state_running(desk, command(), [HAMAR], AsTyped(**own | changes))  # type: ignore[arg-type]
