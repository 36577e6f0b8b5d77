"""Two schemes that ran before Frittvalg: one of which much is stated, and one of which little is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from registry.application import admissions, concessions
from registry.application.desk import Command, Registrar
from registry.application.running import AsTyped, state_running
from registry.demo.draw import organisation_numbers
from registry.demo.nation import Nation, PlannedMunicipality
from registry.demo.sources import places
from registry.demo.template import APPROVER, EDITOR
from registry.domain.admission import Admission
from registry.domain.facts import Local
from registry.domain.organisation import Organisation
from registry.domain.roles import OrganisationKind
from registry.domain.supplier import Supplier
from registry.domain.values import (
    Accepting,
    ChoiceKind,
    CountedFrom,
    DefaultRule,
    LocalOffice,
    MunicipalityNumber,
    OrganisationNumber,
)

On = Callable[[date, UUID], Command]
"""Makes a command of somebody's on a day."""
STATED_ON, PUBLISHED_ON, DECLARED_ON = date(2026, 3, 2), date(2026, 3, 10), date(2026, 10, 12)
BARE_SERIES = 39_100_000
LOCAL = Local(28, 3, emergency_start=False, office=LocalOffice.NEARBY)


def what_runs(its: Registrar, on: On, nation: Nation) -> None:
    """State both, publish them, and let the registered suppliers say that they have room."""
    bought = [
        place for place in nation.municipalities if place.stated is ChoiceKind.SINGLE_PURCHASE
    ]
    medium, *small = sorted(bought, key=_by_size)
    usual = _most_usual(nation)
    bare = organisation_numbers(BARE_SERIES, 2)
    much = AsTyped(
        rate=46_800,
        notice=2,
        counted_from=CountedFrom.FIRST_OF_NEXT_MONTH,
        default=DefaultRule.DIALOGUE,
        cap=4,
        ends_on=date(2028, 6, 30),
        suppliers=dict.fromkeys(usual[:2], "") | {bare[0]: "Havbris Assistanse AS"},
        source="https://avtaler.example/bpa-2024.pdf",
        stated_by=_name(medium),
        stated_on=STATED_ON,
    )
    little = AsTyped(
        None, None, None, None, None, None,
        dict.fromkeys(usual[1:3], "") | {bare[1]: "Lyngmo Omsorg AS"},
        "Formannskapet, sak 41/23", _name(small[0]), STATED_ON,
    )  # fmt: skip
    for place, typed in ((medium, much), (small[0], little)):
        _state(its, on, place.number, typed, usual)


def _state(
    its: Registrar,
    on: On,
    number: MunicipalityNumber,
    typed: AsTyped,
    registered: list[OrganisationNumber],
) -> None:
    town = Organisation.id_for(OrganisationKind.MUNICIPALITY, number)
    stated = replace(on(STATED_ON, EDITOR), on_behalf_of=town)
    concession, _ = state_running(its, stated, [number], typed)
    published = replace(on(PUBLISHED_ON, APPROVER), on_behalf_of=town)
    concessions.publish_concession(its, published, concession)
    for supplier in (each for each in typed.suppliers if each in registered):
        admission = Admission.id_for(concession, Supplier.id_for(supplier))
        admissions.confirm_local(its, on(DECLARED_ON, EDITOR), admission, LOCAL)
        admissions.declare_capacity(its, on(DECLARED_ON, EDITOR), admission, Accepting.YES, 3)


def _by_size(place: PlannedMunicipality) -> tuple[bool, str]:
    return places()[place.number].size != "medium", place.number


def _most_usual(nation: Nation) -> list[OrganisationNumber]:
    """The private suppliers by how many concessions they are in."""
    private = {each.number for each in nation.suppliers if each.municipality is None}
    counted = Counter(each.supplier for each in nation.admissions if each.supplier in private)
    return [number for number, _times in counted.most_common()]


def _name(place: PlannedMunicipality) -> str:
    return f"{places()[place.number].name.split(' - ')[0]} kommune"
