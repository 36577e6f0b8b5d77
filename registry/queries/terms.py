"""Terms from a read model's row back to the domain's own type."""

from __future__ import annotations

from typing import Any

from registry.domain.terms import Terms
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    Ordering,
    PaymentTerms,
)

ENUMS = {
    "policy": AdmissionPolicy,
    "counted_from": CountedFrom,
    "default": DefaultRule,
    "ordering": Ordering,
    "payment": PaymentTerms,
}


def terms_from(row: dict[str, Any]) -> Terms:
    """The terms a concession's row holds."""
    said: dict[str, Any] = {
        name: ENUMS[name](value) if name in ENUMS else value for name, value in row.items()
    }
    return Terms(**said)
