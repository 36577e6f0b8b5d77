"""Who is told of what, when and how: from the event to the mail that came to a real mail server."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from registry.application import admissions, cases, organisations, questions
from registry.domain.organisation import Organisation
from registry.domain.roles import Function, OrganisationKind
from registry.domain.supplier import Supplier
from registry.domain.values import ClosingGround, NodeId, OrganisationNumber
from registry.mail.mailboxes import Pace, Significance
from registry.reference import rules
from registry.words import GRANT_STEPS
from tests.mail_sink import html_of, words_of
from tests.registry.mail.conftest import SITE, Office
from tests.story import FJELLRYPE, HAMAR, KREKLING, command, open_case

CLAUSE = NodeId("bpa.switch.notice")
TYPED = "Gjelder fristen også for Ola Nordmann i Storgata?"


NOTHING = dict.fromkeys(Significance, Pace.NEVER)


def ask(office: Office, by: UUID | None = None, number: OrganisationNumber = FJELLRYPE) -> UUID:
    question, _ = questions.ask_question(
        office.house.registrar,
        command(by) if by else command(),
        office.story.concession,
        Supplier.id_for(number),
        CLAUSE,
        TYPED,
    )
    return question


def test_a_question_is_told_to_those_who_answer_and_to_nobody_else(office: Office) -> None:
    _, writer = office.in_hamar(Function.DRAFT_CONCESSION)
    office.in_hamar(Function.ISSUE_CODES)
    office.somebody(OrganisationKind.MUNICIPALITY, Function.DRAFT_CONCESSION, of="3411")
    office.at_firm(KREKLING, Function.APPLY)
    office.begin()
    ask(office)
    (mail,) = office.work()
    assert mail["To"] == writer
    assert mail["Subject"] == "Et spørsmål om konsesjonen i Hamar venter på svar"
    assert f"{SITE}/for-kommuner/sporsmal" in words_of(mail)


def test_the_mail_has_what_programs_and_people_need(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    (mail,) = office.work()
    assert mail["From"] == "Frittvalg <varsler@frittvalg.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(rf"<{SITE}/varsler/stopp\?kode=[\w-]+>", mail["List-Unsubscribe"])
    assert re.fullmatch(r"<[0-9a-f-]{36}@frittvalg\.example>", mail["Message-ID"])
    text, html = words_of(mail), html_of(mail)
    assert text.startswith("Oppdiktede data.")
    for part in (f"{SITE}/arbeidsplass/varsler", "det nasjonale registeret"):
        assert part in text
        assert part in html
    assert '<html lang="nb">' in html
    assert not re.search(r"<img|<script|<style|style=|src=", html)


def test_each_is_told_in_her_own_language(office: Office) -> None:
    for language in ("nb", "nn", "en"):
        office.in_hamar(
            Function.DRAFT_CONCESSION, language=language, address=f"{language}@example.test"
        )
    office.begin()
    ask(office)
    subjects = {mail["To"]: mail["Subject"] for mail in office.work()}
    assert subjects == {
        "nb@example.test": "Et spørsmål om konsesjonen i Hamar venter på svar",
        "nn@example.test": "Eit spørsmål om konsesjonen i Hamar ventar på svar",
        "en@example.test": "A question about the concession in Hamar is waiting for an answer",
    }
    assert f"{SITE}/nn/for-kommuner/sporsmal" in words_of(office.sink.to("nn@example.test")[0])


def test_nobody_is_told_of_what_she_did_herself(office: Office) -> None:
    closer, _ = office.in_hamar(Function.ADMIT_SUPPLIERS)
    _, colleague = office.in_hamar(Function.ADMIT_SUPPLIERS)
    office.begin()
    desk, admission = office.house.registrar, office.story.admissions[KREKLING]
    admissions.close_admission(desk, command(closer), admission, ClosingGround.BANKRUPTCY)
    mails = office.work()
    assert [mail["To"] for mail in mails] == [colleague]
    assert mails[0]["Subject"] == "Krekling BPA AS er ikke lenger med i konsesjonen i Hamar"


def test_the_answer_is_told_to_who_asked_and_to_those_who_are_in(office: Office) -> None:
    asker_id, asker = office.at_firm(FJELLRYPE, Function.APPLY)
    _, other = office.at_firm(KREKLING, Function.APPLY)
    office.begin()
    question = ask(office, asker_id)
    assert office.work() == []
    writer, _ = office.in_hamar(Function.DRAFT_CONCESSION, wants=NOTHING)
    office.work()
    questions.answer_question(
        office.house.registrar, command(writer), question, "Ja.", amends=False
    )
    mails = {mail["To"]: words_of(mail) for mail in office.work()}
    assert set(mails) == {asker, other}
    assert f"{SITE}/for-leverandorer/sporsmal" in mails[asker]
    assert f"{SITE}/konsesjoner/{office.story.concession}/sporsmal" in mails[other]


def test_who_loses_the_function_before_the_job_runs_is_not_told(office: Office) -> None:
    user, _ = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    organisations.withdraw_functions(
        office.house.registrar, command(), Organisation.id_for(OrganisationKind.MUNICIPALITY, HAMAR),
        user, [Function.DRAFT_CONCESSION],
    )  # fmt: skip
    assert [mail["Subject"] for mail in office.work()] == ["En rolle du hadde, er trukket"]


def test_what_is_wanted_is_what_was_chosen_last(office: Office) -> None:
    user, _ = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    office.house.mailboxes.stop(user)
    assert office.work() == []


def test_a_new_assignment_says_only_that(office: Office) -> None:
    office.at_firm(FJELLRYPE, Function.KEEP_FACTS)
    office.at_firm(KREKLING, Function.KEEP_FACTS)
    office.begin()
    case = open_case(office.house.registrar, office.story)
    cases.choose_supplier(
        office.house.registrar, command(), case, office.story.admissions[FJELLRYPE]
    )
    (mail,) = office.work()
    assert mail["Subject"] == "Dere har fått et nytt oppdrag"
    said = words_of(mail) + html_of(mail)
    for hidden in ("Hamar", "hamar", "3403", str(case), "Fjellrype", FJELLRYPE, "time", "35"):
        assert hidden not in re.sub(r"kode=[\w-]+", "", said), hidden


def test_a_daily_mail_gathers_what_is_not_wanted_at_once(office: Office) -> None:
    wants = dict.fromkeys(Significance, Pace.DAILY)
    office.in_hamar(Function.DRAFT_CONCESSION, wants=wants)
    office.move_clock("2027-05-10 06:30+02")
    office.begin()
    ask(office)
    ask(office, number=KREKLING)
    assert office.work() == [], "it waits until seven"
    office.move_clock("2027-05-10 07:00:05+02")
    print(
        office.jobs(),
        office.execute("select * from vault.mail_alerts"),
        office.execute("select * from engine.mail_days"),
    )
    (mail,) = office.work()
    assert mail["Subject"] == "Et spørsmål om konsesjonen i Hamar venter på svar"
    assert words_of(mail).count("/for-kommuner/sporsmal") == 1, "the same thing is said once"
    assert office.work() == [], "once a day"
    office.move_clock("2027-05-11 07:00:05+02")
    assert office.work() == [], "never an empty one"


def test_what_is_told_after_seven_waits_for_the_next_day(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION, wants=dict.fromkeys(Significance, Pace.DAILY))
    office.move_clock("2027-05-10 09:00+02")
    office.begin()
    ask(office)
    assert office.work() == []
    office.move_clock("2027-05-11 07:01+02")
    assert len(office.work()) == 1


def test_deadlines_come_the_week_before(office: Office) -> None:
    """The grant for skills: earliest 1 May or what was announced; the words say which grant it is."""
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.somebody(OrganisationKind.MUNICIPALITY, Function.ISSUE_CODES, of=HAMAR)
    first = rules.deadlines(date(2027, 1, 1))[0]
    before = first.day - timedelta(days=8)
    office.move_clock(f"{before} 08:00+00")
    office.work()
    seen = len(office.sink.mails)
    office.move_clock(f"{before + timedelta(days=1)} 08:00+00")
    (mail,) = office.work()
    assert GRANT_STEPS[first.grant, first.step][0] in words_of(mail)
    assert "FRISTER DEN NESTE UKEN" in words_of(mail)
    assert seen == 0


def test_what_happened_long_ago_is_told_to_nobody(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    office.move_clock("2029-01-01 05:00+01")
    assert office.work() == []
