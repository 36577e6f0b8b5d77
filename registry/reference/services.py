"""The kinds of service that concessions are about, from `services.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from registry.domain.values import ServiceId

FILE = Path(__file__).parent / "services.yaml"


@cache
def services() -> dict[ServiceId, dict[str, str]]:
    """Their names by language (nb, nn, en). The first is what nothing else is said of."""
    entries = yaml.safe_load(FILE.read_text())
    return {ServiceId(each.pop("id")): each for each in entries}


def service_name(service: str, language: str) -> str:
    """What a kind of service is called."""
    return services()[ServiceId(service)][language]
