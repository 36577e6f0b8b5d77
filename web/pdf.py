"""A concession's effective document as an accessible PDF: the same bytes whenever it is made."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import typst
from flask import current_app

from registry.queries.concessions import ConcessionRow
from web.documents import Shown
from web.languages import current, day
from web.languages import gettext as _
from web.node_words import capital, listed

PAPER = Path(__file__).parent / "templates" / "public" / "document.typ"
KEPT = 64


def document_pdf(
    its: ConcessionRow, chapters: dict[str, list[Shown]], annexes: list[tuple[str, str]]
) -> bytes:
    """PDF/UA-1. Nothing in it depends on when or where it is made, only on what was published."""
    made = datetime.combine(its.published_on, time(12), UTC)
    return _compiled(
        json.dumps(_said(its, chapters, annexes), ensure_ascii=False, sort_keys=True), made
    )


@lru_cache(KEPT)
def _compiled(data: str, made: datetime) -> bytes:
    compiler = typst.Compiler(str(PAPER), ignore_system_fonts=True, sys_inputs={"data": data})
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(made.timestamp()))
    return cast(bytes, pdf)


def _said(
    its: ConcessionRow, chapters: dict[str, list[Shown]], annexes: list[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "language": current(),
        "title": _("Konsesjonsdokument for %(place)s", place=its.names[0]),
        "author": listed(its.names),
        "invented": _("Oppdiktede data.") if current_app.config.get("DEMO") else None,
        "lines": [line for line in _lines(its) if line],
        "chapters": [
            {"title": title, "clauses": [_clause(each) for each in clauses]}
            for title, clauses in chapters.items()
        ]
        + (
            [{"title": _("Lokale vedlegg"), "clauses": list(map(_annex, annexes))}]
            if annexes
            else []
        ),
        "footer": _("Frittvalg, konsesjon kunngjort %(day)s", day=day(its.published_on)),
        "fingerprint": _("Fingeravtrykk"),
        "hash": its.document_hash,
    }


def _lines(its: ConcessionRow) -> list[str]:
    return [
        _(
            "Kunngjort %(published)s fra versjon %(version)s av den nasjonale malen."
            " Gjelder fra %(starts)s.",
            published=day(its.published_on),
            version=its.template_version,
            starts=day(its.starts_on),
        ),
        _("Gjelder i %(names)s.", names=listed(its.names)) if len(its.members) > 1 else "",
        _("Dette er kortversjonen. Kapitlene som ikke står her, gjelder slik de står i malen.")
        if its.short_form
        else "",
    ]


def _annex(its: tuple[str, str]) -> dict[str, Any]:
    return {"title": its[0], "lines": [its[1]], "plain": None, "law": None}


def _clause(each: Shown) -> dict[str, Any]:
    node = each.clause.node
    return {
        "title": f"{each.number} {each.title}",
        "lines": _words(each),
        "plain": each.plain if current() != "en" and not (each.left_out or each.replaced) else None,
        "law": ", ".join(node.law) if node and node.law else None,
    }


def _words(each: Shown) -> list[str]:
    if each.left_out:
        return [_("Punktet er tatt bort.")]
    if current() == "en" and each.plain:
        national = f"{each.plain} {capital(each.value)}." if each.value else each.plain
    else:
        national = each.text
    lines = [] if each.replaced or not each.text else [national]
    if each.recall and lines:
        right = "".join(piece.text for piece in each.right)
        lines += [
            _("Rettet %(day)s. Gjelder i stedet:", day=day(each.recall.effective_from)),
            right,
        ]
    if each.own:
        lines.append(each.own if not lines else f"{_('Her i tillegg:')} {each.own}")
    return lines
