"""The forms of the municipality's workplace."""

from __future__ import annotations

from registry.domain.municipality import STATED
from registry.domain.values import EndingGround, HoursBand, LeadRole, RejectionGround
from web.fields import Count, Form, Id, MustTick, OneOf, Text, Ticked
from web.workplace_fields import Change, MaybeId, MaybeText


class NewDraftForm(Form):
    """A new draft; `again` names the concession that came back, `amends` the one to change."""

    again = MaybeId()
    amends = MaybeId()


class DraftForm(Form):
    """What every page of a draft sends: the version that was read. The points are read one by one."""

    version = Count(most=999_999)


class PostedDraftForm(DraftForm):
    """What a page of a draft says of it, in case it is gone: what it amends, and on which template."""

    amends = MaybeId()
    upgrade = Ticked()


class PublishForm(Form):
    """Whoever approves has read every text for what might tell who somebody is."""

    about_nobody = MustTick(
        "Les tekstene dere har skrevet selv, og kryss av når ingen kan kjennes igjen i dem."
    )


class PublishAmendmentForm(PublishForm):
    """`number` is the amendment that the page showed."""

    number = Count(most=100_000)


class SendBackForm(Form):
    reason = Text(most=1000, lines=True)


class JoinForm(Form):
    annex = MaybeText(most=2000, lines=True)


class AdjustForm(Form):
    percent = Change(least=-2_000, most=5_000)


class ConfirmForm(Form):
    """What somebody has read, by its number: another that came in its place is not confirmed."""

    number = Count(most=999_999)


class ConfirmEndForm(ConfirmForm):
    sure = MustTick("Kryss av når du har lest dette. En konsesjon kan ikke åpnes igjen.")


class ProposalBackForm(ConfirmForm):
    why_back = Text(most=1000, lines=True)


class EndForm(Form):
    ground = OneOf(sorted(each.value for each in EndingGround))
    ending_reason = MaybeText(most=1000, lines=True)


class RejectForm(Form):
    ground = OneOf(RejectionGround)


class CodeForm(Form):
    """Somebody may choose. No name, no birth number, no address: there is no field for them."""

    concession = Id()
    hours = OneOf(HoursBand)
    lead = OneOf(LeadRole)
    not_protected = MustTick(
        "Kryss av når du har sett etter. Har personen skjult adresse, skal det ikke lages kode."
    )


class NewCodeForm(Form):
    case = Id()


class ChoiceForm(Form):
    kind = OneOf(sorted(kind.value for kind in STATED))


class AnswerForm(Form):
    """An answer for everybody; `amends` when the terms are to say something else."""

    text = Text(most=3000, lines=True)
    amends = Ticked()
    about_nobody = MustTick(
        "Les spørsmålet og svaret, og kryss av når ingen person kan kjennes igjen i dem."
    )


class SameForm(Form):
    """A question has the same answer as another, and is shown with it."""

    other = Id()
    same_about_nobody = MustTick(
        "Les spørsmålet, og kryss av når ingen person kan kjennes igjen i det."
    )
