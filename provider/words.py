"""The few words of the picker and the inbox, in the language the client asks for."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = {
    "nb": {
        "language": "nb",
        "mark": "Oppdiktede personer – bare for prøving",
        "title": "Hvem vil du logge inn som?",
        "lead": "Velg en person. Du trenger ikke passord, for ingen av dem finnes.",
        "out": "Du er logget ut",
        "close": "Du kan lukke denne siden.",
        "inbox": "Innboksen",
        "inbox_lead": "E-post som Frittvalg har sendt. Oppdiktede data: ingen får den.",
        "inbox_empty": "Ingenting er sendt ennå. Still et spørsmål om en konsesjon, og last siden på nytt.",
    },
    "nn": {
        "language": "nn",
        "mark": "Oppdikta personar – berre for prøving",
        "title": "Kven vil du logge inn som?",
        "lead": "Vel ein person. Du treng ikkje passord, for ingen av dei finst.",
        "out": "Du er logga ut",
        "close": "Du kan lukke denne sida.",
        "inbox": "Innboksen",
        "inbox_lead": "E-post som Frittvalg har sendt. Oppdikta data: ingen får han.",
        "inbox_empty": "Ingenting er sendt enno. Still eit spørsmål om ein konsesjon, og last sida på nytt.",
    },
    "en": {
        "language": "en",
        "mark": "Invented people – only for trying things out",
        "title": "Who do you want to sign in as?",
        "lead": "Choose a person. You need no password, because none of them exist.",
        "out": "You are signed out",
        "close": "You can close this page.",
        "inbox": "The inbox",
        "inbox_lead": "E-mail that Frittvalg has sent. Made-up data: nobody gets it.",
        "inbox_empty": "Nothing is sent yet. Ask a question about a concession, and load the page again.",
    },
}


def words(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the words in the first language of ``ui_locales`` that is known, else bokmål."""
    wanted = asked.get("ui_locales", "").split()
    return next((WORDS[code] for code in wanted if code in WORDS), WORDS["nb"])
