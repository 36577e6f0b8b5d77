"""Style sheets, fonts and the icon: their addresses, and who answers for them.

An address holds a digest of the content, so a browser may keep the file for ever and still never
show an old one. Fonts carry their version in the name instead, because the style sheet names them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent / "static"
SERVED = {".css", ".js", ".svg", ".woff2"}


def addresses(folder: Path = FOLDER) -> dict[str, str]:
    """Return the address of every served file by its name, such as ``site.css``."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in SERVED)
    return {str(path.relative_to(folder)): _address(folder, path) for path in files}


def install(app: Flask) -> None:
    """Serve the files in front of ``app`` and give the templates ``static(name)``.

    Call it after the languages are installed: /static has no language.
    """
    known = addresses()
    server = WhiteNoise(
        app.wsgi_app,
        allow_all_origins=False,
        add_headers_function=_forbid_guessing,
        immutable_file_test=lambda path, url: True,
    )
    for name, address in known.items():
        server.add_file_to_dictionary(address, str(FOLDER / name))
    app.wsgi_app = server  # type: ignore[method-assign]
    app.jinja_env.globals["static"] = known.__getitem__


def _forbid_guessing(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _address(folder: Path, path: Path) -> str:
    name = path.relative_to(folder)
    if path.suffix != ".woff2":
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        name = name.with_suffix(f".{digest}{path.suffix}")
    return f"/static/{name.as_posix()}"
