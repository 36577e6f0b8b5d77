"""What a concession is about, in words, as soon as there is more than one kind of service."""

from __future__ import annotations

from registry.reference.services import service_name, services
from web.languages import current


def service_of(service: str) -> str:
    """The name of a kind of service; empty while there is only one, which everything here is about."""
    return service_name(service, current()) if len(services()) > 1 else ""


def service_choices() -> list[tuple[str, str]]:
    """(id, name) of every kind of service, for a form."""
    return [(each, service_name(each, current())) for each in services()]


def only_service() -> str:
    """The kind of service where there is only one; empty where one has to be chosen."""
    every = list(services())
    return every[0] if len(every) == 1 else ""
