"""The forms of the municipality's workplace."""

from __future__ import annotations

from registry.domain.municipality import STATED
from registry.domain.terms import LIMITS
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    HoursBand,
    LeadRole,
    Ordering,
    PaymentTerms,
    RejectionGround,
)
from web.fields import Count, Form, Id, Kroner, MustTick, OneOf, Text
from web.workplace_fields import Day, DaysOfYear, MaybeText
from web.workplace_terms import NAMES


def limited(name: str) -> Count:
    """A whole number within what the template allows."""
    least, most = LIMITS[name]
    return Count(least=least, most=most)


class ConcessionForm(Form):
    """A concession: the template's values, each with room for why another was chosen."""

    class Meta(Form.Meta):
        include = {f"reason_{name}": MaybeText(most=1000, lines=True) for name in NAMES}  # noqa: RUF012

    version = Count(most=999_999)
    again = MaybeText(most=36)
    form = OneOf(["full", "short"])
    starts_on = Day()
    rate = Kroner(least=LIMITS["rate"][0], most=LIMITS["rate"][1])
    policy = OneOf(AdmissionPolicy)
    windows = DaysOfYear()
    cap = limited("cap")
    years = limited("years")
    own_provision_listed = OneOf(["yes", "no"])
    choose_within_days = limited("choose_within_days")
    regret_days = limited("regret_days")
    answer_days = limited("answer_days")
    default = OneOf(DefaultRule)
    notice_months = limited("notice_months")
    counted_from = OneOf(CountedFrom)
    ordering = OneOf(Ordering)
    payment = OneOf(PaymentTerms)


class SendBackForm(Form):
    reason = Text(most=1000, lines=True)


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
