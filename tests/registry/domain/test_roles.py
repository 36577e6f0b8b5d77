"""Who may do what, from when to when: roles in an organisation, and duties handed over."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from registry.domain.municipality import (
    AlreadyMandated,
    MayNotCarryOut,
    Municipality,
    NotMandated,
)
from registry.domain.organisation import (
    INVITED_DAYS,
    InvitationOver,
    LastOwner,
    Organisation,
    OwnRole,
)
from registry.domain.roles import (
    COVERED,
    FUNCTIONS,
    MAY_CARRY_OUT,
    ROLES,
    BackDated,
    Duty,
    EndsBeforeItBegins,
    Function,
    OrganisationKind,
    Role,
)
from registry.domain.values import Language, MunicipalityNumber
from tests.scenario import KARI, OLA, SOLVEIG, TODAY, TORE, act, given

HAMAR, OSLO = MunicipalityNumber("3403"), MunicipalityNumber("0301")
AGENCY, INVITATION = UUID(int=40), UUID(int=50)
TOMORROW, NEXT_YEAR = TODAY + timedelta(days=1), date(2027, 11, 21)
MANAGE, CODES = Function.MANAGE_PEOPLE, Function.ISSUE_CODES


def office(*owners: UUID) -> Organisation:
    """An organisation with some who decide who has which role, without an end."""
    its = Organisation.open(act(), OrganisationKind.MUNICIPALITY, HAMAR)
    for owner in owners:
        its.grant(act(OLA), owner, MANAGE)
    return its


def town() -> Municipality:
    return Municipality.register(act(), HAMAR, Language.NB)


def test_a_role_is_given_from_a_day_to_a_day() -> None:
    given(office(SOLVEIG)).when(lambda o: o.grant(act(), KARI, CODES, TOMORROW, NEXT_YEAR)).then(
        (
            "FunctionGranted",
            {"user": KARI, "function": CODES, "valid_from": TOMORROW, "valid_to": NEXT_YEAR},
        )
    )


def test_a_role_is_not_given_backwards_in_time() -> None:
    yesterday = TODAY - timedelta(days=1)
    given(office(SOLVEIG)).when(lambda o: o.grant(act(), KARI, CODES, yesterday)).then_refused(
        BackDated
    )
    given(office(SOLVEIG)).when(
        lambda o: o.grant(act(), KARI, CODES, TOMORROW, TOMORROW)
    ).then_refused(EndsBeforeItBegins)


def test_a_role_that_runs_gets_another_end_and_keeps_its_beginning() -> None:
    given(office(SOLVEIG), lambda o: o.grant(act(), KARI, CODES)).when(
        lambda o: o.grant(act(days=7), KARI, CODES, valid_to=NEXT_YEAR)
    ).then(
        (
            "FunctionGranted",
            {"user": KARI, "function": CODES, "valid_from": TODAY, "valid_to": NEXT_YEAR},
        )
    )


def test_a_role_that_has_run_out_begins_anew() -> None:
    given(office(SOLVEIG), lambda o: o.grant(act(), KARI, CODES, valid_to=TOMORROW)).when(
        lambda o: o.grant(act(days=7), KARI, CODES)
    ).then(
        (
            "FunctionGranted",
            {
                "user": KARI,
                "function": CODES,
                "valid_from": TODAY + timedelta(days=7),
                "valid_to": None,
            },
        )
    )


def test_nobody_gives_herself_a_role() -> None:
    given(office(SOLVEIG)).when(lambda o: o.grant(act(SOLVEIG), SOLVEIG, CODES)).then_refused(
        OwnRole
    )


def test_the_last_who_decides_cannot_leave() -> None:
    given(office(SOLVEIG)).when(lambda o: o.withdraw(act(SOLVEIG), SOLVEIG, MANAGE)).then_refused(
        LastOwner
    )


def test_the_last_who_decides_gets_no_end_either() -> None:
    given(office(SOLVEIG)).when(
        lambda o: o.grant(act(TORE), SOLVEIG, MANAGE, valid_to=NEXT_YEAR)
    ).then_refused(LastOwner)


@pytest.mark.parametrize(
    ("begins", "ends"), [(TODAY, NEXT_YEAR), (TOMORROW, None)], ids=["for a time", "from tomorrow"]
)
def test_somebody_who_decides_only_for_a_time_or_not_yet_is_no_successor(
    begins: date, ends: date | None
) -> None:
    given(office(SOLVEIG), lambda o: o.grant(act(OLA), TORE, MANAGE, begins, ends)).when(
        lambda o: o.withdraw(act(SOLVEIG), SOLVEIG, MANAGE)
    ).then_refused(LastOwner)


def test_with_a_successor_one_may_leave() -> None:
    given(office(SOLVEIG, TORE)).when(lambda o: o.withdraw(act(SOLVEIG), SOLVEIG, MANAGE)).then(
        ("FunctionWithdrawn", {"user": SOLVEIG, "function": MANAGE, "valid_to": TODAY})
    )


def invited(by: UUID = SOLVEIG, *functions: Function) -> Organisation:
    its = office(SOLVEIG, TORE)
    its.invite(act(by), INVITATION, list(functions or [CODES]))
    return its


def test_whoever_shows_the_code_gets_the_roles() -> None:
    given(invited()).when(lambda o: o.take_invitation(act(KARI), INVITATION)).then(
        ("InvitationTaken", {"invitation": INVITATION, "user": KARI}),
        (
            "FunctionGranted",
            {"user": KARI, "function": CODES, "valid_from": TODAY, "valid_to": None},
        ),
    )


def test_an_invitation_is_taken_once() -> None:
    given(invited(), lambda o: o.take_invitation(act(KARI), INVITATION)).when(
        lambda o: o.take_invitation(act(OLA), INVITATION)
    ).then_refused(InvitationOver)


def test_an_invitation_lasts_fourteen_days() -> None:
    late = INVITED_DAYS + 1
    given(invited()).when(
        lambda o: o.take_invitation(act(KARI, days=late), INVITATION)
    ).then_refused(InvitationOver)
    its = invited()
    its.take_invitation(act(KARI, days=INVITED_DAYS), INVITATION)


def test_a_withdrawn_invitation_opens_nothing() -> None:
    given(invited(), lambda o: o.withdraw_invitation(act(), INVITATION)).when(
        lambda o: o.take_invitation(act(KARI), INVITATION)
    ).then_refused(InvitationOver)


def test_an_invitation_from_somebody_who_decides_no_more_opens_nothing() -> None:
    given(invited(SOLVEIG), lambda o: o.withdraw(act(TORE), SOLVEIG, MANAGE)).when(
        lambda o: o.take_invitation(act(KARI), INVITATION)
    ).then_refused(InvitationOver)


def test_the_first_who_decides_is_invited_from_outside() -> None:
    its = office()
    its.invite(act(OLA), INVITATION, [MANAGE])
    given(its).when(lambda o: o.take_invitation(act(KARI), INVITATION)).then(
        ("InvitationTaken", {"invitation": INVITATION, "user": KARI}),
        (
            "FunctionGranted",
            {"user": KARI, "function": MANAGE, "valid_from": TODAY, "valid_to": None},
        ),
    )


def test_nobody_takes_her_own_invitation() -> None:
    given(invited(SOLVEIG, Function.DRAFT_CONCESSION)).when(
        lambda o: o.take_invitation(act(SOLVEIG), INVITATION)
    ).then_refused(OwnRole)


def test_an_invitation_takes_no_longer_role_away() -> None:
    its = office(SOLVEIG)
    its.grant(act(), KARI, CODES)
    its.invite(act(), INVITATION, [CODES], valid_to=NEXT_YEAR)
    given(its).when(lambda o: o.take_invitation(act(KARI), INVITATION)).then(
        ("InvitationTaken", {"invitation": INVITATION, "user": KARI})
    )


LONG, SOON = date(2029, 8, 1), date(2027, 3, 1)


def days_of(its: Organisation, user: UUID = KARI) -> list[bool]:
    """Whether somebody has the role today, and just before each of the two ends."""
    days = (TODAY, SOON - timedelta(days=1), LONG - timedelta(days=1))
    return [any(held.runs(day) for held in its._held(act(), user, CODES)) for day in days]


@pytest.mark.parametrize(
    ("had", "offered", "then"),
    [
        ((TODAY, LONG), (TODAY, SOON), [True, True, True]),
        ((TODAY, SOON), (TODAY, LONG), [True, True, True]),
        ((TODAY, TOMORROW), (SOON, None), [True, False, True]),
        ((SOON, LONG), (TODAY, TOMORROW), [True, False, True]),
    ],
    ids=["shorter", "longer", "later, with days between", "earlier, with days between"],
)
def test_an_invitation_adds_days_and_takes_none_and_all_of_them_end_together(
    had: tuple[date, date], offered: tuple[date, date | None], then: list[bool]
) -> None:
    its = office(SOLVEIG)
    its.grant(act(), KARI, CODES, *had)
    its.invite(act(), INVITATION, [CODES], *offered)
    its.take_invitation(act(KARI), INVITATION)
    assert days_of(its) == then
    its.withdraw(act(), KARI, CODES)
    assert days_of(its) == [False, False, False]


def test_a_role_that_was_to_begin_later_begins_when_another_owner_says_so() -> None:
    later = TODAY + timedelta(days=300)
    given(office(SOLVEIG, TORE), lambda o: o.grant(act(), KARI, CODES, later)).when(
        lambda o: o.grant(act(TORE), KARI, CODES)
    ).then(
        (
            "FunctionGranted",
            {"user": KARI, "function": CODES, "valid_from": TODAY, "valid_to": None},
        )
    )


def test_a_role_that_begins_earlier_for_a_time_does_not_begin_again_later() -> None:
    its = office(SOLVEIG)
    its.grant(act(), KARI, CODES, SOON)
    its.grant(act(), KARI, CODES, TODAY, TOMORROW)
    assert days_of(its) == [True, False, False]


def grants(
    duty: Duty = Duty.DECIDES,
    kind: OrganisationKind = OrganisationKind.STATE_AGENCY,
    belongs_to: MunicipalityNumber | None = None,
    begins: date = TODAY,
    ends: date | None = None,
    days: int = 0,
):
    return lambda m: m.grant_mandate(
        act(days=days), duty, AGENCY, kind, belongs_to, begins, ends, keeps=False
    )


def test_a_municipality_hands_a_duty_to_another_organisation() -> None:
    given(town()).when(grants(ends=NEXT_YEAR)).then(
        (
            "MandateGranted",
            {
                "duty": Duty.DECIDES,
                "organisation": AGENCY,
                "valid_from": TODAY,
                "valid_to": NEXT_YEAR,
                "keeps": False,
            },
        )
    )


def test_a_duty_is_not_handed_over_twice() -> None:
    given(town(), grants()).when(grants()).then_refused(AlreadyMandated)
    given(town(), grants(ends=TOMORROW)).when(
        grants(begins=TODAY + timedelta(days=9), days=9)
    ).then(
        (
            "MandateGranted",
            {
                "duty": Duty.DECIDES,
                "organisation": AGENCY,
                "valid_from": TODAY + timedelta(days=9),
                "valid_to": None,
                "keeps": False,
            },
        )
    )


def test_a_withdrawn_mandate_ends_at_once() -> None:
    given(town(), grants()).when(lambda m: m.withdraw_mandate(act(), Duty.DECIDES, AGENCY)).then(
        (
            "MandateWithdrawn",
            {"duty": Duty.DECIDES, "organisation": AGENCY, "valid_to": TODAY},
        )
    )


def test_what_was_never_handed_over_is_not_taken_back() -> None:
    given(town(), grants()).when(
        lambda m: m.withdraw_mandate(act(), Duty.ORDERS, AGENCY)
    ).then_refused(NotMandated)
    given(town(), grants(ends=TOMORROW)).when(
        lambda m: m.withdraw_mandate(act(days=1), Duty.DECIDES, AGENCY)
    ).then_refused(NotMandated)


@pytest.mark.parametrize("kind", [kind for kind in OrganisationKind if kind not in MAY_CARRY_OUT])
def test_a_supplier_and_so_the_own_provision_carries_out_no_duty(kind: OrganisationKind) -> None:
    given(town()).when(grants(kind=kind)).then_refused(MayNotCarryOut)


def test_a_district_carries_out_its_own_municipalitys_duties_only() -> None:
    district = OrganisationKind.DISTRICT
    given(town()).when(grants(kind=district, belongs_to=OSLO)).then_refused(MayNotCarryOut)
    its = town()
    grants(kind=district, belongs_to=HAMAR)(its)
    assert its.mandates


def test_a_municipality_gives_itself_no_mandate_but_a_neighbour_one() -> None:
    kind = OrganisationKind.MUNICIPALITY
    given(town()).when(grants(kind=kind, belongs_to=HAMAR)).then_refused(MayNotCarryOut)
    its = town()
    grants(kind=kind, belongs_to=OSLO)(its)
    assert its.mandates


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_no_two_roles_in_an_organisation_share_a_function(kind: OrganisationKind) -> None:
    functions = [function for role in ROLES[kind] for function in FUNCTIONS[role]]
    assert len(functions) == len(set(functions))
    assert Role.OWNER in ROLES[kind]


def test_no_duty_brings_the_right_to_decide_who_has_which_role() -> None:
    assert all(MANAGE not in covered for covered in COVERED.values())
