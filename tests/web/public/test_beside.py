"""What the nation does beside each deviation, and a concession side by side with what one likes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from registry.application import concessions, municipalities
from registry.application.desk import Command
from registry.domain.organisation import Function
from registry.domain.terms import Terms
from registry.domain.values import OSLO, Language, MunicipalityNumber
from registry.queries.live import live
from tests.story import HEARD, announce, end, written
from tests.web.steward.office import plainly
from tests.web.workplaces import FILLED, FIRM, HAMAR, RINGSAKER, TERMS, Town

MORE = tuple(map(MunicipalityNumber, ("0301", "4601", "5001", "1103", "5501")))
MONTHS = replace(TERMS, notice=3)
EARLY, LATE = (datetime.now(OSLO).date() - timedelta(days=ago) for ago in (280, 200))
OPTION = re.compile(r'<option value="([^"]+)"( selected)?>([^<]+)')


def on(day: date, by: UUID | None = None) -> Command:
    return Command(uuid4(), by or uuid4(), at=datetime.combine(day, time(12), OSLO))


def amend(town: Town, concession: UUID, terms: Terms, sent: date, holds: date) -> None:
    """Another document of a concession, sent and published on a day and holding from another."""
    desk, deadline = town.house.registrar, holds - timedelta(days=5)
    its = written(terms, **dict.fromkeys(changed(terms), "Vi vil det slik."))
    concessions.send_amendment(desk, on(sent), concession, its, holds, deadline)
    concessions.publish_amendment(desk, on(sent), concession)
    town.projections.catch_up()


def publish(
    town: Town, number: str, terms: Terms, day: date = LATE, *, practice: bool = False
) -> UUID:
    """A concession published on a day, with a reason for what it changes."""
    desk, its = town.house.registrar, MunicipalityNumber(number)
    why = dict.fromkeys(changed(terms), "Vi vil det slik.")
    found, _ = concessions.send_concession_for_approval(
        desk, on(day, town.system), [its], written(terms, **why), day, HEARD,
        short_form=False, practice=practice,
    )  # fmt: skip
    concessions.publish_concession(desk, on(day), found)
    if not practice:
        announce(desk, on(day), found)
    town.projections.catch_up()
    return found


def changed(terms: Terms) -> list[str]:
    """The names of the terms that are otherwise than the template's."""
    return [name for name, its in vars(terms).items() if its != getattr(TERMS, name)]


@pytest.fixture
def nation(town: Town) -> dict[str, UUID]:
    """Hamar and four others have three months' notice, two are as the template."""
    for number in MORE:
        municipalities.register_municipality(
            town.house.registrar, town.command(), number, Language.NB
        )
    leaving = {each: publish(town, each, MONTHS) for each in (HAMAR, *MORE[:3])}
    leaving[MORE[3]] = publish(town, MORE[3], replace(MONTHS, cap=4, regret_days=21), EARLY)
    return leaving | {each: publish(town, each, TERMS) for each in (RINGSAKER, MORE[4])}


@pytest.fixture
def visitor(town: Town) -> FlaskClient:
    return town.app.test_client()


def left(visitor: FlaskClient, concession: UUID, asked: str = "", prefix: str = "") -> str:
    return plainly(visitor.get(f"{prefix}/konsesjoner/{concession}/avvik{asked}").text)


def options(page: str) -> list[tuple[str, str]]:
    return [(value, text) for value, _selected, text in OPTION.findall(page)]


def group(page: str, name: str) -> list[str]:
    """What the readers see of a group's options."""
    found = re.search(rf'<optgroup label="{name}">(.*?)</optgroup>', page, re.DOTALL)
    return [text for _value, text in options(found[1])] if found else []


def test_beside_each_deviation_stands_what_the_nation_does(
    visitor: FlaskClient, nation: dict[str, UUID]
) -> None:
    page = left(visitor, nation[HAMAR])
    assert "5 av 7 konsesjoner endrer dette punktet. Midten av dem alle er 3 måneder." in page
    other = left(visitor, nation[MORE[3]])
    assert "Én av 7 konsesjoner endrer dette punktet. Midten av dem alle er 14 dager." in other


def test_in_three_languages(visitor: FlaskClient, nation: dict[str, UUID]) -> None:
    assert "5 av 7 konsesjonar endrar" in left(visitor, nation[HAMAR], prefix="/nn")
    assert "5 of 7 concessions change this point." in left(visitor, nation[HAMAR], prefix="/en")


def test_what_is_only_practice_or_ran_before_is_not_counted(
    town: Town, visitor: FlaskClient, nation: dict[str, UUID]
) -> None:
    publish(town, RINGSAKER, replace(MONTHS, notice=6), practice=True)
    town.firm()
    worker = town.in_town(Function.DRAFT_CONCESSION)
    sent = worker.post(
        "/for-kommuner/konsesjoner/i-dag",
        {"suppliers": FIRM, "rate": "465,50", "notice": "2", "counted_from": "day_of_notice",
         "source": "https://hamar.example/k.pdf", "stated_by": "Hamar", "stated_on": "1.3.2026"},
    )  # fmt: skip
    assert sent.status_code == 303
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert approver.post(f"{sent.location}/kunngjor", about_nobody="1").status_code == 303
    assert "5 av 7 konsesjoner" in left(visitor, nation[HAMAR])
    page = visitor.get(f"/konsesjoner/{nation[HAMAR]}/ved-siden-av?med=midten").text
    assert "av de 7 konsesjonene som gjelder" in page


def test_what_has_ended_is_counted_on_the_days_it_held(
    town: Town, visitor: FlaskClient, nation: dict[str, UUID]
) -> None:
    end(town.house.registrar, nation[MORE[0]])
    town.projections.catch_up()
    assert "4 av 6 konsesjoner" in left(visitor, nation[HAMAR])
    yesterday = town.today() - timedelta(days=1)
    assert "5 av 7 konsesjoner" in left(visitor, nation[HAMAR], f"?dato={yesterday}")


def test_a_day_back_counts_what_held_then(visitor: FlaskClient, nation: dict[str, UUID]) -> None:
    before = left(visitor, nation[MORE[3]], f"?dato={EARLY + timedelta(days=9)}")
    assert "Bare én konsesjon i landet har dette punktet." in before
    assert "Midten av dem alle" not in before


def test_few_have_a_count_and_no_middle(town: Town, visitor: FlaskClient) -> None:
    its = publish(town, HAMAR, MONTHS)
    publish(town, RINGSAKER, TERMS)
    assert "Én av 2 konsesjoner endrer dette punktet." in left(visitor, its)
    assert "Midten av dem alle" not in left(visitor, its)
    page = visitor.get(f"/konsesjoner/{its}/ved-siden-av?med=midten").text
    assert "midten" not in dict(options(page))
    assert "De sier" not in page


def test_who_writes_a_draft_sees_what_the_nation_does(town: Town, nation: dict[str, UUID]) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    typed = {"bpa-switch-notice": "6", "bpa-changes-notice": "200"}
    address = town.drafted(drafter, k16=typed)
    said = "5 av 7 konsesjoner endrer dette punktet. Midten av dem alle er 3 måneder."
    assert said in plainly(drafter.get(f"{address}/kapittel/16").text)
    drafter.post(address, FILLED, version="2")
    assert said in plainly(drafter.get(address).text)


def test_an_amendment_that_does_not_hold_yet_is_not_counted(
    town: Town, nation: dict[str, UUID]
) -> None:
    today, its, pool = town.today(), nation[RINGSAKER], town.house.pool
    soon = today + timedelta(days=90)
    amend(town, its, MONTHS, today, soon)

    def months(day: date, *, in_force: bool) -> list[list[int]]:
        those = {each.id: each for each in live(pool, day, in_force=in_force)}
        return [each.numbers for each in those[its].changes if each.node == "bpa.switch.notice"]

    assert months(today, in_force=True) == []
    assert months(soon, in_force=True) == months(today, in_force=False) == [[3]]


def test_what_it_can_be_held_up_against(visitor: FlaskClient, nation: dict[str, UUID]) -> None:
    page = visitor.get(f"/konsesjoner/{nation[HAMAR]}/ved-siden-av").text
    assert options(page)[:2] == [("malen", "Malen, versjon 1"), ("midten", "Midten av alle")]
    names = re.findall(r'<optgroup label="([^"]+)"', page)
    assert names == ["Ligner mest", "Naboer", "Andre"]
    near = group(page, "Ligner mest")
    assert sorted(near[:3]) == [
        f"{name}, lik på alle punkter" for name in ("Bergen", "Oslo", "Trondheim")
    ]
    assert len(near) == 5 and near[3].endswith(", ulik på ett punkt")
    assert group(page, "Naboer") == ["Ringsaker"]
    assert not re.search(r"<option[^>]* selected", page)


def test_beside_the_middle_of_all(visitor: FlaskClient, nation: dict[str, UUID]) -> None:
    address = f"/konsesjoner/{nation[RINGSAKER]}/ved-siden-av"
    page = visitor.get(f"{address}?med=midten").text
    assert '<option value="midten" selected>' in page
    said = plainly(page)
    assert "De sier noe annet på ett punkt." in said
    assert "av de 7 konsesjonene som gjelder" in said
    assert '<th scope="col">Midten av alle</th>' in page
    assert "3 måneder" in said and "én måned" in said
    assert (
        "De sier det samme"
        in visitor.get(f"/konsesjoner/{nation[HAMAR]}/ved-siden-av?med=midten").text
    )


def test_beside_the_template(visitor: FlaskClient, nation: dict[str, UUID]) -> None:
    page = visitor.get(f"/konsesjoner/{nation[MORE[3]]}/ved-siden-av?med=malen").text
    assert '<th scope="col">Malen, versjon 1</th>' in page
    assert '<td data-label="Malen, versjon 1">100 %</td>' in page
    said = plainly(page)
    for number in ("13.2", "16.1"):
        assert number in said


def test_beside_the_version_before(
    town: Town, visitor: FlaskClient, nation: dict[str, UUID]
) -> None:
    address = f"/konsesjoner/{nation[RINGSAKER]}/ved-siden-av"
    assert "forrige" not in dict(options(visitor.get(address).text))
    assert "De sier" not in visitor.get(f"{address}?med=forrige").text
    amend(town, nation[RINGSAKER], MONTHS, LATE + timedelta(days=60), LATE + timedelta(days=120))
    page = visitor.get(f"{address}?med=forrige").text
    assert '<option value="forrige" selected>Versjonen før</option>' in page
    assert '<th scope="col">Versjonen før</th>' in page
    assert "De sier noe annet på ett punkt." in page
    assert (
        "Versjonen før"
        not in visitor.get(f"{address}?med=malen&dato={LATE + timedelta(days=119)}").text
    )


def test_beside_another_concession(visitor: FlaskClient, nation: dict[str, UUID]) -> None:
    other = nation[RINGSAKER]
    page = visitor.get(f"/konsesjoner/{nation[HAMAR]}/ved-siden-av?med={other}").text
    assert page.count(f'<option value="{other}" selected>') == 1
    assert '<th scope="col">Ringsaker</th>' in page
    assert "De sier noe annet på ett punkt." in page


@pytest.mark.parametrize("wanted", ["tull", str(UUID(int=404)), ""])
def test_what_does_not_exist_is_not_held_up(
    visitor: FlaskClient, nation: dict[str, UUID], wanted: str
) -> None:
    page = visitor.get(f"/konsesjoner/{nation[HAMAR]}/ved-siden-av?med={wanted}")
    assert page.status_code == 200
    assert "De sier" not in page.text
