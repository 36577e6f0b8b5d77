"""Writes the latest figures into the README's two tables: `make figures`."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
VAR = Path(__file__).parents[1] / "var"
Row = dict[str, Any]


def main() -> None:
    """Each table is rewritten when its figures are there, and left alone when they are not."""
    text = README.read_text()
    for name, table in (("promises", promises), ("bench", bench)):
        file = VAR / f"{name}.json"
        if file.exists():
            text = between(text, name, table(json.loads(file.read_text())))
            print(f"Tabellen {name} er skrevet fra {file.name}.")
        else:
            print(f"{file.name} mangler: kjør make {name} først.")
    README.write_text(text)


def between(text: str, name: str, lines: list[str]) -> str:
    """The text with new lines between the two markers of that name. Raises ValueError without them."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"README mangler merkene for {name}.")
    return f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}"


def promises(rows: list[Row]) -> list[str]:
    """One line a promise; several seeds stand in the same cells."""
    lines = ["| | promise | n | latest figure | without its protection |", "|---|---|---|---|---|"]
    for (number, promise), group in groupby(rows, key=lambda row: (row["id"], row["promise"])):
        tried = list(group)
        figures = "; ".join(f"{figure(row)}{seed(row, tried)}" for row in tried)
        powers = "; ".join(dict.fromkeys(row["power_check"] for row in tried))
        cells = (number, promise, f"{tried[0]['n']:,}", figures, powers)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def figure(row: Row) -> str:
    """What was counted, with a word in front when the promise did not hold or was tried in short."""
    words = ["**not kept**:"] if row["kept"] is False else []
    return " ".join([*words, row["figure"], *(["(quick form)"] if row["quick"] else [])])


def seed(row: Row, tried: list[Row]) -> str:
    return f" (seed {row['seed']})" if len(tried) > 1 else ""


def bench(rows: list[Row]) -> list[str]:
    """One line a measure."""
    lines = ["| measure | value | limit in the same run | ratio | goal |", "|---|---|---|---|---|"]
    for row in rows:
        goal = row["goal"] if row["met"] else f"**not met**: {row['goal']}"
        cells = (row["measure"], number(row["value"]), number(row["limit"]), number(row["ratio"]))
        lines.append(f"| {' | '.join(map(str, cells))} | {goal} |")
    return lines


def number(value: Any) -> str:
    """A figure as it is read; nothing where there is none."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    main()
