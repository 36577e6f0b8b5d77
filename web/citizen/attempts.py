"""Wrong codes make the next try wait."""

from __future__ import annotations

from web.limits import WINDOW_MINUTES, Limit

__all__ = ["WINDOW_MINUTES", "count_wrong", "must_wait"]

WRONG_CODES = Limit("code", by_session=6, by_address=30)
must_wait, count_wrong = WRONG_CODES.is_reached, WRONG_CODES.count
