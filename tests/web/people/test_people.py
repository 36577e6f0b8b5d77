"""People and roles: who may do what from when to when, and letting new people in with a code."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.roles import FUNCTIONS, ROLES, Role
from registry.words import say
from tests.conftest import Database
from tests.web.workplaces import FIRM, HAMAR, RINGSAKER, Town, Worker

PEOPLE, ROLE, INVITE = (
    "/arbeidsplass/folk",
    "/arbeidsplass/folk/rolle",
    "/arbeidsplass/folk/inviter",
)
ENTER = "/arbeidsplass/kode"
CODE = re.compile(r'class="codes">([0-9A-Z-]{12})<')
SHOWN = re.compile(r'name="invitation" value="([^"]+)"')
TOWN = OrganisationKind.MUNICIPALITY


@pytest.fixture
def owner(town: Town) -> Worker:
    return town.in_town(Function.MANAGE_PEOPLE)


def given(town: Town, role: str, user: UUID, **fields: str) -> dict[str, str]:
    form = {"role": role, "user": str(user), "from_day": town.today().isoformat(), "last_day": ""}
    return form | fields


def invited(town: Town, owner: Worker, *roles: str, **fields: str) -> str:
    """The code of an invitation."""
    form = {"roles": list(roles), "from_day": town.today().isoformat(), "last_day": ""} | fields
    shown = CODE.search(owner.post(INVITE, form).text)
    assert shown
    return shown[1]


def newcomer(town: Town) -> Worker:
    """Somebody who has signed in and whom nobody knows."""
    its = town.signed_in(uuid4())
    with its.client.session_transaction() as session:
        session.update(newcomer=f"sub-{its.user}", issuer="https://id.example", name="")
    return its


def known(town: Town) -> list[str]:
    with town.house.pool.connection() as connection:
        return [row[0] for row in connection.execute("SELECT name FROM vault.users").fetchall()]


def test_who_decides_sees_who_has_which_role_since_when(town: Town, owner: Worker) -> None:
    town.in_town(Function.DRAFT_CONCESSION)
    page = owner.get(PEOPLE).text
    assert "Hvem som kan gjøre hva for Hamar" in page
    assert "Skriver konsesjoner" in page and "Styrer tilganger" in page
    assert "Til videre" in page and "(deg)" in page
    assert 'href="/arbeidsplass/folk">Folk og roller' in owner.get("/for-kommuner").text


def test_others_do_not_see_it(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    for path in (PEOPLE, ROLE, INVITE):
        assert drafter.get(path).status_code == 403
    assert "Folk og roller" not in drafter.get("/for-kommuner").text


def test_a_role_is_given_and_can_be_used(town: Town, owner: Worker) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert drafter.get("/for-kommuner/koder").status_code == 403
    answer = owner.post(ROLE, given(town, "citizen_adviser", drafter.user))
    assert (answer.status_code, answer.location) == (303, PEOPLE)
    assert drafter.get("/for-kommuner/koder").status_code == 200
    event = town.last_event()
    assert (event.by, event.user, event.valid_to) == (owner.user, drafter.user, None)


def test_a_role_with_a_last_day_ends_after_it(town: Town, owner: Worker) -> None:
    drafter, last = town.in_town(Function.DRAFT_CONCESSION), town.today() + timedelta(days=3)
    owner.post(ROLE, given(town, "citizen_adviser", drafter.user, last_day=last.isoformat()))
    assert town.last_event().valid_to == last + timedelta(days=1)
    assert drafter.get("/for-kommuner/koder").status_code == 200
    shown = owner.get(PEOPLE).text
    assert f"{last.day}. " in shown


def test_a_role_that_begins_later_is_not_used_before(town: Town, owner: Worker) -> None:
    drafter, first = town.in_town(Function.DRAFT_CONCESSION), town.today() + timedelta(days=3)
    owner.post(ROLE, given(town, "citizen_adviser", drafter.user, from_day=first.isoformat()))
    assert drafter.get("/for-kommuner/koder").status_code == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"from_day": "2001-01-01"}, "from_day"),
        ({"last_day": "2001-01-01"}, "last_day"),
        ({"role": "bidder"}, "role"),
        ({"role": ""}, "role"),
        ({"user": "x"}, "user"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    town: Town, owner: Worker, fields: dict[str, str], field: str
) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    refused = owner.post(ROLE, given(town, "citizen_adviser", drafter.user) | fields)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_nobody_gives_herself_a_role(town: Town, owner: Worker) -> None:
    town.in_town(Function.DRAFT_CONCESSION)
    assert str(owner.user) not in owner.get(ROLE).text
    refused = owner.post(ROLE, given(town, "citizen_adviser", owner.user))
    assert refused.status_code == 422
    assert "Du kan ikke gi deg selv en rolle" in refused.text
    assert owner.get("/for-kommuner/koder").status_code == 403


def test_nobody_gives_a_role_to_somebody_elsewhere(town: Town, owner: Worker) -> None:
    other = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    refused = owner.post(ROLE, given(town, "citizen_adviser", other.user))
    assert refused.status_code == 404
    assert "Hamar" not in other.get("/arbeidsplass").text


def test_a_role_is_withdrawn_at_once(town: Town, owner: Worker) -> None:
    adviser = town.in_town(Function.ISSUE_CODES)
    assert adviser.get("/for-kommuner/koder").status_code == 200
    form = {"user": str(adviser.user), "role": "citizen_adviser"}
    assert owner.post(f"{PEOPLE}/trekk", form).status_code == 303
    assert adviser.get("/for-kommuner/koder").status_code == 403


def test_the_last_owner_cannot_leave(town: Town, owner: Worker) -> None:
    form = {"user": str(owner.user), "role": "owner"}
    refused = owner.post(f"{PEOPLE}/trekk", form)
    assert refused.status_code == 422
    assert "Noen må styre tilgangene" in refused.text
    assert owner.get(PEOPLE).status_code == 200
    town.in_town(Function.MANAGE_PEOPLE)
    assert owner.post(f"{PEOPLE}/trekk", form).status_code == 303
    assert owner.get(PEOPLE).status_code == 403


def test_a_newcomer_comes_in_with_a_code(town: Town, owner: Worker) -> None:
    code, comes = invited(town, owner, "citizen_adviser", "drafter"), newcomer(town)
    assert comes.get("/arbeidsplass").status_code == 403
    assert "/arbeidsplass/kode" in comes.get("/arbeidsplass").text
    assert known(town) == []
    done = comes.post(ENTER, kode=code.lower().replace("-", " "), navn="Ny Kollega")
    assert done.status_code == 303
    assert comes.get("/for-kommuner/koder").status_code == 200
    assert known(town) == ["Ny Kollega"]
    assert "Ny Kollega" in owner.get(PEOPLE).text
    assert not SHOWN.search(owner.get(PEOPLE).text)


def test_a_newcomer_says_what_she_is_called(town: Town, owner: Worker) -> None:
    code, comes = invited(town, owner, "drafter"), newcomer(town)
    refused = comes.post(ENTER, kode=code, navn=" ")
    assert refused.status_code == 422
    assert 'id="navn-error"' in refused.text
    assert comes.post(ENTER, kode=code, navn="Ny Kollega").status_code == 303


def test_a_code_works_once(town: Town, owner: Worker) -> None:
    code = invited(town, owner, "drafter")
    assert newcomer(town).post(ENTER, kode=code, navn="Den første").status_code == 303
    second = newcomer(town)
    refused = second.post(ENTER, kode=code, navn="Den andre")
    assert refused.status_code == 422
    assert "Denne koden kan ikke brukes" in refused.text
    assert known(town) == ["Den første"]
    assert second.get("/for-kommuner").status_code == 403


def test_a_code_that_was_used_is_still_refused_by_the_rule(town: Town, owner: Worker) -> None:
    """What the vault has lost the log still knows: the invitation is over."""
    code = invited(town, owner, "drafter")
    with town.house.pool.connection() as connection:
        kept = connection.execute("SELECT * FROM vault.invitations").fetchone()
        newcomer(town).post(ENTER, kode=code, navn="Den første")
        connection.execute("INSERT INTO vault.invitations VALUES (%s, %s, %s, %s)", kept)
    assert newcomer(town).post(ENTER, kode=code, navn="Den andre").status_code == 422


@pytest.mark.parametrize(("days", "status"), [(13, 303), (14, 422)])
def test_a_code_expires_after_fourteen_days(
    town: Town, owner: Worker, fresh: Database, days: int, status: int
) -> None:
    code = invited(town, owner, "drafter")
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as connection:
        connection.execute("UPDATE log.clock SET ahead = make_interval(days => %s)", (days,))
    assert newcomer(town).post(ENTER, kode=code, navn="Ny").status_code == status


def test_a_withdrawn_invitation_opens_nothing(town: Town, owner: Worker) -> None:
    code = invited(town, owner, "drafter")
    shown = SHOWN.search(owner.get(PEOPLE).text)
    assert shown
    assert owner.post(f"{INVITE}/trekk", invitation=shown[1]).status_code == 303
    assert "Invitasjoner som ikke er brukt" not in owner.get(PEOPLE).text
    assert newcomer(town).post(ENTER, kode=code, navn="Ny").status_code == 422


def test_a_code_is_shown_once_and_stands_nowhere_else(
    town: Town, owner: Worker, fresh: Database
) -> None:
    form = {"roles": ["drafter"], "from_day": town.today().isoformat(), "command_id": str(uuid4())}
    first = owner.post(INVITE, form)
    shown = CODE.search(first.text)
    assert shown
    assert first.headers["Cache-Control"] == "no-store"
    again = owner.post(INVITE, form)
    assert not CODE.search(again.text)
    assert "alt vist" in again.text
    assert not CODE.search(owner.get(PEOPLE).text)
    assert shown[1].replace("-", "") not in dump(fresh) and shown[1] not in dump(fresh)


def dump(fresh: Database) -> str:
    """Everything the database holds, as text."""
    with psycopg.connect(fresh.url("frittvalg_owner")) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname IN ('log', 'vault', 'engine', 'read', 'web')"
        ).fetchall()
        rows = [
            str(connection.execute(f"SELECT string_agg(t::text, ' ') FROM {name} t").fetchone())
            for (name,) in tables
        ]
    return " ".join(rows)


def test_guessing_codes_has_to_wait(town: Town) -> None:
    guessing = newcomer(town)
    for _ in range(6):
        assert guessing.post(ENTER, kode="AAAA-AAAA-AA", navn="Gjett").status_code == 422
    assert guessing.post(ENTER, kode="AAAA-AAAA-AA", navn="Gjett").status_code == 429


def test_nobody_takes_her_own_invitation(town: Town, owner: Worker) -> None:
    refused = owner.post(ENTER, kode=invited(town, owner, "citizen_adviser"))
    assert refused.status_code == 422
    assert "Du kan ikke gi deg selv en rolle" in refused.text


def test_an_invitation_needs_a_role_of_this_kind_of_organisation(town: Town, owner: Worker) -> None:
    today = town.today().isoformat()
    for roles in ([], ["bidder"], ["x"]):
        refused = owner.post(INVITE, {"roles": roles, "from_day": today})
        assert refused.status_code == 422
        assert 'id="roles-error"' in refused.text


def test_somebody_who_works_elsewhere_gets_another_place(town: Town, owner: Worker) -> None:
    other = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert other.post(ENTER, kode=invited(town, owner, "drafter")).status_code == 303
    assert other.get("/arbeidsplass").text.count("Arbeid her") == 2


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (OrganisationKind.SUPPLIER, "/for-leverandorer"),
        (OrganisationKind.STEWARD, "/for-forvaltere"),
    ],
)
def test_every_workplace_has_its_people(town: Town, kind: OrganisationKind, path: str) -> None:
    of = FIRM if kind is OrganisationKind.SUPPLIER else None
    owner = town.worker(kind, Function.MANAGE_PEOPLE, of=of)
    assert "Folk og roller" in owner.get(path).text
    page = owner.get(INVITE).text
    for role in Role:
        assert (f'value="{role.value}"' in page) is (role in ROLES[kind]), role


def test_a_reader_at_a_supplier_sees_and_changes_nothing(town: Town) -> None:
    town.firm()
    reader = town.at_firm(*FUNCTIONS[Role.READER])
    for path in ("", "/opplysninger", "/steder"):
        page = reader.get(f"/for-leverandorer{path}")
        assert page.status_code == 200
        assert "Du kan ikke endre noe her." in page.text
        assert page.text.count('method="post"') == 1, "only the one that signs out"
    for path in ("/valgt", "/sok", "/opplysninger/lonn"):
        assert reader.get(f"/for-leverandorer{path}").status_code == 403
    for path in ("/opplysninger/presentasjon", "/sok"):
        assert reader.post(f"/for-leverandorer{path}").status_code == 403


def test_a_role_is_said_in_words() -> None:
    for role in Role:
        for language in ("nb", "nn", "en"):
            assert say(role, language)


def test_functions_that_belong_to_another_kind_open_nothing(town: Town) -> None:
    its = Organisation.id_for(TOWN, HAMAR)
    town.in_town(Function.DRAFT_CONCESSION)
    stray = town.hire(its, Function.KEEP_FACTS, Function.EDIT_TEMPLATE, Function.AUDIT)
    for path in ("/for-leverandorer", "/for-forvaltere", "/for-revisjon", "/for-kommuner"):
        assert stray.get(path).status_code == 403


@pytest.mark.parametrize("path", [ROLE, INVITE])
@pytest.mark.parametrize(
    ("field", "day"),
    [("last_day", "9999-12-31"), ("from_day", "0001-01-01"), ("last_day", "1.2.2100")],
)
def test_a_day_outside_every_calendar_is_said_beside_its_field(
    town: Town, owner: Worker, path: str, field: str, day: str
) -> None:
    colleague = town.in_town(Function.DRAFT_CONCESSION)
    form = given(town, "approver", colleague.user, **{field: day}) | {"roles": "approver"}
    refused = owner.post(path, form)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert "Skriv en dato mellom 1. januar 2000 og 1. januar 2100." in refused.text


def test_who_chooses_nobody_is_asked_to_choose(town: Town, owner: Worker) -> None:
    town.in_town(Function.DRAFT_CONCESSION)
    form = given(town, "approver", owner.user)
    del form["user"]
    refused = owner.post(ROLE, form)
    assert refused.status_code == 422
    assert "Hvem: Velg ett av alternativene." in refused.text
    assert "Last siden på nytt" not in refused.text
