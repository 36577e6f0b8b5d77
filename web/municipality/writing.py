"""Writing a concession or an amendment: chapter by chapter, kept as one goes, sent for approval."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.domain.errors import RuleBroken
from registry.domain.values import MunicipalityNumber
from registry.queries.documents import document
from registry.reference.template import DECISIVE, chapters
from web.access import permits
from web.clock import today
from web.documents import changed_rows, rows
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.municipality import drafting
from web.municipality.advice import advice_on
from web.municipality.place import municipality, ours
from web.municipality.points import Point, points
from web.municipality.schemas import DraftForm, NewDraftForm
from web.municipality.work import (
    NotKept,
    Work,
    keep,
    led_by_us,
    load,
    newest_document,
    start,
    throw_away,
    written_in,
)
from web.nation import nation_on
from web.rules import refused_beside
from web.workplace import municipality_name, pool, posted


@municipality.post("/utkast")
@permits("draft_concession")
def new_draft() -> ResponseReturnValue:
    """Begin a draft: from the template, from what came back, or of an amendment."""
    values, errors = posted(NewDraftForm())
    if errors:
        return redirect(url_for(".concessions"), 303)
    draft_id = uuid5(values["command_id"], "draft")
    if values["amends"]:
        start(draft_id, _amending(values["amends"]))
    else:
        body = {"form": "full", "starts_on": drafting.first_day(today())}
        start(draft_id, body | (_said_before(values["again"]) if values["again"] else {}))
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@municipality.get("/utkast/<uuid:draft_id>")
@permits("draft_concession")
def draft(draft_id: UUID) -> ResponseReturnValue:
    """What must be filled in, the chapters, and how it stands beside the template."""
    return _overview(load(draft_id), {})


@municipality.post("/utkast/<uuid:draft_id>")
@permits("draft_concession")
def save_draft(draft_id: UUID) -> ResponseReturnValue:
    """Keep what must be filled in, finished or not."""
    try:
        keep(draft_id, load(draft_id).here)
    except NotKept as found:
        return _overview(found.work, found.errors, found.other), 409 if found.other else 422
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@municipality.post("/utkast/<uuid:draft_id>/send")
@permits("draft_concession")
def send_draft(draft_id: UUID) -> ResponseReturnValue:
    """Keep what was typed and send the whole to another person for approval."""
    try:
        work = keep(draft_id, load(draft_id).here)
    except NotKept as found:
        return _overview(found.work, found.errors, found.other), 409 if found.other else 422
    days, problems = drafting.read_days(work.body, today())
    members, unknown = drafting.read_members(work.body, ours())
    if unknown:
        problems["members"] = [
            _("Skriv navnet eller nummeret: %(names)s", names=", ".join(unknown))
        ]
    if problems or work.reading.problems:
        return _overview(work, problems | work.reading.problems), 422
    values, errors = posted(DraftForm())
    if errors:
        return _overview(work, errors), 422
    try:
        if work.amends:
            concession_id, position = _send_amendment(work, values, days)
        else:
            concession_id, position = _send(work, values, days, members)
    except RuleBroken as broken:
        return _overview(work, refused_beside(broken)), 422
    throw_away(draft_id)
    carried_out(position)
    return redirect(url_for(".concession", concession_id=concession_id), 303)


@municipality.get("/utkast/<uuid:draft_id>/kapittel/<int:number>")
@permits("draft_concession")
def chapter(draft_id: UUID, number: int) -> ResponseReturnValue:
    """One chapter of the template as a form, with the difference beside it."""
    return _chapter(load(draft_id), number, {})


@municipality.post("/utkast/<uuid:draft_id>/kapittel/<int:number>")
@permits("draft_concession")
def save_chapter(draft_id: UUID, number: int) -> ResponseReturnValue:
    """Keep a chapter, finished or not; what must be mended is said beside its field."""
    names = drafting.names_in(load(draft_id).nodes(number), number)
    by_itself = "HX-Request" in request.headers
    try:
        work = keep(draft_id, names)
    except NotKept as found:
        if by_itself:
            return _aside(
                load(draft_id), number, _("Ikke lagret. Trykk på lagre for å se hvorfor.")
            )
        return _chapter(found.work, number, found.errors, found.other), 409 if found.other else 422
    if by_itself:
        return _aside(work, number, _("Lagret."))
    wrong = {name: said for name, said in work.reading.problems.items() if name in names}
    if wrong:
        return _chapter(work, number, wrong), 422
    return redirect(_onward(work, number), 303)


@municipality.post("/utkast/<uuid:draft_id>/slett")
@permits("draft_concession")
def delete_draft(draft_id: UUID) -> ResponseReturnValue:
    """Throw the draft away."""
    throw_away(draft_id)
    return redirect(url_for(".concessions"), 303)


def _send(
    work: Work,
    values: dict[str, Any],
    days: dict[str, date],
    members: list[MunicipalityNumber],
) -> tuple[UUID, int]:
    return desk.send_concession_for_approval(
        registrar(),
        command(values),
        members,
        work.reading.written,
        days["starts_on"],
        days["heard_on"],
        short_form=work.body.get("form") == "short",
        practice=work.body.get("practice") == "1",
    )


def _send_amendment(work: Work, values: dict[str, Any], days: dict[str, date]) -> tuple[UUID, int]:
    assert work.amends is not None
    led_by_us(work.amends)
    position = desk.send_amendment(
        registrar(),
        command(values),
        work.amends,
        work.reading.written,
        days["effective_from"],
        days.get("apply_by"),
        upgrade=bool(work.body.get("upgrade")),
    )
    return work.amends, position


def _overview(work: Work, errors: dict[str, Any], other: drafts.Draft | None = None) -> str:
    whole = work.document()
    left = rows(whole, current())
    amended = changed_rows(newest_document(work.amends), whole, current()) if work.amends else []
    return render_template(
        "municipality/draft.html",
        work=work,
        required=points(work.required, work),
        chapters=work.chapters(),
        figures=whole.figures,
        rows=left,
        nation=nation_on(left, today()),
        advice=advice_on(work),
        amended=amended,
        errors=errors,
        errors_here={name: said for name, said in errors.items() if name in work.here},
        elsewhere=_elsewhere(work, errors),
        other=other,
        other_said=_differing(work, other) if other else [],
        short=sum(node.short_form for node in work.basis.nodes.values()),
    )


def _chapter(
    work: Work, number: int, errors: dict[str, Any], other: drafts.Draft | None = None
) -> str:
    g.script = True
    its = points(work.nodes(number), work)
    return render_template(
        "municipality/chapter.html",
        first=[each for each in its if _stands_open(each, work, errors)],
        rest=[each for each in its if not _stands_open(each, work, errors)],
        own=drafting.own_points(number),
        measured=drafting.measured(),
        errors=errors,
        other=other,
        other_said=_differing(work, other) if other else [],
        **_beside(work, number),
    )


def _stands_open(point: Point, work: Work, errors: dict[str, Any]) -> bool:
    """What weighs much, and what somebody has written something about or must mend."""
    said = [name.partition("--")[0] for name in (*work.body, *errors)]
    return (point.node.weight >= DECISIVE and point.applies) or point.name in said


def _aside(work: Work, number: int, said: str) -> str:
    """What an autosave answers: the account beside the chapter, and whether it was kept."""
    return render_template("municipality/_beside.html", **_beside(work, number), saved=said)


def _beside(work: Work, number: int) -> dict[str, Any]:
    """What stands beside a chapter: its deviations and the figures of the whole."""
    whole = work.document()
    left = [row for row in rows(whole, current()) if row.shown.clause.chapter == number]
    return {
        "work": work,
        "number": number,
        "title": chapters(current())[number],
        "rows": left,
        "nation": nation_on(left, today()),
        "figures": whole.figures,
        "advice": advice_on(work, number),
    }


def _elsewhere(work: Work, errors: dict[str, Any]) -> list[tuple[str, str]]:
    """(address, message) of what must be mended on the pages of the chapters."""
    found = []
    for name in [name for name in errors if name not in work.here]:
        chapter = work.chapter_of(name)
        href = url_for(".chapter", draft_id=work.draft.id, number=chapter, _anchor=name)
        found.append((href, f"{chapters(current())[chapter]}: {' '.join(errors[name])}"))
    return found


def _onward(work: Work, number: int) -> str:
    """Where the button said: the next chapter, or back to the whole."""
    later = [each for each, *_rest in work.chapters() if each > number]
    if request.form.get("onward") == "next" and later:
        return url_for(".chapter", draft_id=work.draft.id, number=later[0])
    return url_for(".draft", draft_id=work.draft.id, _anchor="kapitler")


def _differing(work: Work, other: drafts.Draft) -> list[tuple[str, str]]:
    """What somebody else saved, where it is not what was typed here."""
    named: dict[str, Point] = {
        each.name: each for each in points(list(work.basis.nodes.values()), work)
    }
    return [
        (named[node].title, ", ".join(said) if isinstance(said, list) else said)
        for name, said in other.body.items()
        if (node := name.partition("--")[0]) in named and work.body.get(name) != said
    ]


def _said_before(concession_id: UUID) -> dict[str, Any]:
    """The draft of what was sent in and came back; another's is not found."""
    before, whole = led_by_us(concession_id), document(pool(), concession_id)
    assert whole is not None
    return drafting.typed_of(written_in(whole), whole.basis) | {
        "form": "short" if before.short_form else "full",
        "starts_on": before.starts_on.isoformat(),
        "heard_on": before.heard_on.isoformat() if before.heard_on else "",
        "again": str(concession_id),
        "members": ", ".join(municipality_name(each) for each in before.members[1:]),
    }


def _amending(concession_id: UUID) -> dict[str, Any]:
    """The draft of an amendment: what holds, and the first day another may."""
    before, whole = led_by_us(concession_id), newest_document(concession_id)
    return drafting.typed_of(written_in(whole), whole.basis) | {
        "amends": str(before.id),
        "effective_from": drafting.first_amended(whole, today()).isoformat(),
    }
