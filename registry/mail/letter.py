"""A mail as plain text and as simple HTML: no pictures, nothing that tells who reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from uuid import UUID

from babel.dates import format_date

from registry.domain.values import OSLO
from registry.mail import words
from registry.words import LOCALES, Said, pick

PREFIX = {"nb": "", "nn": "/nn", "en": "/en"}


@dataclass(frozen=True)
class Stationery:
    """What all mails of an installation share. `site` is where its website is, without a last slash."""

    site: str
    sender: str
    """As in "Frittvalg <varsler@frittvalg.example>"."""
    is_made_up: bool

    def address(self, page: str, language: str) -> str:
        """A page of the website in a language."""
        return f"{self.site}{PREFIX[language]}{page}"


@dataclass(frozen=True)
class Item:
    """One thing and the page that handles it."""

    text: str
    href: str


@dataclass(frozen=True)
class Letter:
    """What a mail says. `id` makes its Message-ID: the same letter sent again has the same."""

    id: UUID
    language: str
    subject: str
    groups: list[tuple[str, list[Item]]]
    """Headings with what stands under them; an empty heading is left out."""
    footer: list[str]
    links: list[Item] = field(default_factory=list)
    stop: str | None = None
    """The address that stops all mails, for programs that offer a button for it."""


def day_and(day: date, what: str, language: str) -> str:
    """ "3. desember: Avgjør søknaden …" """
    pattern = "d MMMM" if language == "en" else "d. MMMM"
    written = format_date(day, pattern, LOCALES[language])
    return pick(words.BY, language).format(day=written, what=what)


def said(text: Said, language: str, **names: str) -> str:
    """Words with official names in their places, on one line."""
    return " ".join(pick(text, language).format(**names).split())


def message(letter: Letter, to: str, paper: Stationery, now: datetime) -> EmailMessage:
    """The letter as it is sent."""
    its = EmailMessage(policy=SMTP)
    its["From"], its["To"] = paper.sender, to
    # The newer way of folding loses spaces in a long subject with our letters; this one does not.
    its.set_raw("Subject", Header(letter.subject, header_name="Subject").encode(linesep="\r\n"))
    its["Date"] = format_datetime(now.astimezone(OSLO))
    its["Message-ID"] = f"<{letter.id}@{parseaddr(paper.sender)[1].rpartition('@')[2]}>"
    its["Auto-Submitted"] = "auto-generated"
    its["Content-Language"] = letter.language
    if letter.stop:
        its["List-Unsubscribe"] = f"<{letter.stop}>"
        its["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    its.set_content(_text(letter, paper), cte="quoted-printable")
    its.add_alternative(_html(letter, paper), subtype="html", cte="quoted-printable")
    return its


def _text(letter: Letter, paper: Stationery) -> str:
    parts = [pick(words.MADE_UP, letter.language)] if paper.is_made_up else []
    for heading, items in letter.groups:
        parts += [heading.upper()] if heading else []
        parts += [f"{item.text}\n{item.href}" for item in items]
    parts += ["-- ", *letter.footer]
    parts += [f"{link.text}: {link.href}" for link in letter.links]
    return "\n\n".join(parts) + "\n"


def _html(letter: Letter, paper: Stationery) -> str:
    made_up = f"<p><strong>{pick(words.MADE_UP, letter.language)}</strong></p>\n"
    body = made_up if paper.is_made_up else ""
    body += f"<h1>{escape(letter.subject)}</h1>\n"
    for heading, items in letter.groups:
        body += f"<h2>{escape(heading)}</h2>\n" if heading else ""
        rows = "".join(f"<li>{escape(item.text)}<br>{_link(item.href)}</li>\n" for item in items)
        body += f"<ul>\n{rows}</ul>\n"
    body += "<hr>\n" + "".join(f"<p>{escape(line)}</p>\n" for line in letter.footer)
    body += "".join(f"<p>{_link(link.href, link.text)}</p>\n" for link in letter.links)
    return (
        f'<!doctype html>\n<html lang="{letter.language}">\n<head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n<body>\n{body}</body>\n</html>\n"
    )


def _link(href: str, text: str = "") -> str:
    return f'<a href="{escape(href)}">{escape(text or href)}</a>'
