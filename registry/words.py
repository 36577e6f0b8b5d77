"""The field's enumerations and a supplier's facts in words: bokmål, nynorsk and English.

Cells of a comparison are formatted here once, when a read model's row is written, so that a page
makes no call inside a cell. Order and topics follow the citizens' own checklist (domain.md §2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from babel.numbers import format_decimal

from registry.domain import values as v
from registry.domain.conformance import Nearness
from registry.domain.facts import Budget, Local, Support, Wages
from registry.domain.grant_calendar import Grants, Step
from registry.domain.hearing import AsideGround, Audience
from registry.domain.merging import Meeting
from registry.domain.node import Lock, Measured
from registry.domain.notice import NoticeChannel
from registry.domain.recall import RecallGround
from registry.domain.roles import Duty, OrganisationKind, Role

LANGUAGES = ("nb", "nn", "en")
LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
Said = tuple[str, str, str]
"""The same words in bokmål, nynorsk and English."""

WORDS: dict[Enum, Said] = {
    v.ChoiceKind.FREE: ("Fritt valg", "Fritt val", "Free choice"),
    v.ChoiceKind.LIMITED: ("Begrenset valg", "Avgrensa val", "Limited choice"),
    v.ChoiceKind.OWN_ONLY: ("Bare kommunen", "Berre kommunen", "Municipality only"),
    v.ChoiceKind.SINGLE_PURCHASE: ("Enkeltkjøp", "Enkeltkjøp", "Individual purchase"),
    v.ChoiceKind.OWN_EMPLOYER: ("Egen arbeidsgiver", "Eigen arbeidsgivar", "You are the employer"),
    v.ChoiceKind.NONE: ("Tilbyr ikke BPA", "Tilbyr ikkje BPA", "Does not offer BPA"),
    v.ChoiceKind.UNKNOWN: ("Ukjent", "Ukjent", "Unknown"),
    v.SupplierKind.COMPANY: ("Privat selskap", "Privat selskap", "Private company"),
    v.SupplierKind.COOPERATIVE: ("Eid av brukerne", "Eigd av brukarane", "Owned by its users"),
    v.SupplierKind.NON_PROFIT: ("Ideell organisasjon", "Ideell organisasjon", "Non-profit"),
    v.SupplierKind.SOLE_PROPRIETOR: (
        "Enkeltpersonforetak",
        "Enkeltpersonføretak",
        "Sole proprietor",
    ),
    v.SupplierKind.OWN_PROVISION: (
        "Kommunens egen BPA",
        "Kommunen sin eigen BPA",
        "The municipality’s own BPA",
    ),
    NoticeChannel.DOFFIN: ("Doffin", "Doffin", "Doffin"),
    NoticeChannel.TED: ("TED", "TED", "TED"),
    v.SupplierKind.UNREGISTERED: (
        "Har ikke registrert seg",
        "Har ikkje registrert seg",
        "Has not registered itself",
    ),
    v.Accepting.YES: ("Tar imot nye", "Tek imot nye", "Taking new people"),
    v.Accepting.LIMITED: ("Tar imot noen få", "Tek imot nokre få", "Taking a few people"),
    v.Accepting.NO: ("Tar ikke imot nye nå", "Tek ikkje imot nye no", "Not taking new people"),
    v.AdmissionPolicy.ROLLING: ("Løpende opptak", "Løpande opptak", "Rolling admission"),
    v.AdmissionPolicy.WINDOWS: ("Faste opptaksdatoer", "Faste opptaksdatoar", "Fixed dates"),
    v.AdmissionPolicy.CLOSED_ROUND: ("Én opptaksrunde", "Éin opptaksrunde", "One closed round"),
    v.CountedFrom.DAY_OF_NOTICE: (
        "dagen du sier fra",
        "dagen du seier frå",
        "the day you give notice",
    ),
    v.CountedFrom.FIRST_OF_NEXT_MONTH: (
        "den første i neste måned",
        "den første i neste månad",
        "the first of the next month",
    ),
    v.DefaultRule.DIALOGUE: (
        "Kommunen ringer deg, og dere finner ut av det sammen",
        "Kommunen ringjer deg, og de finn ut av det saman",
        "The municipality calls you and you work it out together",
    ),
    v.DefaultRule.OWN_PROVISION: (
        "Kommunen selv gir deg BPA til du velger",
        "Kommunen sjølv gir deg BPA til du vel",
        "The municipality itself provides your BPA until you choose",
    ),
    v.DefaultRule.ROTATION: (
        "Kommunen foreslår den leverandøren som står for tur",
        "Kommunen foreslår den leverandøren som står for tur",
        "The municipality proposes the supplier whose turn it is",
    ),
    v.DefaultRule.NAMED: (
        "Kommunen foreslår en fast leverandør",
        "Kommunen foreslår ein fast leverandør",
        "The municipality proposes a fixed supplier",
    ),
    v.DefaultRule.DRAW: (
        "Kommunen trekker lodd og foreslår den leverandøren",
        "Kommunen trekkjer lodd og foreslår den leverandøren",
        "The municipality draws lots and proposes that supplier",
    ),
    v.Ordering.SAME_UNIT: (
        "Den som gjør vedtaket, bestiller også",
        "Den som gjer vedtaket, bestiller òg",
        "The unit that makes the decision also places the order",
    ),
    v.Ordering.CENTRAL_UNIT: (
        "Bydelen gjør vedtaket, en sentral enhet bestiller",
        "Bydelen gjer vedtaket, ei sentral eining bestiller",
        "The district makes the decision, a central unit places the order",
    ),
    v.PaymentTerms.QUARTERLY_IN_ADVANCE: (
        "Hvert kvartal på forskudd",
        "Kvart kvartal på førehand",
        "Quarterly in advance",
    ),
    v.PaymentTerms.MONTHLY_IN_ADVANCE: (
        "Hver måned på forskudd",
        "Kvar månad på førehand",
        "Monthly in advance",
    ),
    v.PaymentTerms.QUARTERLY_IN_ARREARS: (
        "Hvert kvartal på etterskudd",
        "Kvart kvartal på etterskot",
        "Quarterly in arrears",
    ),
    v.PaymentTerms.MONTHLY_IN_ARREARS: (
        "Hver måned på etterskudd",
        "Kvar månad på etterskot",
        "Monthly in arrears",
    ),
    v.EndingGround.TIME_IS_UP: ("Tiden er ute", "Tida er ute", "Its time is up"),
    v.EndingGround.REPLACED: (
        "En ny konsesjon tar over",
        "Ein ny konsesjon tek over",
        "A new concession takes over",
    ),
    v.EndingGround.CANCELLED: ("Den blir avlyst", "Han blir avlyst", "It is cancelled"),
    Nearness.NATIONAL: ("nasjonal mal", "nasjonal mal", "national template"),
    Nearness.ADAPTED: ("tilpasset", "tilpassa", "adapted"),
    Nearness.OWN_VARIANT: ("egen variant", "eigen variant", "own variant"),
    Nearness.NOT_CONFORMING: ("ikke i samsvar", "ikkje i samsvar", "not in conformity"),
    Measured.NOTHING_ASKED: ("Ingen krav", "Ingen krav", "Nothing asked"),
    Measured.DOCUMENT: ("Dokumentasjon", "Dokumentasjon", "Documents"),
    Measured.REGISTER: ("Offentlig register", "Offentleg register", "Public register"),
    Measured.SELF_DECLARATION: ("Egenerklæring", "Eigenerklæring", "Self-declaration"),
    Measured.INSPECTION: ("Tilsyn eller møte", "Tilsyn eller møte", "Inspection or meeting"),
    Measured.FIGURE: ("Tall som rapporteres", "Tal som blir rapporterte", "Reported figures"),
    Measured.NOT: ("Blir ikke fulgt opp", "Blir ikkje følgt opp", "Not followed up"),
    Audience.MUNICIPALITY: ("Kommune", "Kommune", "Municipality"),
    Audience.SUPPLIER: ("Leverandør", "Leverandør", "Supplier"),
    Audience.HAS_BPA: ("Har BPA", "Har BPA", "Has BPA"),
    Audience.RELATIVE: ("Pårørende", "Pårørande", "Family or next of kin"),
    Audience.ORGANISATION: ("Organisasjon", "Organisasjon", "Organisation"),
    Audience.OTHER: ("Annen", "Anna", "Other"),
    AsideGround.DESCRIBES_A_PERSON: (
        "Beskriver en person",
        "Skildrar ein person",
        "Describes a person",
    ),
    AsideGround.ABOUT_SOMETHING_ELSE: (
        "Handler ikke om malen",
        "Handlar ikkje om malen",
        "Is not about the template",
    ),
    AsideGround.ABUSIVE: ("Er sjikane", "Er sjikane", "Is abusive"),
    RecallGround.AGAINST_LAW: ("I strid med loven", "I strid med lova", "Against the law"),
    RecallGround.LAW_CHANGED: ("Loven er endret", "Lova er endra", "The law has changed"),
    RecallGround.WRONG_REFERENCE: (
        "Viser til feil lov",
        "Viser til feil lov",
        "Cites the wrong law",
    ),
    RecallGround.LANGUAGES_DIFFER: (
        "Bokmål og nynorsk sier ulike ting",
        "Bokmål og nynorsk seier ulike ting",
        "The two Norwegian texts differ",
    ),
    Meeting.ADOPTED: ("Tas over", "Blir teke over", "Taken over"),
    Meeting.NEW: ("Nytt punkt", "Nytt punkt", "New point"),
    Meeting.RETIRED: ("Går ut", "Går ut", "Goes out"),
    Meeting.BOTH: (
        "Kommunen må ta stilling",
        "Kommunen må ta stilling",
        "The municipality decides",
    ),
    Meeting.TO_FILL_IN: (
        "Kommunen må fylle ut",
        "Kommunen må fylle ut",
        "The municipality fills in",
    ),
    v.HoursBand.UNDER_15: (
        "Under 15 timer i uka",
        "Under 15 timar i veka",
        "Under 15 hours a week",
    ),
    v.HoursBand.FROM_15_TO_35: (
        "15 til 35 timer i uka",
        "15 til 35 timar i veka",
        "15 to 35 hours a week",
    ),
    v.HoursBand.OVER_35: ("Over 35 timer i uka", "Over 35 timar i veka", "Over 35 hours a week"),
    v.LeadRole.SELF: ("Leder selv", "Leier sjølv", "The person themselves"),
    v.LeadRole.CO_LEADER: ("Har medarbeidsleder", "Har medarbeidsleiar", "Has a co-leader"),
    v.LeadRole.PARENT: ("Forelder leder", "Forelder leier", "A parent leads"),
    v.LeadRole.GUARDIAN: ("Verge leder", "Verje leier", "A guardian leads"),
    v.Seniority.COLLECTIVE_AGREEMENT: (
        "Som i tariffavtalen",
        "Som i tariffavtalen",
        "As in the collective agreement",
    ),
    v.Seniority.OWN_LADDER: ("Egen lønnsstige", "Eigen lønnsstige", "Its own pay scale"),
    v.Seniority.NONE: ("Ingen lønnsstige", "Ingen lønnsstige", "No pay scale"),
    v.BudgetUse.TRAVEL: ("reiser", "reiser", "travel"),
    v.BudgetUse.MEALS: ("måltider", "måltid", "meals"),
    v.BudgetUse.TRAINING: ("opplæring", "opplæring", "training"),
    v.BudgetUse.TEAM_DAYS: ("samlinger", "samlingar", "team days"),
    v.BudgetUse.CONSUMABLES: ("forbruksvarer", "forbruksvarer", "consumables"),
    v.BudgetUse.COMPUTER: ("datamaskin", "datamaskin", "a computer"),
    v.BudgetUse.FURNITURE: ("møbler", "møblar", "furniture"),
    v.BudgetUse.DAMAGE: ("skader", "skadar", "damage"),
    v.BudgetUse.ACTIVITIES: ("aktiviteter", "aktivitetar", "activities"),
    v.UnusedBudget.CARRIED_OVER: (
        "Følger med til neste år",
        "Følgjer med til neste år",
        "Carried over to next year",
    ),
    v.UnusedBudget.RETURNED: (
        "Går tilbake til leverandøren",
        "Går tilbake til leverandøren",
        "Goes back to the supplier",
    ),
    v.UnusedBudget.NOT_APPLICABLE: ("Gjelder ikke", "Gjeld ikkje", "Not applicable"),
    v.Adviser.ONE_NAMED: ("Én fast rådgiver", "Éin fast rådgivar", "One regular adviser"),
    v.Adviser.SMALL_TEAM: ("Et lite team", "Eit lite team", "A small team"),
    v.Adviser.WHOEVER_ANSWERS: (
        "Den som tar telefonen",
        "Den som tek telefonen",
        "Whoever answers the phone",
    ),
    v.Adviser.CASE_WORKER: (
        "Saksbehandleren din",
        "Saksbehandlaren din",
        "Your case worker",
    ),
    v.PhoneHours.AROUND_THE_CLOCK: ("Hele døgnet", "Heile døgnet", "Around the clock"),
    v.PhoneHours.DAY_AND_EVENING: ("Dag og kveld", "Dag og kveld", "Day and evening"),
    v.PhoneHours.OFFICE_HOURS: ("I kontortida", "I kontortida", "Office hours"),
    v.Independence.YOU_DECIDE: (
        "Du ansetter og lager vaktplan",
        "Du tilset og lagar vaktplan",
        "You hire and make the roster",
    ),
    v.Independence.TOGETHER: ("Dere gjør det sammen", "De gjer det saman", "You do it together"),
    v.Independence.SUPPLIER_DECIDES: (
        "Leverandøren gjør det, etter samtale med deg",
        "Leverandøren gjer det, etter samtale med deg",
        "The supplier does it, after talking with you",
    ),
    v.LocalOffice.IN_MUNICIPALITY: ("I kommunen", "I kommunen", "In the municipality"),
    v.LocalOffice.NEARBY: ("I nærheten", "I nærleiken", "Nearby"),
    v.LocalOffice.NONE: ("Ikke her", "Ikkje her", "Not here"),
    v.Language.NB: ("bokmål", "bokmål", "Norwegian (Bokmål)"),
    v.Language.NN: ("nynorsk", "nynorsk", "Norwegian (Nynorsk)"),
    v.Language.EN: ("engelsk", "engelsk", "English"),
    v.Language.SE: ("nordsamisk", "nordsamisk", "Northern Sami"),
    v.Language.SMA: ("sørsamisk", "sørsamisk", "Southern Sami"),
    v.Language.PL: ("polsk", "polsk", "Polish"),
    v.Language.AR: ("arabisk", "arabisk", "Arabic"),
    v.Language.NSL: ("norsk tegnspråk", "norsk teiknspråk", "Norwegian Sign Language"),
    v.RejectionGround.MISSING_EVIDENCE: (
        "Dokumentasjon mangler",
        "Dokumentasjon manglar",
        "Evidence is missing",
    ),
    v.RejectionGround.REQUIREMENT_NOT_MET: (
        "Et krav er ikke oppfylt",
        "Eit krav er ikkje oppfylt",
        "A requirement is not met",
    ),
    v.RejectionGround.ROUND_CLOSED: (
        "Opptaket er avsluttet",
        "Opptaket er avslutta",
        "The round is closed",
    ),
    v.RejectionGround.CAP_REACHED: ("Taket er nådd", "Taket er nådd", "The cap is reached"),
    v.ClosingGround.TERMS_DECLINED: (
        "Leverandøren sa nei til nye vilkår",
        "Leverandøren sa nei til nye vilkår",
        "The supplier said no to new terms",
    ),
    v.ClosingGround.SUPPLIER_WITHDREW: (
        "Leverandøren har trukket seg",
        "Leverandøren har trekt seg",
        "The supplier has withdrawn",
    ),
    v.ClosingGround.CONCESSION_ENDED: (
        "Konsesjonen er slutt",
        "Konsesjonen er slutt",
        "The concession has ended",
    ),
    v.ClosingGround.BANKRUPTCY: ("Konkurs", "Konkurs", "Bankruptcy"),
    OrganisationKind.MUNICIPALITY: ("Kommune", "Kommune", "Municipality"),
    OrganisationKind.DISTRICT: ("Bydel", "Bydel", "City district"),
    OrganisationKind.ORDERING_UNIT: ("Bestillerenhet", "Bestillareining", "Ordering unit"),
    OrganisationKind.INTER_MUNICIPAL: (
        "Interkommunalt selskap",
        "Interkommunalt selskap",
        "Inter-municipal company",
    ),
    OrganisationKind.STATE_AGENCY: ("Statlig etat", "Statleg etat", "State agency"),
    OrganisationKind.SUPPLIER: ("Leverandør", "Leverandør", "Supplier"),
    OrganisationKind.STEWARD: ("Nasjonal forvalter", "Nasjonal forvaltar", "National steward"),
    OrganisationKind.COUNTY_GOVERNOR: ("Statsforvalter", "Statsforvaltar", "County governor"),
    OrganisationKind.AUDITOR: ("Revisjon", "Revisjon", "Auditor"),
    Duty.DECIDES: (
        "Gjøre vedtak og dele ut koder",
        "Gjere vedtak og dele ut kodar",
        "Make decisions and issue codes",
    ),
    Duty.ORDERS: ("Bestille tjenesten", "Bestille tenesta", "Order the service"),
    Duty.GRANTS_CONCESSIONS: (
        "Lage konsesjoner og ta opp leverandører",
        "Lage konsesjonar og ta opp leverandørar",
        "Grant concessions and admit suppliers",
    ),
    Duty.OVERSEES: (
        "Følge opp leverandørene",
        "Følgje opp leverandørane",
        "Follow up the suppliers",
    ),
    Role.OWNER: ("Styrer tilganger", "Styrer tilgangar", "Manages access"),
    Role.DRAFTER: ("Skriver konsesjoner", "Skriv konsesjonar", "Drafts concessions"),
    Role.APPROVER: ("Godkjenner konsesjoner", "Godkjenner konsesjonar", "Approves concessions"),
    Role.ASSESSOR: ("Vurderer søknader", "Vurderer søknader", "Assesses applications"),
    Role.CITIZEN_ADVISER: (
        "Veileder og deler ut koder",
        "Rettleier og deler ut kodar",
        "Advises and issues codes",
    ),
    Role.ORDERER: ("Bestiller tjenesten", "Bestiller tenesta", "Orders the service"),
    Role.FOLLOW_UP_OFFICER: (
        "Følger opp leverandører",
        "Følgjer opp leverandørar",
        "Follows up suppliers",
    ),
    Role.SIGNATORY: (
        "Bekrefter for firmaet",
        "Stadfestar for firmaet",
        "Confirms for the company",
    ),
    Role.BIDDER: ("Søker om opptak", "Søkjer om opptak", "Applies for admission"),
    Role.READER: ("Leser, endrer ingenting", "Les, endrar ingenting", "Reads, changes nothing"),
    Role.TEMPLATE_EDITOR: (
        "Skriver på den nasjonale malen",
        "Skriv på den nasjonale malen",
        "Edits the national template",
    ),
    Role.TEMPLATE_APPROVER: (
        "Godkjenner den nasjonale malen",
        "Godkjenner den nasjonale malen",
        "Approves the national template",
    ),
    Role.ANALYST: ("Analyserer, endrer ingenting", "Analyserer, endrar ingenting", "Analyst"),
    Role.COMPLAINT_COUNTER: ("Teller klager", "Tel klager", "Counts complaints"),
    Role.AUDITOR: ("Reviderer, endrer ingenting", "Reviderer, endrar ingenting", "Audits"),
    v.ComplaintOutcome.UPHELD: (
        "Vedtaket ble stående",
        "Vedtaket vart ståande",
        "The decision stands",
    ),
    v.ComplaintOutcome.CHANGED: (
        "Vedtaket ble endret",
        "Vedtaket vart endra",
        "The decision was changed",
    ),
    v.ComplaintOutcome.ANNULLED: (
        "Vedtaket ble opphevet",
        "Vedtaket vart oppheva",
        "The decision was set aside",
    ),
    v.ComplaintOutcome.DISMISSED: (
        "Klagen ble avvist",
        "Klaga vart avvist",
        "The complaint was dismissed",
    ),
    Lock.LOCKED: ("Fast", "Fast", "Fixed"),
    Lock.PARAMETER: ("Kommunen fyller inn", "Kommunen fyller inn", "The municipality fills in"),
    Lock.CHOICE: ("Kommunen velger", "Kommunen vel", "The municipality chooses"),
    Lock.OPTIONAL: ("Kan tas bort", "Kan takast bort", "May be left out"),
    Lock.APPENDABLE: ("Kan utvides", "Kan utvidast", "May be added to"),
    Lock.REPLACEABLE: ("Kan skrives om", "Kan skrivast om", "May be rewritten"),
}


GRANT_STEPS: dict[tuple[Grants, Step], Said] = {
    (Grants.RESOURCE_INTENSIVE, Step.TO_AUDITOR): (
        "Særlig ressurskrevende tjenester: send skjemaet til revisor",
        "Særleg ressurskrevjande tenester: send skjemaet til revisor",
        "Grant for resource-intensive services: send the form to the auditor",
    ),
    (Grants.RESOURCE_INTENSIVE, Step.CLAIM): (
        "Særlig ressurskrevende tjenester: søk refusjon for året før",
        "Særleg ressurskrevjande tenester: søk refusjon for året før",
        "Grant for resource-intensive services: claim for the year before",
    ),
    (Grants.COMPETENCE, Step.APPLY): (
        "Kompetanse- og tjenesteutviklingstilskudd: søk, også om BPA-opplæring",
        "Kompetanse- og tenesteutviklingstilskot: søk, òg om BPA-opplæring",
        "Grant for skills and service development: apply, for BPA training too",
    ),
    (Grants.COMPETENCE, Step.REPORT): (
        "Kompetanse- og tjenesteutviklingstilskudd: rapporter for året før",
        "Kompetanse- og tenesteutviklingstilskot: rapporter for året før",
        "Grant for skills and service development: report for the year before",
    ),
}
"""What is to be done by the deadline of a grant."""


def say(value: Enum, language: str) -> str:
    """An enumeration in words."""
    return WORDS[value][LANGUAGES.index(language)]


def pick(said: Said, language: str) -> str:
    return said[LANGUAGES.index(language)]


def listed(items: Iterable[Enum], language: str) -> str:
    """Several in a row, the first with a capital letter: "Bokmål, engelsk"."""
    text = ", ".join(say(item, language) for item in items)
    return text[:1].upper() + text[1:]


def kroner(ore: int, language: str) -> str:
    """Øre as people write it: "232 kr", "1 234,50 kr", "NOK 232"."""
    pattern = "#,##0" if ore % 100 == 0 else "#,##0.00"
    number = format_decimal(ore / 100, format=pattern, locale=LOCALES[language])
    return f"NOK {number}" if language == "en" else f"{number} kr"


def per_cent(basis_points: int, language: str) -> str:
    number = format_decimal(basis_points / 100, format="#,##0.##", locale=LOCALES[language])
    return f"{number} per cent" if language == "en" else f"{number} prosent"


def counted(count: int, one: Said, many: Said, language: str) -> str:
    return f"{count} {pick(one if count == 1 else many, language)}"


HOUR: Said = ("time", "time", "hour")
HOURS: Said = ("timer", "timar", "hours")
DAY: Said = ("dag", "dag", "day")
DAYS: Said = ("dager", "dagar", "days")
WEEK: Said = ("uke", "veke", "week")
WEEKS: Said = ("uker", "veker", "weeks")
AN_HOUR: Said = ("i timen", "i timen", "an hour")
A_YEAR: Said = ("i året", "i året", "a year")
OF_WAGES: Said = ("av lønna", "av lønna", "of wages")
YES: Said = ("Ja", "Ja", "Yes")
NO: Said = ("Nei", "Nei", "No")
NO_FIXED_SUM: Said = (
    "Ingen fast sum. Du søker hver gang",
    "Ingen fast sum. Du søkjer kvar gong",
    "No fixed amount. You apply each time",
)
PUBLIC_PENSION: Said = (
    "Offentlig tjenestepensjon",
    "Offentleg tenestepensjon",
    "Public service pension",
)
NOTHING_EXTRA: Said = ("Ikke noe tillegg", "Ikkje noko tillegg", "No supplement")


def yes_or_no(value: bool, language: str) -> str:
    return pick(YES if value else NO, language)


def an_hour(ore: int, language: str) -> str:
    if ore == 0:
        return pick(NOTHING_EXTRA, language)
    return f"{kroner(ore, language)} {pick(AN_HOUR, language)}"


def yearly(ore: int, language: str) -> str:
    if ore == 0:
        return pick(NO_FIXED_SUM, language)
    return f"{kroner(ore, language)} {pick(A_YEAR, language)}"


def pension(wages: Wages, language: str) -> str:
    if wages.public_pension:
        return pick(PUBLIC_PENSION, language)
    return f"{per_cent(wages.pension_share, language)} {pick(OF_WAGES, language)}"


def wait(days: int, language: str) -> str:
    """How long until: "Om 4 uker", "Om 3 dager"."""
    weeks = days % 7 == 0 and days >= 14
    count = days // 7 if weeks else days
    length = counted(count, WEEK if weeks else DAY, WEEKS if weeks else DAYS, language)
    return f"In {length}" if language == "en" else f"Om {length}"


def within(count: int, one: Said, many: Said, language: str) -> str:
    words = {"nb": "Innen", "nn": "Innan", "en": "Within"}
    return f"{words[language]} {counted(count, one, many, language)}"


@dataclass(frozen=True)
class Row:
    """One line of the comparison: its key, which set of facts it reads, its words, how to say it."""

    key: str
    topic: str
    of: type[Any]
    label: Said
    cell: Callable[[Any, str], str]


TOPICS: dict[str, Said] = {
    "wages": ("Lønn og tillegg", "Lønn og tillegg", "Wages and supplements"),
    "budget": ("Driftsmidler", "Driftsmiddel", "Operating budget"),
    "adviser": ("Rådgiver", "Rådgivar", "Adviser"),
    "freedom": ("Hvor fritt du står", "Kor fritt du står", "How much you decide"),
    "backup": ("Når noe skjer", "Når noko skjer", "If something happens"),
    "start": ("Oppstart", "Oppstart", "Getting started"),
    "language": ("Språk", "Språk", "Languages"),
}

ROWS: list[Row] = [
    Row("start_wage", "wages", Wages,
        ("Timelønn for en ny assistent", "Timelønn for ein ny assistent",
         "Hourly wage for a new assistant"),
        lambda w, lang: kroner(w.start, lang)),
    Row("evening", "wages", Wages,
        ("Tillegg kveld og natt", "Tillegg kveld og natt", "Evening and night supplement"),
        lambda w, lang: an_hour(w.evening, lang)),
    Row("weekend", "wages", Wages,
        ("Tillegg lørdag og søndag", "Tillegg laurdag og søndag", "Weekend supplement"),
        lambda w, lang: an_hour(w.weekend, lang)),
    Row("holiday", "wages", Wages,
        ("Tillegg på helligdager", "Tillegg på heilagdagar", "Public holiday supplement"),
        lambda w, lang: per_cent(w.holiday_share, lang)),
    Row("competence", "wages", Wages,
        ("Tillegg for kompetanse", "Tillegg for kompetanse", "Supplement for skills"),
        lambda w, lang: an_hour(w.competence, lang)),
    Row("seniority", "wages", Wages,
        ("Lønnsstige med ansiennitet", "Lønnsstige med ansiennitet", "Seniority pay scale"),
        lambda w, lang: say(w.seniority, lang)),
    Row("pension", "wages", Wages,
        ("Pensjon til assistentene", "Pensjon til assistentane", "Pension for the assistants"),
        pension),
    Row("agreement", "wages", Wages,
        ("Tariffavtale", "Tariffavtale", "Collective agreement"),
        lambda w, lang: yes_or_no(w.collective_agreement, lang)),
    Row("budget", "budget", Budget,
        ("Penger du bestemmer over", "Pengar du bestemmer over", "Money you control"),
        lambda b, lang: yearly(b.yearly, lang)),
    Row("budget_uses", "budget", Budget,
        ("Kan brukes til", "Kan brukast til", "May be used for"),
        lambda b, lang: listed(b.uses, lang) if b.uses else "–"),
    Row("unused", "budget", Budget,
        ("Det du ikke bruker", "Det du ikkje bruker", "What you do not use"),
        lambda b, lang: say(b.unused, lang)),
    Row("adviser", "adviser", Support,
        ("Hvem du snakker med", "Kven du snakkar med", "Who you talk to"),
        lambda s, lang: say(s.adviser, lang)),
    Row("phone", "adviser", Support,
        ("Når du kan ringe", "Når du kan ringje", "When you can call"),
        lambda s, lang: say(s.phone, lang)),
    Row("office", "adviser", Local,
        ("Kontor", "Kontor", "Office"),
        lambda x, lang: say(x.office, lang)),
    Row("independence", "freedom", Support,
        ("Ansette og lage vaktplan", "Tilsetje og lage vaktplan", "Hiring and rosters"),
        lambda s, lang: say(s.independence, lang)),
    Row("own_terms", "freedom", Support,
        ("Kan endre avtalen uten deg", "Kan endre avtalen utan deg",
         "Can change the agreement without you"),
        lambda s, lang: yes_or_no(s.may_change_terms_alone, lang)),
    Row("training", "freedom", Support,
        ("Opplæring for deg som leder", "Opplæring for deg som leier", "Training for you as work leader"),
        lambda s, lang: counted(s.training_hours, HOUR, HOURS, lang)),
    Row("backup", "backup", Support,
        ("Vikar når en assistent er syk", "Vikar når ein assistent er sjuk",
         "Substitute when an assistant is ill"),
        lambda s, lang: within(s.backup_hours, HOUR, HOURS, lang)),
    Row("turnover", "backup", Support,
        ("Assistenter som slutter i løpet av et år", "Assistentar som sluttar i løpet av eit år",
         "Assistants who leave within a year"),
        lambda s, lang: per_cent(s.turnover_share, lang)),
    Row("start", "start", Local,
        ("Kan begynne", "Kan byrje", "Can start"),
        lambda x, lang: wait(x.start_days, lang)),
    Row("contact", "start", Local,
        ("Tar kontakt", "Tek kontakt", "Gets in touch"),
        lambda x, lang: within(x.first_contact_days, DAY, DAYS, lang)),
    Row("emergency", "start", Local,
        ("Kan starte raskt når det haster", "Kan starte raskt når det hastar",
         "Can start quickly in an emergency"),
        lambda x, lang: yes_or_no(x.emergency_start, lang)),
    Row("languages", "language", Support,
        ("Språk de bruker med deg", "Språk dei bruker med deg",
         "Languages they can use with you"),
        lambda s, lang: listed(s.languages, lang)),
    Row("work_assistance", "freedom", Support,
        ("Har også assistanse på jobb", "Har òg assistanse på jobb",
         "Also offers assistance at work"),
        lambda s, lang: yes_or_no(s.work_assistance, lang)),
]  # fmt: skip


def cells(facts: Any) -> dict[str, dict[str, str]]:
    """All cells of one set of facts, by language and key."""
    rows = [row for row in ROWS if isinstance(facts, row.of)]
    return {lang: {row.key: row.cell(facts, lang) for row in rows} for lang in LANGUAGES}
