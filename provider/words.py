"""The few words of the picker, in the language the client asks for."""

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
    },
    "nn": {
        "language": "nn",
        "mark": "Oppdikta personar – berre for prøving",
        "title": "Kven vil du logge inn som?",
        "lead": "Vel ein person. Du treng ikkje passord, for ingen av dei finst.",
        "out": "Du er logga ut",
        "close": "Du kan lukke denne sida.",
    },
    "en": {
        "language": "en",
        "mark": "Invented people – only for trying things out",
        "title": "Who do you want to sign in as?",
        "lead": "Choose a person. You need no password, because none of them exist.",
        "out": "You are signed out",
        "close": "You can close this page.",
    },
}


def words(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the words in the first language of ``ui_locales`` that is known, else bokmål."""
    wanted = asked.get("ui_locales", "").split()
    return next((WORDS[code] for code in wanted if code in WORDS), WORDS["nb"])
