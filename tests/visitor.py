"""A visitor over plain HTTP, as a browser without scripts would behave."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

import requests

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass
class Visitor:
    """Somebody with a browser of her own. `get` and `post` keep cookies and follow nothing."""

    base: str
    http: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> requests.Response:
        return self.http.get(self.base + path, timeout=15, allow_redirects=False)

    def post(self, path: str, **form: str) -> requests.Response:
        return self.http.post(self.base + path, data=form, timeout=15, allow_redirects=False)

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's last form with a command id: the one in the main part."""
        fields: dict[str, str] = {}
        page = self.get(path).text
        for form in re.findall(r"<form.*?</form>", page, re.S):
            found = dict(HIDDEN.findall(form))
            if "command_id" in found and not fields:
                fields = found
        return fields

    def use_code(self, code: str) -> requests.Response:
        return self.post("/velg", **self.form("/velg"), kode=code)

    def choose(self, number: str) -> requests.Response:
        path = f"/min-sak/velg/{number}"
        return self.post(path, **self.form(path))


def patiently(act, seconds: float = 40):  # type: ignore[no-untyped-def]
    """Try again while the site is away, as a person would."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = act()
        except requests.RequestException:
            answer = None
        if answer is not None and answer.status_code < 500:
            return answer
        assert time.monotonic() < deadline, answer.text[:500] if answer is not None else "away"
        time.sleep(0.2)
