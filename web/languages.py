"""Bokmål, nynorsk and English: the address decides, the catalogs hold the words.

Bokmål stands at the root and is what the source says. ``/nn`` and ``/en`` hold the same tree, so
views are registered once and ``url_for`` keeps the reader's language by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, has_request_context, request
from markupsafe import Markup

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
PREFIXED = ("nn", "en")
KEY = "frittvalg.language"
_reader: ContextVar[str] = ContextVar("reader", default="")
"""The language while a request is answered: asked some sixty times a page."""
PLACE = re.compile(r"%\(\w+\)s")
OSLO = ZoneInfo("Europe/Oslo")
NO_BREAK = "\N{NO-BREAK SPACE}"
FOLDER = Path(__file__).parent / "translations"


class LanguagePrefix:
    """WSGI middleware that moves a leading /nn or /en from the path to the mount point."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        first, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if first in PREFIXED:
            if not slash:
                return self._add_slash(first, environ, start_response)
            environ[KEY] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        reading = _reader.set(environ.get(KEY, "nb"))
        try:
            return self.app(environ, start_response)
        finally:
            _reader.reset(reading)

    def _add_slash(
        self, first: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        query = environ.get("QUERY_STRING")
        address = f"{environ.get('SCRIPT_NAME', '')}/{first}/" + (f"?{query}" if query else "")
        start_response("308 Permanent Redirect", [("Location", address), ("Content-Length", "0")])
        return []


def install(app: Flask, today: Callable[[], date] | None = None) -> None:
    """Give ``app`` the languages: addresses, words and ways of writing dates and money.

    ``today`` is asked once for every page drawn; without it the local clock in Oslo is used.
    """
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(_translate, _translate_plural, newstyle=True)  # type: ignore[attr-defined]
    env.globals["_"] = _said
    for filter_ in (long_day, day, short_day, clock, kroner, number, upfirst):
        env.filters[filter_.__name__] = filter_
    env.globals["demo"] = bool(app.config.get("DEMO"))
    env.globals["help_phone"] = app.config.get("HELP_PHONE", "00 12 34 56")
    for language in PREFIXED:
        catalog(language)

    @app.context_processor
    def about_the_page() -> dict[str, Any]:
        return {
            "language": current(),
            "languages": same_page(),
            "today": today() if today else datetime.now(OSLO).date(),
        }


def current() -> str:
    """Return the language of the request, bokmål outside requests."""
    if language := _reader.get():
        return language
    return str(request.environ.get(KEY, "nb")) if has_request_context() else "nb"


def same_page() -> list[tuple[str, str, str]]:
    """Return (code, name, address) of the page being drawn, in each language."""
    root = request.script_root.removesuffix(f"/{current()}")
    # Slashes are stripped so that //example.org never becomes a link to another site.
    page = "/" + quote(request.path.lstrip("/"))
    query = request.query_string.decode("ascii", "ignore")
    tail = page + (f"?{query}" if query else "")
    return [
        (code, name, root + (f"/{code}" if code in PREFIXED else "") + tail)
        for code, name in NAMES.items()
    ]


@cache
def catalog(language: str) -> Translations:
    """Return the words of ``language``, one file per audience read together."""
    merged = Translations()
    for path in sorted((FOLDER / language).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language))
        compiled.seek(0)
        merged.merge(Translations(compiled))
    return merged


def gettext(message: str, **values: Any) -> str:
    """Return ``message`` in the reader's language, with its %(name)s filled in."""
    return _translate(message) % values


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """Return the form for ``num``, which itself fills in %(num)s."""
    return _translate_plural(singular, plural, num) % {"num": num, **values}


def long_day(value: date) -> str:
    """Write "lørdag 21. november 2026"."""
    return _date(value, "EEEE d. MMMM y")


def day(value: date) -> str:
    """Write "21. november 2026"."""
    return _date(value, "d. MMMM y")


def short_day(value: date) -> str:
    """Write "21. nov."."""
    return _date(value, "d. MMM")


def clock(value: datetime) -> str:
    """Write "kl. 14.05", in Norwegian time; ``value`` knows its time zone."""
    local = value.astimezone(OSLO)
    return f"{local:%H:%M}" if current() == "en" else f"kl.{NO_BREAK}{local:%H.%M}"


def kroner(ore: int) -> str:
    """Write an amount in øre as kroner, with øre only where there are any."""
    return _kroner(ore, current())


@lru_cache(10_000)
def _kroner(ore: int, language: str) -> str:
    pattern = "#,##0.00" if ore % 100 else "#,##0"
    amount = format_decimal(Decimal(ore) / 100, pattern, LOCALES[language])
    return f"NOK{NO_BREAK}{amount}" if language == "en" else f"{amount}{NO_BREAK}kr"


def number(value: int | Decimal) -> str:
    """Write a number with the reader's decimal mark and groups of three."""
    return format_decimal(value, locale=LOCALES[current()])


def upfirst(text: str) -> str:
    """Begin with a capital letter and leave the rest: for a date that begins a line."""
    return text[:1].upper() + text[1:]


def _date(value: date, pattern: str) -> str:
    local = value.astimezone(OSLO).date() if isinstance(value, datetime) else value
    if current() == "en":
        pattern = pattern.replace("d.", "d")
    return format_date(local, pattern, LOCALES[current()])


def _said(message: str, **values: Any) -> Markup:
    """What ``_`` is in templates: as the extension's own, but each text is looked up once.

    A page says some forty texts; asked of the catalog each time they cost a fifth of it.
    """
    text = _ready(message, current())
    return text % values if values else text


@cache
def _ready(message: str, language: str) -> Markup:
    text = catalog(language).gettext(message)
    return Markup(text if PLACE.search(text) else text % {})  # noqa: S704  our own words


def _translate(message: str) -> str:
    return catalog(current()).gettext(message)


def _translate_plural(singular: str, plural: str, num: int) -> str:
    return catalog(current()).ngettext(singular, plural, num)
