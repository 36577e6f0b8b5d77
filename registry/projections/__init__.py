"""Read models: one module each. Only their query functions are for others."""

from __future__ import annotations

from registry.projections import (
    admissions,
    cases,
    concessions,
    hearings,
    municipalities,
    organisations,
    places,
    suppliers,
    template,
)
from registry.projections.model import ReadModel

MODELS: list[ReadModel] = [
    template.model,
    hearings.model,
    organisations.model,
    municipalities.model,
    suppliers.model,
    concessions.model,
    admissions.model,
    places.model,
    cases.model,
]
