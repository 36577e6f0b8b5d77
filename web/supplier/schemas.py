"""The forms of the supplier's workplace."""

from __future__ import annotations

from registry.domain.values import (
    Accepting,
    Adviser,
    BudgetUse,
    Independence,
    Language,
    LocalOffice,
    PhoneHours,
    Seniority,
    SupplierKind,
    UnusedBudget,
)
from web.fields import Choices, Count, Form, Id, Kroner, OneOf, Percent, Text, Ticked

NOT_SAID_BY_ONESELF = {SupplierKind.OWN_PROVISION, SupplierKind.UNREGISTERED}
KINDS = [kind for kind in SupplierKind if kind not in NOT_SAID_BY_ONESELF]
WRITTEN = [Language.NB, Language.NN, Language.EN, Language.SE]


class PresentationForm(Form):
    presentation = Text(most=1500, lines=True)
    language = OneOf([language.value for language in WRITTEN])


class RegisterForm(PresentationForm):
    name = Text(most=120)
    kind = OneOf([kind.value for kind in KINDS])


class WagesForm(Form):
    """Amounts are øre an hour, shares basis points."""

    start = Kroner(least=15_000, most=60_000)
    evening = Kroner(most=30_000)
    weekend = Kroner(most=30_000)
    holiday_share = Percent(most=30_000)
    competence = Kroner(most=20_000)
    seniority = OneOf(Seniority)
    pension_share = Percent(most=3_000)
    public_pension = Ticked()
    collective_agreement = Ticked()


class BudgetForm(Form):
    """The yearly sum in øre; 0 means no fixed sum."""

    yearly = Kroner(most=20_000_000)
    uses = Choices(BudgetUse)
    unused = OneOf(UnusedBudget)


class SupportForm(Form):
    adviser = OneOf(Adviser)
    phone = OneOf(PhoneHours)
    independence = OneOf(Independence)
    backup_hours = Count(most=168)
    training_hours = Count(most=500)
    turnover_share = Percent(most=10_000)
    languages = Choices(Language)
    work_assistance = Ticked()
    may_change_terms_alone = Ticked()


class LocalForm(Form):
    """What holds in one municipality, whether new people are taken, and how many in all."""

    start_days = Count(most=365)
    first_contact_days = Count(least=1, most=30)
    emergency_start = Ticked()
    office = OneOf(LocalOffice)
    accepting = OneOf(Accepting)
    ceiling = Count(most=2_000)


class ApplyForm(Form):
    """The concessions ticked in a list; which they may be is the query's to say."""


class AskForm(Form):
    """A question. The clause it is about stands in the address."""

    text = Text(most=2000, lines=True)


class WithdrawForm(Form):
    question = Id()
