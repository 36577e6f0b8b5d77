"""Every rule that can say no to a command, each asked for in turn."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from functools import partial as do
from typing import Any
from uuid import UUID, uuid4

import registry.application
import registry.domain
from registry.application import (
    admissions,
    cases,
    concessions,
    municipalities,
    suppliers,
    templates,
)
from registry.application.concessions import Written
from registry.application.desk import Command, Registrar
from registry.application.erasure import remove_case
from registry.domain import admission, case, concession_refusals, municipality, places, supplier
from registry.domain.errors import RuleBroken
from registry.domain.template_refusals import NoVersionPublished
from registry.domain.values import (
    Accepting,
    ChoiceKind,
    ClosingGround,
    HoursBand,
    Language,
    LeadRole,
    OrganisationNumber,
    RejectionGround,
    SupplierKind,
)
from tests.promises import (
    amendment_acts,
    concession_acts,
    lasting_acts,
    question_acts,
    role_acts,
    template_acts,
    today_acts,
)
from tests.scenario import NOW, SOLVEIG, TORE, terms
from tests.story import FJELLRYPE, HAMAR, HEARD, KREKLING, LOCAL, OWN, STARTS, command, end, written

Refusal = tuple[type[RuleBroken], Callable[[], object]]
"""A rule, and a command that it refuses as things stand just then."""


def every_rule() -> set[type[RuleBroken]]:
    """Every rule there is in the domain and the commands."""
    for package in (registry.domain, registry.application):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found: set[type[RuleBroken]] = set()
    waiting = [RuleBroken]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(rule for rule in below if rule.__module__.startswith("registry."))
        waiting += below
    return found


def refusals(registrar: Registrar) -> Iterator[Refusal]:
    """Each is to be tried before the next is asked for: what lies between makes it ready."""
    templates.start_template(registrar, command())
    yield NoVersionPublished, do(send, registrar)
    yield from template_acts.refusals(registrar)
    yield from of_the_municipality(registrar)
    yield from role_acts.refusals(registrar)
    sent = yield from of_the_concession(registrar)
    yield from of_the_suppliers(registrar)
    krekling = supplier.Supplier.id_for(KREKLING)
    yield from today_acts.before_the_notice(registrar, sent, krekling)
    yield from today_acts.refusals(registrar, krekling)
    yield from question_acts.refusals(registrar, sent, krekling)
    its = yield from of_the_admission(registrar, sent)
    yield from of_the_case(registrar, sent, its)
    yield from of_the_end(registrar, sent)
    yield from amendment_acts.of_the_offer(registrar, OWN)


def of_the_municipality(desk: Registrar) -> Iterator[Refusal]:
    municipalities.register_municipality(desk, command(), HAMAR, Language.NB)
    state = do(municipalities.state_choice, desk, command(), HAMAR)
    yield municipality.ChoiceIsDerived, do(state, ChoiceKind.FREE)
    yield municipality.ChoiceIsDerived, do(state, ChoiceKind.LIMITED)


def of_the_concession(desk: Registrar) -> Generator[Refusal, None, UUID]:
    yield from concession_acts.of_the_draft(desk)
    yield from concession_acts.of_the_partnership(desk)
    sent = send(desk)
    publish = do(concessions.publish_concession, desk, concession_id=sent)
    yield concession_refusals.NotPublished, do(open_case, desk, sent)
    yield concession_refusals.OwnConcession, do(publish, command(SOLVEIG))
    publish(command(TORE))
    yield concession_refusals.NotWaitingForApproval, do(publish, command(TORE))
    send_back = do(concessions.send_concession_back, desk, command(TORE), sent, "For sent.")
    yield concession_refusals.NotWaitingForApproval, send_back
    return sent


def of_the_suppliers(desk: Registrar) -> Iterator[Refusal]:
    register = do(suppliers.register_supplier, desk, name="Krekling BPA AS")
    company, own = SupplierKind.COMPANY, SupplierKind.OWN_PROVISION
    wrong = OrganisationNumber("310000018")
    yield supplier.BadOrganisationNumber, do(register, command(), wrong, company)
    yield supplier.OwnProvisionWithoutMunicipality, do(register, command(), KREKLING, own)
    register(command(), KREKLING, company)
    register(command(), FJELLRYPE, company)
    yield supplier.AlreadyRegistered, do(register, command(), KREKLING, company)


def of_the_admission(desk: Registrar, sent: UUID) -> Generator[Refusal, None, UUID]:
    """The concession has room for one; the second to be granted is one too many."""
    its, late = apply(desk, sent, FJELLRYPE), apply(desk, sent, KREKLING)
    grant = do(admissions.grant_admission, desk)
    reject = do(admissions.reject_admission, desk, ground=RejectionGround.MISSING_EVIDENCE)
    close = do(admissions.close_admission, desk, ground=ClosingGround.BANKRUPTCY)
    yield admission.AlreadyApplied, do(apply, desk, sent, FJELLRYPE)
    yield admission.OwnApplication, do(grant, command(SOLVEIG), its)
    yield admission.NotAdmitted, do(admissions.confirm_local, desk, command(), its, LOCAL)
    yield admission.NotAdmitted, do(declare, desk, its, Accepting.YES)
    yield admission.NotAdmitted, do(declare, desk, its, Accepting.NO)
    yield admission.NotAdmitted, do(close, command(), its)
    grant(command(TORE), its)
    yield admission.AlreadyApplied, do(apply, desk, sent, FJELLRYPE)
    yield admission.NotUnderReview, do(grant, command(TORE), its)
    yield admission.NotUnderReview, do(reject, command(), its)
    yield concession_refusals.CapReached, do(grant, command(TORE), late)
    return its


def of_the_case(desk: Registrar, sent: UUID, its: UUID) -> Iterator[Refusal]:
    """The supplier has one place."""
    declare(desk, its, Accepting.YES)
    first, second, third = (open_case(desk, sent) for _ in range(3))
    choose = do(cases.choose_supplier, desk, admission_id=its)
    late = Command(uuid4(), SOLVEIG, at=NOW + timedelta(days=1_000))
    yield case.NothingChosen, do(cases.regret_choice, desk, command(), first)
    choose(command(), first)
    yield places.PlacesFull, do(choose, command(), second)
    yield case.SupplierAlreadyChosen, do(choose, command(), first)
    declare(desk, its, Accepting.NO)
    yield places.PlacesClosed, do(choose, command(), third)
    yield case.RegretIsOver, do(cases.regret_choice, desk, late, first)
    remove_case(desk, third)
    yield case.CaseClosed, do(choose, command(), third)
    yield case.CaseClosed, do(cases.issue_code, desk, third)


def of_the_end(desk: Registrar, sent: UUID) -> Iterator[Refusal]:
    yield from concession_acts.of_the_amendment(desk, sent, capped())
    yield from lasting_acts.of_the_end(desk, sent, capped())
    end(desk, sent, number=4)
    yield concession_refusals.ConcessionEnded, do(open_case, desk, sent)
    yield concession_refusals.ConcessionEnded, do(apply, desk, sent, KREKLING)


def send(desk: Registrar, **changes: Any) -> UUID:
    """Send a concession for approval that has room for one supplier, and says why."""
    return concessions.send_concession_for_approval(
        desk, command(SOLVEIG), [HAMAR], capped(**changes), STARTS, HEARD, short_form=False
    )[0]


def capped(**changes: Any) -> list[Written]:
    """The terms of that concession, as they are written."""
    return written(terms(cap=1, **changes), cap="Vi er få.")


def open_case(desk: Registrar, sent: UUID) -> UUID:
    return cases.open_case(desk, command(), HAMAR, sent, HoursBand.OVER_35, LeadRole.SELF)[0]


def apply(desk: Registrar, sent: UUID, number: OrganisationNumber) -> UUID:
    its = supplier.Supplier.id_for(number)
    return admissions.apply_for_admission(desk, command(SOLVEIG), sent, its)[0]


def declare(desk: Registrar, its: UUID, accepting: Accepting) -> None:
    admissions.declare_capacity(desk, command(), its, accepting, 1)
