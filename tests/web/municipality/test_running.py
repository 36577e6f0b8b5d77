"""What runs today: stated on one page, approved by another, marked wherever it shows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from registry.application import admissions, cases, suppliers
from registry.domain.admission import Admission
from registry.domain.case import Case
from registry.domain.concession import Concession
from registry.domain.facts import Local
from registry.domain.organisation import Function
from registry.domain.supplier import Supplier
from registry.domain.values import (
    Accepting,
    CountedFrom,
    HoursBand,
    LeadRole,
    LocalOffice,
    OrganisationNumber,
    SupplierKind,
)
from tests.web.workplaces import FIRM, HAMAR, OWN, RINGSAKER, Town, Worker

PAGE = "/for-kommuner/konsesjoner/i-dag"
BARE = OrganisationNumber("310000043")
SAID = {
    "suppliers": f"{FIRM}\n310 000 043 Krekling BPA AS",
    "rate": "465,50",
    "notice": "2",
    "counted_from": "day_of_notice",
    "source": "https://hamar.example/konsesjon-2023.pdf",
    "stated_by": "Hamar kommune",
    "stated_on": "1.3.2026",
}
MARK = "ikke fra nasjonal mal"


@pytest.fixture
def drafter(town: Town) -> Worker:
    town.firm()
    return town.in_town(Function.DRAFT_CONCESSION, Function.ISSUE_CODES)


def published(town: Town, drafter: Worker, **more: str) -> UUID:
    """What runs in Hamar, stated by one and published by another."""
    sent = drafter.post(PAGE, SAID | more)
    assert sent.status_code == 303, sent.text
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert approver.post(f"{sent.location}/kunngjor", about_nobody="1").status_code == 303
    return UUID(sent.location.rpartition("/")[2])


def test_only_who_states_it_and_when_is_filled_in(drafter: Worker) -> None:
    page = drafter.get(PAGE).text
    assert 'name="stated_by" type="text" value="Hamar kommune"' in page
    assert 'name="rate" type="text" value=""' in page
    assert "Oppgi det som gjelder i dag" in drafter.get("/for-kommuner/konsesjoner").text


def test_what_is_left_out_is_not_stated_and_never_the_template_s_value(
    town: Town, drafter: Worker
) -> None:
    its = published(town, drafter, rate="", notice="", counted_from="")
    for path in (f"/konsesjoner/{its}", f"/kommuner/{HAMAR}"):
        page = drafter.get(path).text
        assert page.count("Ikke oppgitt") == 8, path
        assert MARK in page
        for template_value in ("én måned", "14 dager", "5 arbeidsdager", "kr i timen"):
            assert template_value not in page, (path, template_value)
    listed = drafter.get("/konsesjoner").text
    assert MARK in listed
    assert "Ikke oppgitt" in listed
    assert "Løpende opptak" not in listed


def test_it_is_shown_as_it_was_stated_with_its_source_and_who_said_so(
    town: Town, drafter: Worker
) -> None:
    its = published(town, drafter, cap="4", default="rotation", ends_on="31.12.2099")
    page = drafter.get(f"/konsesjoner/{its}").text.replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        MARK,
        "465,50 kr i timen",
        "Si fra 2 måneder før.",
        "dagen du sier fra",
        "Høyst 4 leverandører",
        "31. desember 2099",
        'href="https://hamar.example/konsesjon-2023.pdf"',
        "Hamar kommune, 1. mars 2026",
        "Fjellrype BPA AS",
        "Krekling BPA AS",
    ):
        assert said in page, said
    for path in ("dokument", "dokument.pdf", "avvik", "endringer"):
        assert drafter.get(f"/konsesjoner/{its}/{path}").status_code == 404


@pytest.mark.parametrize("source", ["javascript:alert(1)", "Saksframlegg 23/118"])
def test_a_source_that_is_no_web_address_is_no_link(
    town: Town, drafter: Worker, source: str
) -> None:
    its = published(town, drafter, source=source)
    page = drafter.get(f"/konsesjoner/{its}").text
    assert source in page
    assert f'href="{source}' not in page


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_it_has_no_score_and_is_marked_in_every_language(
    town: Town, drafter: Worker, language: str
) -> None:
    its = published(town, drafter)
    mark = {
        "": MARK,
        "/nn": "ikkje frå nasjonal mal",
        "/en": "not from the national template",
    }[language]
    for path in (f"/konsesjoner/{its}", f"/kommuner/{HAMAR}", "/konsesjoner"):
        page = drafter.get(f"{language}{path}").text
        assert mark in page, path
        assert 'class="facts figures"' not in page, path


def test_the_municipality_has_limited_choice_and_the_numbers_count_it_apart(
    town: Town, drafter: Worker
) -> None:
    published(town, drafter, cap="0")
    assert "Begrenset valg" in drafter.get(f"/kommuner/{HAMAR}").text
    assert "Ikke oppgitt" in drafter.get("/statistikk").text


def test_a_supplier_that_is_not_registered_stands_as_a_bare_entry_and_takes_it_over(
    town: Town, drafter: Worker
) -> None:
    published(town, drafter)
    assert "Har ikke registrert seg" in drafter.get(f"/leverandorer/{BARE}").text
    assert "Har ikke registrert seg" in drafter.get(f"/kommuner/{HAMAR}/leverandorer").text
    bidder = town.at_firm(Function.KEEP_FACTS, Function.APPLY, of=BARE)
    assert "Registrer firmaet" in bidder.get("/for-leverandorer").text
    done = bidder.post(
        "/for-leverandorer/registrer",
        name="Krekling BPA AS",
        kind="company",
        presentation="Vi er små.",
        language="nb",
    )
    assert done.status_code == 303
    supplier = town.house.registrar.registry.get(Supplier, Supplier.id_for(BARE))
    assert supplier.kind is SupplierKind.COMPANY
    assert "Har ikke registrert seg" not in bidder.get(f"/leverandorer/{BARE}").text
    assert "Hamar" in bidder.get("/for-leverandorer/steder").text


def test_a_name_is_asked_for_only_where_the_registry_has_none(drafter: Worker) -> None:
    refused = drafter.post(PAGE, SAID | {"suppliers": f"{FIRM}\n{BARE}"})
    assert refused.status_code == 422
    assert f"Skriv navnet etter {BARE}" in refused.text
    assert 'value="465,50"' in refused.text, "everything typed is kept"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("suppliers", "123456789 Feil AS"),
        ("suppliers", ""),
        ("suppliers", "Krekling BPA AS"),
        ("others", "Ingensteds"),
        ("rate", "mye"),
        ("notice", "99"),
        ("counted_from", "i morgen"),
        ("default", "loddtrekning"),
        ("cap", "-1"),
        ("cap", "1"),
        ("ends_on", "1.1.2020"),
        ("source", ""),
        ("stated_by", ""),
        ("stated_on", "1.1.2099"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    town: Town, drafter: Worker, field: str, typed: str
) -> None:
    refused = drafter.post(PAGE, SAID | {field: typed})
    assert refused.status_code == 422
    assert "må rettes" in refused.text
    assert "Venter på godkjenning" not in drafter.get("/for-kommuner/konsesjoner").text


def test_nobody_approves_what_they_stated_themselves(town: Town) -> None:
    town.firm()
    both = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    sent = both.post(PAGE, SAID)
    assert "En annen må godkjenne" in both.get(sent.location).text
    refused = both.post(f"{sent.location}/kunngjor", about_nobody="1")
    assert "En annen må gjøre det" in refused.text
    assert both.get("/konsesjoner").text.count(MARK) == 0


def test_what_came_back_is_mended_from_what_was_typed(town: Town, drafter: Worker) -> None:
    sent = drafter.post(PAGE, SAID | {"default": "rotation"})
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert "Det gjelder i dag, og er ikke fra nasjonal mal." in approver.get("/for-kommuner").text
    approver.post(f"{sent.location}/send-tilbake", reason="Sjekk prisen")
    assert "Sjekk prisen" in drafter.get(sent.location).text
    again = drafter.get(f"{sent.location}/i-dag").text
    for said in ('value="465,50"', "310000043 Krekling BPA AS", 'value="rotation" selected'):
        assert said in again
    theirs = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert theirs.get(f"{sent.location}/i-dag").status_code == 404


def test_suppliers_cannot_apply_and_are_not_told_that_they_can(town: Town, drafter: Worker) -> None:
    its = published(town, drafter)
    other = OrganisationNumber("310000051")
    town.firm(other, "Myrull BPA AS")
    bidder = town.at_firm(Function.APPLY, of=other)
    assert "Hamar" not in bidder.get("/for-leverandorer/sok").text
    bidder.post("/for-leverandorer/sok", concession=str(its))
    stream = Admission.id_for(its, Supplier.id_for(other))
    assert town.house.registrar.registry.find(Admission, stream) is None


def test_choosing_and_the_dates_of_a_switch_work_as_from_others(
    town: Town, drafter: Worker
) -> None:
    its, desk = published(town, drafter), town.house.registrar
    admission = Admission.id_for(its, Supplier.id_for(FIRM))
    local = Local(28, 3, False, LocalOffice.NEARBY)
    admissions.confirm_local(desk, town.command(), admission, local)
    admissions.declare_capacity(desk, town.command(), admission, Accepting.YES, 3)
    answer = drafter.post(
        "/for-kommuner/koder/ny",
        concession=str(its),
        hours=HoursBand.OVER_35.value,
        lead=LeadRole.SELF.value,
        not_protected="1",
    )
    assert answer.status_code == 200
    case, choose_by, _ = cases.open_case(
        desk, town.command(), HAMAR, its, HoursBand.OVER_35, LeadRole.SELF
    )
    assert choose_by > date.today() + timedelta(days=80), "nobody has stated a shorter time"
    cases.choose_supplier(desk, town.command(uuid4()), case, admission)
    assert desk.cases.get(Case, case).chosen == admission
    terms = desk.registry.get(Concession, its).terms_on(date.today())
    assert terms.counted_from is CountedFrom.DAY_OF_NOTICE
    assert terms.earliest_switch(date(2026, 11, 21)) == date(2027, 1, 21)
    town.projections.catch_up()
    holder = town.app.test_client()
    with holder.session_transaction() as session:
        session.update(case=str(case), csrf="word")
    receipt = holder.get("/min-sak").text
    assert "Ordningen er ikke fra nasjonal mal." in receipt


def test_who_chooses_is_told_what_nobody_has_stated(town: Town, drafter: Worker) -> None:
    its, desk = published(town, drafter, notice="", counted_from=""), town.house.registrar
    admission = Admission.id_for(its, Supplier.id_for(FIRM))
    admissions.declare_capacity(desk, town.command(), admission, Accepting.YES, 3)
    case, _, _ = cases.open_case(desk, town.command(), HAMAR, its, HoursBand.OVER_35, LeadRole.SELF)
    town.projections.catch_up()
    holder = town.app.test_client()
    with holder.session_transaction() as session:
        session.update(case=str(case), csrf="word")
    assert "Hva som skjer da, har ikke kommunen oppgitt." in holder.get("/min-sak").text
    confirm = holder.get(f"/min-sak/velg/{FIRM}").text
    assert "har ikke kommunen oppgitt. Spør dem." in confirm
    assert "3 måneder" not in confirm, "what the rules use is not shown as a term"


def test_the_municipalitys_own_provision_does_not_count_against_the_stated_cap(
    town: Town, drafter: Worker
) -> None:
    desk = town.house.registrar
    suppliers.register_supplier(
        desk, town.command(), OWN, SupplierKind.OWN_PROVISION, "Hamar kommune, BPA", HAMAR
    )
    town.projections.catch_up()
    its = published(town, drafter, suppliers=f"{FIRM}\n{OWN}", cap="1")
    assert len(desk.registry.get(Concession, its).admitted) == 2


def test_stating_twice_makes_one(town: Town, drafter: Worker) -> None:
    same = str(uuid4())
    first = drafter.post(PAGE, SAID, command_id=same)
    assert drafter.post(PAGE, SAID, command_id=same).location == first.location
    assert drafter.get("/for-kommuner/konsesjoner").text.count("Venter på godkjenning") == 1


def test_the_comparison_says_that_the_scheme_is_not_from_the_template(
    town: Town, drafter: Worker
) -> None:
    published(town, drafter)
    page = drafter.get(f"/kommuner/{HAMAR}/sammenlign?leverandor={FIRM}&leverandor={BARE}").text
    assert MARK in page


def test_another_function_cannot_state_it(town: Town) -> None:
    assert town.in_town(Function.APPROVE_CONCESSION).get(PAGE).status_code == 403
    assert town.in_town(Function.APPROVE_CONCESSION).post(PAGE, SAID).status_code == 403


def test_another_municipality_in_the_scheme_says_yes_itself(town: Town, drafter: Worker) -> None:
    sent = drafter.post(PAGE, SAID | {"others": "Ringsaker"})
    approver = town.in_town(Function.APPROVE_CONCESSION)
    too_soon = approver.post(f"{sent.location}/kunngjor", about_nobody="1")
    assert too_soon.status_code == 422
    theirs = town.in_town(Function.APPROVE_CONCESSION, of=RINGSAKER)
    assert "Dere er invitert med" in theirs.get(sent.location).text
    assert theirs.post(f"{sent.location}/bli-med").status_code == 303
    assert approver.post(f"{sent.location}/kunngjor", about_nobody="1").status_code == 303
    assert MARK in drafter.get(f"/kommuner/{RINGSAKER}").text


def test_it_is_ended_as_any_other(town: Town, drafter: Worker) -> None:
    its = published(town, drafter)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    path = f"/for-kommuner/konsesjoner/{its}"
    assert "Foreslå å avslutte konsesjonen" in drafter.get(path).text
    sent = drafter.post(f"{path}/avslutt", ground="replaced", ending_reason="Ny konsesjon")
    assert sent.status_code == 303
    page = approver.get(path).text
    assert "Forslag: avslutt konsesjonen" in page
    assert "Ny konsesjon" in page
    assert MARK in drafter.get("/konsesjoner").text
    ended = approver.post(f"{path}/avslutt/bekreft", number="1", sure="1")
    assert ended.status_code == 303
    assert MARK not in drafter.get("/konsesjoner").text
    assert "Denne konsesjonen er avsluttet." in drafter.get(f"/konsesjoner/{its}").text
    assert "Ukjent" in drafter.get(f"/kommuner/{HAMAR}").text
