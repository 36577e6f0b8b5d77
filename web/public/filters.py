"""What a person may ask of a supplier. Posted and answered in the same breath, never stored."""

from __future__ import annotations

from enum import Enum
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.datastructures import MultiDict

from registry.domain.values import Independence, Language, LocalOffice, SupplierKind
from registry.queries.choices import Offer
from web.fields import Choices, Ticked


class Filters(Schema):
    """An empty field asks for nothing."""

    class Meta:
        unknown = EXCLUDE

    takes_new = Ticked()
    emergency = Ticked()
    agreement = Ticked()
    language = Choices(Language)
    office = Choices(LocalOffice)
    independence = Choices(Independence)
    kind = Choices(SupplierKind)

    def read(self, form: MultiDict[str, str]) -> dict[str, Any] | None:
        """What is asked for; None where the form has been tampered with."""
        many = {name for name, field in self.fields.items() if isinstance(field, Choices)}
        data: dict[str, Any] = {name: form.getlist(name) for name in many}
        data |= {name: form[name] for name in form if name not in many}
        try:
            return dict(self.load(data))
        except ValidationError:
            return None


def options(found: list[Offer]) -> dict[str, list[Enum]]:
    """What may be asked for: only what somebody in the list has answered."""
    spoken = {word for offer in found for word in offer.facts.get("languages", ())}
    owned = {offer.kind for offer in found} - {SupplierKind.UNREGISTERED}
    return {
        "independence": list(Independence),
        "language": [language for language in Language if language.value in spoken],
        "office": [LocalOffice.IN_MUNICIPALITY, LocalOffice.NEARBY],
        "kind": [kind for kind in SupplierKind if kind in owned],
    }


def matches(offer: Offer, wanted: dict[str, Any]) -> bool:
    """Whether a supplier has said everything that is asked for. Silence is no yes."""
    facts = offer.facts
    spoken = set(facts.get("languages", ()))
    return (
        (not wanted.get("takes_new") or offer.takes_new)
        and (not wanted.get("emergency") or facts.get("emergency_start") is True)
        and (not wanted.get("agreement") or facts.get("collective_agreement") is True)
        and {language.value for language in wanted.get("language", ())} <= spoken
        and _among(facts.get("office"), wanted.get("office"))
        and _among(facts.get("independence"), wanted.get("independence"))
        and _among(offer.kind.value, wanted.get("kind"))
    )


def _among(said: Any, wanted: Any) -> bool:
    return not wanted or said in {option.value for option in wanted}
