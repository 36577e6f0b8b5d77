"""Writing a concession or an amendment: chapter by chapter, kept as one goes, sent for approval."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.domain.deviation import LOCAL
from registry.domain.errors import RuleBroken
from registry.domain.values import MunicipalityNumber, NodeId, ServiceId
from registry.reference.template import DECISIVE, chapters
from web.access import permits
from web.clock import today
from web.documents import changed_rows, rows
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.municipality import beginnings, drafting
from web.municipality.advice import advice_on
from web.municipality.autosave import by_itself
from web.municipality.keeping import NotKept, keep, posted_to, sent_before
from web.municipality.place import municipality, ours, said_in
from web.municipality.points import Point, own_point, points
from web.municipality.schemas import DraftForm, NewDraftForm
from web.municipality.work import Work, led_by_us, load, newest_document, start, throw_away
from web.nation import nation_on
from web.node_fields import name_of
from web.rules import refused_beside
from web.service_words import only_service, service_choices
from web.workplace import posted


@municipality.post("/utkast")
@permits("draft_concession")
def new_draft() -> ResponseReturnValue:
    """Begin a draft: from the template, from what came back, or of an amendment."""
    values, errors = posted(NewDraftForm())
    if errors:
        return redirect(url_for(".concessions"), 303)
    if values["amends"]:
        body = beginnings.amending(values["amends"])
    elif values["again"]:
        body = beginnings.said_before(values["again"])
    else:
        body = beginnings.from_template()
    draft_id = start(values["command_id"], body)
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
    work = posted_to(draft_id)
    try:
        work = keep(work, work.here)
    except NotKept as found:
        return _overview(found.work, found.errors, found.other), 409 if found.other else 422
    return redirect(url_for(".draft", draft_id=work.draft.id), 303)


@municipality.post("/utkast/<uuid:draft_id>/send")
@permits("draft_concession")
def send_draft(draft_id: UUID) -> ResponseReturnValue:
    """Keep what was typed and send the whole to another person for approval."""
    work = posted_to(draft_id)
    try:
        work = keep(work, work.here)
    except NotKept as found:
        if found.other and found.work.is_gone and (sent_to := sent_before(found.work)):
            return redirect(url_for(".concession", concession_id=sent_to), 303)
        return _overview(found.work, found.errors, found.other), 409 if found.other else 422
    days, problems = drafting.read_days(work.body, today())
    members, wrong = _members(work)
    problems |= wrong
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
    throw_away(work.draft.id)
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
    work = posted_to(draft_id)
    names = drafting.names_in(work.nodes(number), number)
    try:
        work = keep(work, names)
    except NotKept as found:
        if by_itself():
            return _not_kept(found, number)
        return _chapter(found.work, number, found.errors, found.other), 409 if found.other else 422
    if by_itself():
        return _aside(work, number, _("Lagret."), work.draft.version)
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
        service=ServiceId(work.body.get("service") or only_service()),
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


def _members(work: Work) -> tuple[list[MunicipalityNumber], dict[str, list[str]]]:
    """(those who are to be in it, what is wrong with them)."""
    members, unknown = drafting.read_members(work.body, ours())
    if unknown:
        names = ", ".join(unknown)
        return members, {"members": [_("Skriv navnet eller nummeret: %(names)s", names=names)]}
    if members[1:] and work.body.get("practice") == "1":
        said = _("En øvelse er bare for dere selv. Ta bort de andre kommunene eller krysset.")
        return members, {"members": [said]}
    return members, {}


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
        written_in=said_in(ours()),
        services=service_choices(),
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
        own_point=own_point,
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


def _aside(work: Work, number: int, said: str, version: int, **other: Any) -> str:
    """What an autosave answers: the account beside the chapter, and whether it was kept."""
    about = _beside(work, number) | {"saved": said, "version": version} | other
    return render_template("municipality/_beside.html", **about)


def _not_kept(found: NotKept, number: int) -> str:
    """Nothing is overwritten by itself: the page goes on with the version it has read."""
    if not found.other:
        said = _("Ikke lagret. Trykk på lagre for å se hvorfor.")
    elif found.work.is_gone:
        said = _("Ikke lagret. En annen har sendt inn eller slettet utkastet.")
    else:
        said = _("Ikke lagret. En annen lagret utkastet mens du skrev. Trykk på lagre for å velge.")
    other_said = _differing(found.work, found.other) if found.other and found.other.version else []
    return _aside(found.work, number, said, found.version, refused=True, other_said=other_said)


def _beside(work: Work, number: int) -> dict[str, Any]:
    """What stands beside a chapter: its deviations and the figures of the whole."""
    whole = work.document()
    left = [row for row in rows(whole, current()) if row.shown.clause.chapter == number]
    return {
        "work": work,
        "version": work.draft.version,
        "written_in": said_in(ours()),
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
        where = f"{chapters(current())[chapter]}, {_label(work, name)}"
        found.append((href, f"{where}: {' '.join(errors[name])}"))
    return found


def _label(work: Work, name: str) -> str:
    """What the point that a field belongs to is called."""
    node = name.partition("--")[0]
    if node.startswith(name_of(NodeId(LOCAL))):
        return own_point(NodeId(node.replace("-", ".")))
    its = next(each for each in work.basis.nodes.values() if name_of(each.node) == node)
    return f"{its.chapter}.{its.position} {its.title(current())}"


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
