"""An auditor reads every workplace, changes nothing, and never sees a case."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from registry.application import admissions, cases
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.roles import Duty
from registry.domain.values import Accepting, HoursBand, LeadRole, OrganisationNumber
from tests.web.workplaces import FIRM, HAMAR, Town, Worker

FRONT, LOOK = "/for-revisjon", "/for-revisjon/arbeidsplasser/se"
PLACE = re.compile(r'name="place" value="([^"]+)"')
TOWN, SUPPLIER = OrganisationKind.MUNICIPALITY, OrganisationKind.SUPPLIER


@pytest.fixture
def auditor(town: Town) -> Worker:
    its = town.organisation(OrganisationKind.AUDITOR, "310000035", name="Fjellrevisjonen")
    return town.hire(its, Function.AUDIT)


def looks_into(auditor: Worker, organisation: UUID) -> str:
    shown = PLACE.search(auditor.get(f"{FRONT}/arbeidsplasser").text)
    assert shown
    answer = auditor.post(LOOK, organisation=str(organisation), place=shown[1])
    assert answer.status_code == 303
    return str(answer.location)


def somebody_chose(town: Town) -> UUID:
    """A case in Hamar in which a supplier is chosen; returns the concession."""
    concession, desk = town.published(), town.house.registrar
    admission = town.granted(concession, town.firm())
    admissions.declare_capacity(desk, town.command(), admission, Accepting.YES, 7)
    case, _, _ = cases.open_case(
        desk, town.command(), HAMAR, concession, HoursBand.OVER_35, LeadRole.GUARDIAN
    )
    cases.choose_supplier(desk, town.command(), case, admission)
    town.projections.catch_up()
    return concession


def test_every_role_and_every_mandate_with_its_days(town: Town, auditor: Worker) -> None:
    town.in_town(Function.DRAFT_CONCESSION)
    agency = town.organisation(OrganisationKind.STATE_AGENCY, "310000051")
    town.mandate(HAMAR, Duty.DECIDES, agency, keeps=False)
    page = auditor.get(FRONT).text
    for shown in ("Fjellrevisjonen", "Hamar", "Skriver konsesjoner", "Til videre"):
        assert shown in page, shown
    page = auditor.get(f"{FRONT}/fullmakter").text
    for shown in ("Hamar", "Nordlys etat", "Gjøre vedtak og dele ut koder", "Nei"):
        assert shown in page, shown


def test_roles_that_ended_are_still_told(town: Town, auditor: Worker) -> None:
    worker = town.in_town(Function.DRAFT_CONCESSION)
    town.as_projector(
        "UPDATE read.functions SET valid_from = valid_from - 40, valid_to = valid_from - 3"
        f" WHERE user_id = '{worker.user}'"
    )
    assert worker.get("/for-kommuner").status_code == 403
    assert "Skriver konsesjoner" in auditor.get(FRONT).text


def test_an_auditor_reads_a_municipalitys_workplace(town: Town, auditor: Worker) -> None:
    concession = somebody_chose(town)
    town.in_town(Function.DRAFT_CONCESSION)
    assert looks_into(auditor, Organisation.id_for(TOWN, HAMAR)) == "/for-kommuner"
    for path in (
        "",
        "/konsesjoner",
        f"/konsesjoner/{concession}",
        "/soknader",
        "/oppfolging",
        "/oppgaver",
    ):
        page = auditor.get(f"/for-kommuner{path}")
        assert page.status_code == 200, path
        assert "Hamar, gjennom Fjellrevisjonen" in page.text, path
        assert "Du kan ikke endre noe her." in page.text, path
    assert auditor.get("/arbeidsplass/folk").status_code == 200


def test_an_auditor_never_sees_a_case(town: Town, auditor: Worker) -> None:
    somebody_chose(town)
    town.in_town(Function.DRAFT_CONCESSION)
    looks_into(auditor, Organisation.id_for(TOWN, HAMAR))
    for path in ("/koder", "/koder/ny", "/bestillinger"):
        assert auditor.get(f"/for-kommuner{path}").status_code == 403, path
    assert "Koder og valg" not in auditor.get("/for-kommuner").text
    town.at_firm(Function.KEEP_FACTS)
    looks_into(auditor, Organisation.id_for(SUPPLIER, number=OrganisationNumber(FIRM)))
    for path in ("", "/opplysninger", "/steder"):
        page = auditor.get(f"/for-leverandorer{path}")
        assert page.status_code == 200, path
        assert "Ring en som har valgt dere" not in page.text
        assert "plasser er tatt" not in page.text
    assert auditor.get("/for-leverandorer/valgt").status_code == 403


def test_an_auditor_changes_nothing(town: Town, auditor: Worker) -> None:
    waiting = town.waiting()
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    looks_into(auditor, Organisation.id_for(TOWN, HAMAR))
    before = town.last_event()
    posts = [
        rule.rule
        for rule in town.app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and rule.endpoint.partition(".")[0] in ("municipality", "supplier", "steward", "people")
        and rule.endpoint != "people.use_code"
    ]
    assert len(posts) > 20
    for rule in posts:
        path = rule.replace("<uuid:concession_id>", str(waiting)).replace("<uuid:", "<x:")
        path = path.replace("<fact_set:which>", "lonn")
        while "<" in path:
            start, end = path.index("<"), path.index(">")
            path = path[:start] + "1" + path[end + 1 :]
        answer = auditor.post(path, user=str(drafter.user), role="drafter", about_nobody="1")
        assert answer.status_code in (403, 404), path
    assert town.last_event() == before


def test_drafts_that_nobody_has_sent_are_not_read(town: Town, auditor: Worker) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    looks_into(auditor, Organisation.id_for(TOWN, HAMAR))
    assert auditor.get(address).status_code == 403


def test_only_an_auditor_looks_into_others(town: Town, auditor: Worker) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    its = Organisation.id_for(TOWN, HAMAR)
    town.at_firm(Function.KEEP_FACTS)
    other = town.at_firm(Function.APPLY)
    assert other.post(LOOK, organisation=str(its)).status_code == 403
    with other.client.session_transaction() as session:
        session["looks_into"] = str(its)
    assert other.get("/for-kommuner").status_code == 403
    assert drafter.get(FRONT).status_code == 403
    assert auditor.post(LOOK, organisation=str(UUID(int=1))).status_code == 404


def test_who_is_no_auditor_any_more_sees_nothing_any_more(town: Town, auditor: Worker) -> None:
    town.in_town(Function.DRAFT_CONCESSION)
    looks_into(auditor, Organisation.id_for(TOWN, HAMAR))
    town.as_projector(f"DELETE FROM read.functions WHERE user_id = '{auditor.user}'")
    assert auditor.get("/for-kommuner").status_code == 403
    assert auditor.get(FRONT).status_code == 403
