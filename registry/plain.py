"""Values of the domain as plain JSON for read models: enumerations by value, dates as ISO."""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import Enum
from typing import Any


def plain(value: Any) -> Any:
    """A value object, list or single value as JSON can hold it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value
