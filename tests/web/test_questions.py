"""Suppliers ask at a clause, the municipality answers for everybody, and nobody learns who asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from registry.application import concessions, questions
from registry.application.desk import Command
from registry.domain.deadlines import working_day_from
from registry.domain.organisation import Function
from registry.domain.question import Question
from registry.domain.timetable import working_day_before
from registry.domain.values import AdmissionPolicy, MunicipalityNumber, Reopen
from registry.queries.questions import for_everybody, for_municipality, for_supplier
from tests.story import HEARD, announce, written
from tests.web.workplaces import FIRM, HAMAR, OWN, RINGSAKER, TERMS, Town, Worker

CAP, RATE = "bpa.admission.cap", "bpa.rates.hourly"
ASKED, ANSWERED = "Gjelder taket også underleverandører?", "Nei, bare den som har avtalen."
TODAY = datetime.now(UTC).date()
ANSWERS = "/for-kommuner/sporsmal"
WAITS = 'tag">venter på svar'


@dataclass
class Asking:
    """A firm that asks, somebody who answers, and the concession it is about."""

    town: Town
    concession: UUID
    firm: UUID
    asker: Worker
    answerer: Worker

    def ask(
        self, text: str = ASKED, node: str | None = CAP, by: Worker | None = None
    ) -> TestResponse:
        path = f"/for-leverandorer/konsesjoner/{self.concession}/sporsmal"
        return (by or self.asker).post(f"{path}/{node}" if node else path, text=text)

    def question(self, text: str = ASKED) -> UUID:
        found = for_municipality(self.town.house.pool, HAMAR, TODAY)
        return next(each.id for each in found if each.text == text)

    def answer(
        self, question: UUID, text: str = ANSWERED, how: str = "svar", **more: str
    ) -> TestResponse:
        fields = {"text": text, "about_nobody": "1"} | more
        return self.send(question, how, **fields)

    def send(self, question: UUID, how: str, **fields: str) -> TestResponse:
        named = {f"{name}-{question}": value for name, value in fields.items()}
        return self.answerer.post(f"{ANSWERS}/{how}", named, question=str(question))

    def page(self, where: str = "sporsmal") -> str:
        client = self.town.app.test_client()
        return str(client.get(f"/konsesjoner/{self.concession}/{where}").text)


@pytest.fixture
def asking(town: Town) -> Asking:
    concession, firm = town.published(), town.firm()
    asker, answerer = town.at_firm(Function.APPLY), town.in_town(Function.DRAFT_CONCESSION)
    return Asking(town, concession, firm, asker, answerer)


def a_round(town: Town, published: date, number: MunicipalityNumber = HAMAR, **more: Any) -> UUID:
    """A closed round that was published on some day."""
    said = {"policy": AdmissionPolicy.CLOSED_ROUND, "reopen": Reopen.NO} | more
    its, why = replace(TERMS, **said), dict.fromkeys(said, "Slik er det her.")
    at = datetime.combine(published, datetime.min.time(), UTC) + timedelta(hours=12)
    desk = town.house.registrar
    found, _ = concessions.send_concession_for_approval(
        desk, Command(uuid4(), uuid4(), at=at), [number], written(its, **why),
        date(2099, 1, 1), HEARD, short_form=False,
    )  # fmt: skip
    concessions.publish_concession(desk, Command(uuid4(), uuid4(), at=at), found)
    announce(desk, Command(uuid4(), uuid4(), at=at), found)
    town.projections.catch_up()
    return found


def said(answer: TestResponse, name: str) -> str:
    """What stands beside a field."""
    found = re.search(rf'id="{name}-error">(?:<span.*?</span>)?(.*?)</p>', answer.text)
    return found[1] if found else ""


def test_a_supplier_asks_at_a_clause_and_sees_it_quoted(asking: Asking) -> None:
    document = asking.page("dokument")
    link = f"/for-leverandorer/konsesjoner/{asking.concession}/sporsmal/{CAP}"
    assert f'href="{link}"' in document
    page = asking.asker.get(link).text
    assert "Tak på antall leverandører" in page
    assert "Høyeste antall leverandører: ingen øvre grense" in page
    assert asking.ask().status_code == 303
    assert ASKED in asking.asker.get("/for-leverandorer/sporsmal").text


def test_a_question_has_no_words_in_public_before_it_is_answered(asking: Asking) -> None:
    asking.ask()
    for where in ("sporsmal", "dokument"):
        assert WAITS in asking.page(where)
        assert ASKED not in asking.page(where)
    (known,) = for_everybody(asking.town.house.pool, asking.concession, TODAY)
    assert known.text is None
    asking.answer(asking.question())
    for where in ("sporsmal", "dokument"):
        assert WAITS not in asking.page(where)
        assert ASKED in asking.page(where)
        assert ANSWERED in asking.page(where)


def test_questions_stand_in_the_order_of_the_document_and_the_whole_first(asking: Asking) -> None:
    for text, node in (("Om prisen?", RATE), ("Om taket?", CAP), ("Om alt?", None)):
        asking.ask(text, node)
        asking.answer(asking.question(text))
    page = asking.page()
    assert page.index("Om alt?") < page.index("Om taket?") < page.index("Om prisen?")


def test_nobody_but_the_asker_sees_who_asked(asking: Asking) -> None:
    asking.ask()
    pages = [asking.answerer.get(ANSWERS), asking.answerer.get("/for-kommuner")]
    asking.answer(asking.question())
    pages.append(asking.answerer.get(ANSWERS))
    texts = [page.text for page in pages] + [asking.page(), asking.page("dokument")]
    assert ASKED in texts[0]
    for text in texts:
        assert "Fjellrype" not in text
        assert FIRM not in text
        assert str(asking.firm) not in text
    other = asking.town.at_firm(Function.APPLY, of=OWN)
    asking.town.firm(OWN, "Krekling BPA AS")
    assert ASKED not in other.get("/for-leverandorer/sporsmal").text


def test_no_query_for_a_municipality_or_for_everybody_carries_the_asker(asking: Asking) -> None:
    asking.ask()
    found = for_municipality(asking.town.house.pool, HAMAR, TODAY)
    assert [each.ours for each in found] == [False]
    assert not any(asking.firm == value for value in vars(found[0]).values())


def test_another_municipality_sees_and_answers_nothing(asking: Asking) -> None:
    asking.ask()
    other = asking.town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert ASKED not in other.get(ANSWERS).text
    question = asking.question()
    asking.answerer = other
    assert asking.answer(question).status_code == 404
    assert not asking.town.house.registrar.registry.get(Question, question).is_answered


def test_only_a_registered_supplier_asks(town: Town) -> None:
    concession = town.published()
    newcomer = town.at_firm(Function.APPLY)
    path = f"/for-leverandorer/konsesjoner/{concession}/sporsmal"
    assert newcomer.get(path).status_code == 404
    assert newcomer.post(path, text=ASKED).status_code == 404
    town.firm()
    assert town.at_firm(Function.KEEP_FACTS).get(path).status_code == 403


@pytest.mark.parametrize("node", ["bpa.admission.nothing", "local.4.1", "bpa.admission.windows"])
def test_nobody_asks_about_a_clause_that_is_not_there(asking: Asking, node: str) -> None:
    assert asking.ask(node=node).status_code == 404


def test_a_question_after_closing_keeps_what_was_typed_and_says_so_beside_the_field(
    asking: Asking,
) -> None:
    asking.concession = a_round(asking.town, TODAY - timedelta(days=60), RINGSAKER)
    refused = asking.ask()
    assert refused.status_code == 422
    assert "Fristen for å stille spørsmål er ute" in said(refused, "text")
    assert ASKED in refused.text
    assert for_supplier(asking.town.house.pool, asking.firm, TODAY) == []
    path = f"/for-leverandorer/konsesjoner/{asking.concession}/sporsmal"
    closed = asking.asker.get(path).text
    assert "<textarea" not in closed
    assert "Det kan ikke stilles spørsmål nå." in closed
    assert path not in asking.page("dokument")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Fyll ut dette feltet."),
        ("Gjelder det 01019012345?", "Ikke skriv fødselsnummer her."),
        ("å" * 2001, "Skriv kortere"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(asking: Asking, text: str, why: str) -> None:
    refused = asking.ask(text)
    assert refused.status_code == 422
    assert why in said(refused, "text")
    assert text in refused.text


def test_the_municipality_is_told_by_which_day_it_has_to_answer(asking: Asking) -> None:
    """6 days before the deadline, which is 30 days after it was published."""
    asking.concession = a_round(asking.town, TODAY, RINGSAKER)
    asking.answerer = asking.town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    asking.ask()
    deadline = working_day_from(TODAY + timedelta(days=30))
    day = working_day_before(deadline - timedelta(days=6))
    front = asking.answerer.get("/for-kommuner").text
    assert "Svar på ett spørsmål" in front
    assert f'datetime="{day.isoformat()}"' in front or f"{day.day}. " in front
    assert f"Svar innen {day.day}. " in asking.answerer.get(ANSWERS).text
    nobody = asking.town.in_town(Function.ISSUE_CODES, of=RINGSAKER)
    assert "Svar på ett spørsmål" not in nobody.get("/for-kommuner").text


def test_an_answer_needs_words_and_eyes(asking: Asking) -> None:
    asking.ask()
    question = asking.question()
    refused = asking.send(question, "svar", text="", amends="1")
    assert refused.status_code == 422
    assert said(refused, f"text-{question}") == "Fyll ut dette feltet."
    assert "kryss av" in said(refused, f"about_nobody-{question}")
    refused = asking.send(question, "svar", text=ANSWERED)
    assert refused.status_code == 422
    assert ANSWERED in refused.text
    assert ANSWERED not in asking.page()


def test_who_asked_does_not_answer(asking: Asking) -> None:
    """Somebody works for a supplier and for a municipality."""
    desk, user = asking.town.house.registrar, asking.answerer.user
    questions.ask_question(
        desk, Command(uuid4(), user), asking.concession, asking.firm, None, ASKED
    )
    asking.town.projections.catch_up()
    question = asking.question()
    refused = asking.answer(question)
    assert refused.status_code == 422
    assert "Du har stilt spørsmålet selv" in refused.text
    assert ANSWERED in refused.text
    assert not desk.registry.get(Question, question).is_answered


def test_an_answer_is_given_once_and_corrected_with_a_mark(asking: Asking) -> None:
    asking.ask()
    question = asking.question()
    assert asking.answer(question).status_code == 303
    again = asking.answer(question, "Noe helt annet.")
    assert again.status_code == 422
    assert "alt besvart" in again.text
    assert "Svaret er rettet" not in asking.page()
    assert asking.answer(question, "Jo, det gjelder alle.", "rett").status_code == 303
    page = asking.page()
    assert "Svaret er rettet." in page
    assert "Jo, det gjelder alle." in page
    assert ANSWERED not in page


def test_the_day_can_be_asked_for(asking: Asking) -> None:
    asking.ask()
    client = asking.town.app.test_client()
    before = (TODAY - timedelta(days=1)).isoformat()
    address = f"/konsesjoner/{asking.concession}/sporsmal"
    assert client.get(f"{address}?dato={before}").status_code == 404
    assert WAITS in client.get(address).text


def test_the_same_question_gets_the_same_answer(asking: Asking) -> None:
    asking.ask()
    asking.ask("Teller underleverandører med i taket?")
    first, second = asking.question(), asking.question("Teller underleverandører med i taket?")
    page = asking.answerer.get(ANSWERS).text
    assert f'<option value="{first}"' in page, "the later may be the same as the earlier"
    assert f'<option value="{second}"' not in page
    refused = asking.send(second, "samme", other=str(first))
    assert refused.status_code == 422
    assert "kryss av" in said(refused, f"same_about_nobody-{second}")
    joined = asking.send(second, "samme", other=str(first), same_about_nobody="1")
    assert joined.status_code == 303
    asking.answer(first)
    page = asking.page()
    assert page.count(ANSWERED) == 1
    assert "Teller underleverandører med" in page
    own = for_supplier(asking.town.house.pool, asking.firm, TODAY)
    assert [each.answer for each in own] == [ANSWERED, ANSWERED]
    assert "Svar på ett spørsmål" not in asking.answerer.get("/for-kommuner").text


def test_a_question_is_not_the_same_as_one_about_another_concession(asking: Asking) -> None:
    asking.ask()
    first = asking.question()
    asking.concession = a_round(asking.town, TODAY, HAMAR)
    asking.ask("Om den andre?")
    other = asking.question("Om den andre?")
    refused = asking.send(other, "samme", other=str(first), same_about_nobody="1")
    assert refused.status_code == 422
    assert "Velg et annet spørsmål" in refused.text


def test_who_asked_takes_it_back_and_nobody_sees_it_any_more(asking: Asking) -> None:
    asking.ask()
    question = asking.question()
    done = asking.asker.post("/for-leverandorer/sporsmal/trekk", question=str(question))
    assert done.status_code == 303
    assert "tatt tilbake" in asking.asker.get("/for-leverandorer/sporsmal").text
    assert ASKED not in asking.answerer.get(ANSWERS).text
    assert WAITS not in asking.page()
    assert asking.answer(question).status_code == 404


def test_nobody_takes_anothers_question_back(asking: Asking) -> None:
    asking.ask()
    question = asking.question()
    asking.town.firm(OWN, "Krekling BPA AS")
    other = asking.town.at_firm(Function.APPLY, of=OWN)
    assert other.post("/for-leverandorer/sporsmal/trekk", question=str(question)).status_code == 404
    assert ASKED in asking.answerer.get(ANSWERS).text


def test_what_is_answered_is_not_taken_back(asking: Asking) -> None:
    asking.ask()
    question = asking.question()
    asking.answer(question)
    refused = asking.asker.post("/for-leverandorer/sporsmal/trekk", question=str(question))
    assert refused.status_code == 422
    assert "alt besvart" in refused.text
    assert ASKED in asking.page()


def test_an_answer_that_changes_the_terms_asks_for_an_amendment_until_one_is_sent(
    asking: Asking,
) -> None:
    asking.ask()
    asking.answer(asking.question(), amends="1")
    assert "Svaret fører til en endring av vilkårene." in asking.page()
    assert "Skriv endringen dere har varslet" in asking.answerer.get("/for-kommuner").text
    page = asking.answerer.get(ANSWERS).text
    assert "Begynn på endringen" in page
    assert f'name="amends" value="{asking.concession}"' in page
    draft = str(
        asking.answerer.post("/for-kommuner/utkast", amends=str(asking.concession)).location
    )
    change = {"bpa-switch-notice": "3", "bpa-switch-notice--why": "Tre måneder her"}
    asking.answerer.post(f"{draft}/kapittel/16", change, version="1")
    soon = TODAY + timedelta(days=60)
    days = {"effective_from": soon.isoformat(), "apply_by": soon.isoformat()}
    assert asking.answerer.post(f"{draft}/send", days, version="2").status_code == 303
    assert "Begynn på endringen" not in asking.answerer.get(ANSWERS).text


def test_what_others_have_answered_on_the_same_clause_is_suggested(asking: Asking) -> None:
    asking.ask()
    asking.answer(asking.question())
    there = asking.town.published(RINGSAKER)
    asking.concession = there
    asking.ask("Hva teller med i taket hos dere?")
    asking.ask("Hva med prisen?", RATE)
    answerer = asking.town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    page = answerer.get(ANSWERS).text
    assert page.count(ANSWERED) == 1
    assert "Én annen kommune har svart på det samme punktet" in page


def test_going_back_and_answering_otherwise_is_said_to_be_sent_already(asking: Asking) -> None:
    asking.ask()
    question, same = asking.question(), str(uuid4())
    for _ in range(2):
        form = {f"text-{question}": ANSWERED, f"about_nobody-{question}": "1"}
        done = asking.answerer.post(
            f"{ANSWERS}/svar", form, question=str(question), command_id=same
        )
        assert done.status_code == 303
    other = form | {f"text-{question}": "Jo, også dem."}
    late = asking.answerer.post(f"{ANSWERS}/svar", other, question=str(question), command_id=same)
    assert late.status_code == 422
    assert "Dette er alt sendt." in late.text
    assert ANSWERED in asking.page()


def test_what_was_typed_has_the_language_of_the_municipality(asking: Asking) -> None:
    asking.ask()
    page = asking.answerer.get(f"/en{ANSWERS}").text
    assert f'<span lang="nb">{ASKED}</span>' in page
    assert "øvre grense" not in page
    asking.answer(asking.question())
    assert f'<span lang="nb">{ANSWERED}</span>' in asking.answerer.get(f"/en{ANSWERS}").text


def test_only_those_who_may_ask_are_led_to_the_question(asking: Asking) -> None:
    """A link that ends in a closed door is no link."""
    page = f"/konsesjoner/{asking.concession}/dokument"
    link = f"/for-leverandorer/konsesjoner/{asking.concession}/sporsmal"
    assert link in asking.page("dokument")
    assert link in asking.asker.get(page).text
    assert link not in asking.answerer.get(page).text
