"""`python -m tests.promises [P2 P8 …]`: tries the promises, tells each figure, and keeps them all.

QUICK=1 tries the quick form, half of the slow ones in a process beside. Figures are kept in
var/promises.json; a partial run replaces its own.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.promises.every import EVERY
from tests.promises.program import Promise
from tests.promises.trying import ORDER, QUICK, Row, keep, tried


def main(wanted: list[str]) -> int:
    """Try the promises that are asked for; returns 0 when none of them is broken."""
    if unknown := set(wanted) - set(ORDER):
        print(f"Ukjent løfte: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    chosen = [promise for promise in EVERY if not wanted or promise.id in wanted]
    rows = in_two_lanes(chosen) if QUICK else tried([promise.id for promise in chosen])
    broken = [row["id"] for row in rows if row["kept"] is False]
    print(f"{len(rows)} forsøk. Ikke holdt: {', '.join(map(str, broken)) or 'ingen'}.")
    return 1 if broken else 0


def in_two_lanes(chosen: list[Promise]) -> list[Row]:
    """The slow ones mostly wait for something, so two processes with a server each share them."""
    slow = [promise.id for promise in chosen if promise.slow]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        others = beside.submit(tried, slow[::2])
        rows = tried([*slow[1::2], *(promise.id for promise in chosen if not promise.slow)])
        rows += others.result()
    keep(rows)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
