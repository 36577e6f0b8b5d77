"""Commands on municipalities."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.municipality import Municipality
from registry.domain.organisation import Organisation
from registry.domain.roles import Duty
from registry.domain.values import ChoiceKind, Language, MunicipalityNumber
from registry.texts import new_salt


def register_municipality(
    registrar: Registrar, command: Command, number: MunicipalityNumber, language: Language
) -> int:
    """Take a municipality in."""
    return registrar.registry.carry_out(
        command, lambda act: [Municipality.register(act, number, language)]
    )


def state_choice(
    registrar: Registrar, command: Command, number: MunicipalityNumber, kind: ChoiceKind
) -> int:
    """Say what there is where no concession is live."""
    return registrar.change(
        command,
        Municipality,
        Municipality.id_for(number),
        lambda its, act: its.state_choice(act, kind),
    )


def give_contact(
    registrar: Registrar, command: Command, number: MunicipalityNumber, phone: str, mailbox: str
) -> int:
    """Say where people reach the office."""
    typed = [(phone, new_salt()), (mailbox, new_salt())]
    return registrar.change(
        command,
        Municipality,
        Municipality.id_for(number),
        lambda its, act: its.give_contact(act, *registrar.texts.keep_all(typed)),
    )


def tell_story(
    registrar: Registrar,
    command: Command,
    number: MunicipalityNumber,
    nb: str,
    nn: str,
    en: str,
) -> int:
    """A few words about how BPA works here."""
    typed = [(body, new_salt()) for body in (nb, nn, en)]
    return registrar.change(
        command,
        Municipality,
        Municipality.id_for(number),
        lambda its, act: its.tell_story(act, *registrar.texts.keep_all(typed)),
    )


def grant_mandate(
    registrar: Registrar,
    command: Command,
    number: MunicipalityNumber,
    duty: Duty,
    organisation: UUID,
    valid_from: date,
    valid_to: date | None = None,
    *,
    keeps: bool,
) -> int:
    """Let another organisation carry out a duty here, until the day before `valid_to`."""
    holder = registrar.registry.get(Organisation, organisation)
    return registrar.change(
        command,
        Municipality,
        Municipality.id_for(number),
        lambda its, act: its.grant_mandate(
            act,
            duty,
            organisation,
            holder.kind,
            holder.municipality,
            valid_from,
            valid_to,
            keeps=keeps,
        ),
    )


def withdraw_mandate(
    registrar: Registrar,
    command: Command,
    number: MunicipalityNumber,
    duty: Duty,
    organisation: UUID,
) -> int:
    """The organisation no longer carries out the duty, from this moment."""
    return registrar.change(
        command,
        Municipality,
        Municipality.id_for(number),
        lambda its, act: its.withdraw_mandate(act, duty, organisation),
    )
