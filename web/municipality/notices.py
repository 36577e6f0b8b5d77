"""Where a concession is announced: what to paste into Doffin, and the number that came back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import concessions as desk
from registry.domain.errors import RuleBroken
from registry.domain.notice import NoticeChannel
from registry.queries.concessions import concession as published
from registry.queries.notices import announced
from registry.queries.rounds import rounds
from registry.words import say
from web.access import permits
from web.clock import today
from web.fields import Form, OneOf, Text
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import day as written
from web.languages import gettext as _
from web.municipality.notice_fields import fields_of
from web.municipality.place import concessions_place, municipality
from web.municipality.work import led_by_us, newest_document
from web.rules import refused_beside
from web.workplace import pool, posted
from web.workplace_fields import Day

SHAPES = {NoticeChannel.DOFFIN: r"20\d\d-\d{6}", NoticeChannel.TED: r"\d{1,8}-20\d\d"}
"""How each database writes the number of a notice: 2024-123456 and 123456-2024."""


class NoticeForm(Form):
    channel = OneOf(NoticeChannel)
    reference = Text(most=20)
    given_on = Day()


@municipality.get("/konsesjoner/<uuid:concession_id>/kunngjoring")
@permits("signed_in")
def notice(concession_id: UUID) -> ResponseReturnValue:
    """The fields of the notice, each to be copied, and where its number is written."""
    concessions_place()
    return _notice(concession_id, {"given_on": today().isoformat()}, {})


@municipality.post("/konsesjoner/<uuid:concession_id>/kunngjoring")
@permits("draft_concession")
def reference_notice(concession_id: UUID) -> ResponseReturnValue:
    """Say where, when and under which number it is announced. From now on suppliers may apply."""
    its = led_by_us(concession_id)
    values, errors = posted(NoticeForm())
    if not errors and not re.fullmatch(SHAPES[values["channel"]], values["reference"], re.ASCII):
        errors = {"reference": [_("Skriv nummeret slik: 2024-123456 i Doffin, 123456-2024 i TED.")]}
    errors |= _wrong_day(values.get("given_on"), its.sent_on)
    if errors:
        return _notice(its.id, request.form, errors), 422
    try:
        position = desk.reference_notice(
            registrar(),
            command(values),
            its.id,
            values["channel"],
            values["given_on"],
            values["reference"],
        )
    except RuleBroken as broken:
        return _notice(its.id, request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".concession", concession_id=its.id), 303)


def _wrong_day(given_on: date | None, sent_on: date) -> dict[str, list[str]]:
    """It is announced after it was sent in, on a day that has been."""
    if given_on is None:
        return {}
    if given_on > today():
        return {"given_on": [_("Velg en dag til og med i dag.")]}
    if given_on < sent_on:
        return {
            "given_on": [
                _(
                    "Konsesjonen ble sendt inn %(day)s. Velg den dagen eller en senere.",
                    day=written(sent_on),
                )
            ]
        }
    return {}


def _notice(concession_id: UUID, values: Any, errors: dict[str, Any]) -> str:
    led_by_us(concession_id)
    its, whole = published(pool(), concession_id, today()), newest_document(concession_id)
    if its is None:
        abort(404)
    found = rounds(pool(), [concession_id], today()).get(concession_id)
    return render_template(
        "municipality/notice.html",
        its=its,
        fields=fields_of(its, whole, found.deadline(today()) if found else None),
        announced=announced(pool(), concession_id, today()),
        channels=[(each.value, say(each, current())) for each in NoticeChannel],
        values=values,
        errors=errors,
    )
