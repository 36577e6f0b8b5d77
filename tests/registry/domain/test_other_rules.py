from __future__ import annotations

import pytest

from registry.domain.municipality import ChoiceIsDerived, Municipality
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.supplier import (
    BadOrganisationNumber,
    OwnProvisionWithoutMunicipality,
    Supplier,
    is_organisation_number,
)
from registry.domain.values import (
    ChoiceKind,
    Language,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
    TextRef,
)
from tests.scenario import KARI, TODAY, act, given

HAMAR = MunicipalityNumber("3403")


@pytest.mark.parametrize("kind", [ChoiceKind.FREE, ChoiceKind.LIMITED, ChoiceKind.UNKNOWN])
def test_free_choice_follows_from_concessions_and_is_not_stated(kind: ChoiceKind) -> None:
    given(Municipality.register(act(), HAMAR, Language.NB)).when(
        lambda m: m.state_choice(act(), kind)
    ).then_refused(ChoiceIsDerived)


def test_a_municipality_is_unknown_until_it_says_something() -> None:
    assert Municipality.register(act(), HAMAR, Language.NB).stated is ChoiceKind.UNKNOWN


def test_a_municipality_states_that_it_offers_none() -> None:
    given(Municipality.register(act(), HAMAR, Language.NB)).when(
        lambda m: m.state_choice(act(), ChoiceKind.NONE)
    ).then(("ChoiceStated", {"kind": ChoiceKind.NONE}))


def test_a_function_is_granted_once_and_withdrawn() -> None:
    its = Organisation.open(act(), OrganisationKind.MUNICIPALITY, HAMAR)
    given(its, lambda o: o.grant(act(), KARI, Function.ISSUE_CODES)).when(
        lambda o: o.grant(act(), KARI, Function.ISSUE_CODES)
    ).then()
    given(its).when(lambda o: o.withdraw(act(), KARI, Function.ISSUE_CODES)).then(
        (
            "FunctionWithdrawn",
            {"user": KARI, "function": Function.ISSUE_CODES, "valid_to": TODAY},
        )
    )


def test_a_wrong_organisation_number_is_refused() -> None:
    with pytest.raises(BadOrganisationNumber):
        Supplier.register(
            act(), OrganisationNumber("123456789"), SupplierKind.COMPANY, TextRef("name")
        )


def test_own_provision_belongs_to_a_municipality() -> None:
    with pytest.raises(OwnProvisionWithoutMunicipality):
        Supplier.register(
            act(), OrganisationNumber("310000027"), SupplierKind.OWN_PROVISION, TextRef("name")
        )


@pytest.mark.parametrize("number", ["310000027", "310000035"])
def test_a_right_check_digit_is_accepted(number: str) -> None:
    assert is_organisation_number(number)


@pytest.mark.parametrize(
    "number", ["974760674", "97476067", "3100000270", "97476067x", "٩٧٤٧٦٠٦٧٣"]
)
def test_what_is_no_organisation_number_is_none(number: str) -> None:
    assert not is_organisation_number(number)
