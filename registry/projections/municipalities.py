"""Read model: what each municipality says about itself, on any day."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.municipality import Municipality
from registry.projections.model import ReadModel, Statement, changed, day_of, opened

model = ReadModel("municipalities", "registry", "municipalities")


@model.on(Municipality.Created)
def registered(event: Municipality.Created) -> Iterable[Statement]:
    return opened(
        "municipalities",
        event,
        id=event.originator_id,
        number=event.number,
        language=event.language.value,
    )


@model.on(Municipality.ChoiceStated)
def choice_stated(event: Municipality.ChoiceStated) -> Iterable[Statement]:
    by, on = event.on_behalf_of, day_of(event)
    return changed("municipalities", event, stated=event.kind.value, stated_by=by, stated_on=on)


@model.on(Municipality.ContactGiven)
def contact_given(event: Municipality.ContactGiven) -> Iterable[Statement]:
    return changed("municipalities", event, phone_ref=event.phone, mailbox_ref=event.mailbox)


@model.on(Municipality.StoryTold)
def story_told(event: Municipality.StoryTold) -> Iterable[Statement]:
    return changed(
        "municipalities",
        event,
        story_nb=event.story_nb,
        story_nn=event.story_nn,
        story_en=event.story_en,
    )
