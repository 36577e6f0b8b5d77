"""Read models: one module each. Only their query functions are for others."""

from __future__ import annotations

from registry.projections import (
    admissions,
    cases,
    complaints,
    concessions,
    figures,
    hearings,
    mandates,
    municipalities,
    organisations,
    places,
    questions,
    suppliers,
    template,
)
from registry.projections.model import ReadModel

MODELS: list[ReadModel] = [
    template.model,
    hearings.model,
    organisations.model,
    municipalities.model,
    mandates.model,
    suppliers.model,
    concessions.model,
    admissions.model,
    questions.model,
    places.model,
    cases.model,
    complaints.model,
    figures.model,
]
