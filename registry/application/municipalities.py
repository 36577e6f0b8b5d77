"""Commands on municipalities."""

from __future__ import annotations

from collections.abc import Callable

from registry.application.desk import Command, Registrar
from registry.domain.municipality import Municipality
from registry.domain.values import Act, ChoiceKind, Language, MunicipalityNumber
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
    return _change(registrar, command, number, lambda its, act: its.state_choice(act, kind))


def give_contact(
    registrar: Registrar, command: Command, number: MunicipalityNumber, phone: str, mailbox: str
) -> int:
    """Say where people reach the office."""
    typed = [(phone, new_salt()), (mailbox, new_salt())]
    return _change(
        registrar,
        command,
        number,
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
    return _change(
        registrar,
        command,
        number,
        lambda its, act: its.tell_story(act, *registrar.texts.keep_all(typed)),
    )


def _change(
    registrar: Registrar,
    command: Command,
    number: MunicipalityNumber,
    rule: Callable[[Municipality, Act], None],
) -> int:
    def decide(act: Act) -> list[Municipality]:
        municipality = registrar.registry.get(Municipality, Municipality.id_for(number))
        rule(municipality, act)
        return [municipality]

    return registrar.registry.carry_out(command, decide)
