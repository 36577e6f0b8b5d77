"""What suppliers have asked about the told concessions, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from registry.application import questions
from registry.application.desk import Command, Registrar
from registry.demo.sources import read
from registry.domain.organisation import Organisation, OrganisationKind
from registry.domain.supplier import Supplier
from registry.domain.values import MunicipalityNumber, OrganisationNumber

On = Callable[[date, UUID], Command]
"""Makes a command of somebody's on a day."""


def asked_and_answered(
    its: Registrar,
    on: On,
    concessions: Mapping[MunicipalityNumber, UUID],
    number_of: Mapping[str, OrganisationNumber],
) -> None:
    """Every question of the file, in its order; those without an answer wait for one."""
    ids: list[UUID] = []
    for told in read("questions.yaml"):
        lead, number = MunicipalityNumber(told["lead"]), number_of[told["from"]]
        ids.append(_asked(its, on, concessions[lead], number, told))
        _answered(its, on, ids, lead, told)


def _asked(
    its: Registrar, on: On, concession: UUID, number: OrganisationNumber, told: dict[str, Any]
) -> UUID:
    firm = Organisation.id_for(OrganisationKind.SUPPLIER, number=number)
    return questions.ask_question(
        its,
        replace(on(told["asked_on"], firm), on_behalf_of=firm),
        concession,
        Supplier.id_for(number),
        told.get("node"),
        told["text"],
    )[0]


def _answered(
    its: Registrar, on: On, ids: list[UUID], lead: MunicipalityNumber, told: dict[str, Any]
) -> None:
    town = Organisation.id_for(OrganisationKind.MUNICIPALITY, lead)
    amends = told.get("amends", False)

    def by_the_town(day: date) -> Command:
        return replace(on(day, town), on_behalf_of=town)

    if "same" in told:
        questions.join_question(its, by_the_town(told["asked_on"]), ids[-1], ids[told["same"]])
    if "answer" in told:
        questions.answer_question(
            its, by_the_town(told["answered_on"]), ids[-1], told["answer"], amends=amends
        )
    if "correction" in told:
        questions.correct_answer(
            its, by_the_town(told["corrected_on"]), ids[-1], told["correction"], amends=amends
        )
