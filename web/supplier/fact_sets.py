"""The sets of facts in addresses: Norwegian words outside, the domain's names inside."""

from __future__ import annotations

from werkzeug.routing import BaseConverter

WORDS = {"wages": "lonn", "budget": "driftsmidler", "support": "stotte"}
NAMES = {word: name for name, word in WORDS.items()}


class FactSet(BaseConverter):
    """`<fact_set:which>`: lonn, driftsmidler or stotte."""

    regex = "|".join(NAMES)

    def to_python(self, value: str) -> str:
        return NAMES[value]

    def to_url(self, value: str) -> str:
        return WORDS[value]
