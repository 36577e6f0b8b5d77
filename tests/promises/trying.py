"""Tries promises and keeps their figures. Apart from the command, so that a process beside can too."""

from __future__ import annotations

import json
import logging
import os
import subprocess
from pathlib import Path

from tests.promises.every import EVERY
from tests.promises.program import Promise, Result, run, staged

FIGURES = Path("var/promises.json")
QUICK = os.environ.get("QUICK", "") not in ("", "0")
WORDS = {True: "holdt", False: "IKKE HOLDT", None: "kan ikke vises her"}
ORDER = [promise.id for promise in EVERY]
Row = dict[str, object]


def tried(ids: list[str]) -> list[Row]:
    """Try promises one after another; the full form keeps each figure as soon as it is there."""
    logging.disable(logging.CRITICAL)  # the alarms that the trials set off on purpose
    rows: list[Row] = []
    if not ids:
        return rows
    with staged() as stage:
        for promise in (promise for promise in EVERY if promise.id in ids):
            for seed in promise.seeds[:1] if QUICK else promise.seeds:
                rows.append(told(promise, seed, run(promise, stage, seed, quick=QUICK)))
            if not QUICK:
                keep(rows)
    return rows


def told(promise: Promise, seed: int, result: Result) -> Row:
    """Say how it went, and return it as a row."""
    n = promise.times(QUICK)
    lines = [f"{promise.id:<4} {promise.promise}  n={n}, seed={seed}, {result.seconds:.1f} s"]
    lines.append(f"     {WORDS[result.kept]}: {result.figure}")
    if result.power_check:
        lines.append(f"     {result.power_check}")
    print("\n".join(lines), flush=True)
    return {
        "id": promise.id,
        "promise": promise.promise,
        "n": n,
        "seed": seed,
        "figure": result.figure,
        "power_check": result.power_check,
        "seconds": round(result.seconds, 1),
        "kept": result.kept,
        "commit": commit(),
        "quick": QUICK,
    }


def keep(rows: list[Row]) -> None:
    """Write the rows beside those of promises that were not tried now, in the program's order."""
    earlier = json.loads(FIGURES.read_text()) if FIGURES.exists() else []
    now = {row["id"] for row in rows}
    kept = [row for row in earlier if row["id"] in ORDER and row["id"] not in now] + rows
    kept.sort(key=lambda row: ORDER.index(str(row["id"])))
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def commit() -> str:
    """The short hash of what was tried; empty outside a repository."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
