"""The demo as a program: it starts, says where to look, refuses a second, stops all it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from registry.store import embedded
from tests.live import free_ports

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]


class Demo:
    """`frittvalg demo` in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.env = os.environ | {
            "FRITTVALG_MODE": "demo",
            "FRITTVALG_VAR": str(folder / "var"),
            "PORT": str(port),
        }
        self.env.pop("FRITTVALG_KEY_FILE", None)
        self.command = [sys.executable, "-m", "registry.cli", "demo"]

    def start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(self.command, env=self.env, text=True, stdout=subprocess.PIPE)
        assert process.stdout
        for line in process.stdout:
            if "Ctrl-C" in line:
                return process
        raise AssertionError("the demo ended before it said where to look")

    def once(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *more],
            env=self.env,
            text=True,
            capture_output=True,
            timeout=60,
            check=False,
        )


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    return out


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's user can reach."""
    with tempfile.TemporaryDirectory(prefix="frittvalg-demo-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_the_demo_starts_is_alone_stops_and_starts_again(folder: Path) -> None:
    demo = Demo(folder, free_ports(1)[0])
    site = f"http://127.0.0.1:{demo.port}"
    running = demo.start()
    try:
        card = json.loads((folder / "var" / "demo.json").read_text())
        assert card["base_url"] == site
        assert {"name", "role", "organisation", "sign_in", "address"} == set(card["people"][0])
        assert {"code", "municipality", "address"} == set(card["codes"][0])
        page = requests.get(site, timeout=10)
        assert "Oppdiktede data" in page.text
        assert page.headers["X-Robots-Tag"] == "noindex"
        second = demo.once()
        assert "kjører alt" in second.stdout
        assert requests.get(site, timeout=10).status_code == 200, "the first was disturbed"
        assert "2026-12-24" in demo.once("clock", "2026-12-24").stdout
        assert demo.once("clock", "2026-12-01").returncode == 2, "time was turned back"
    finally:
        said = stop(running)
    assert "alt er stoppet" in said
    with pytest.raises(requests.ConnectionError):
        requests.get(site, timeout=2)
    assert not embedded.is_running(embedded.server(folder / "var"))
    started = time.monotonic()
    again = demo.start()
    try:
        assert time.monotonic() - started < 15
        seen = requests.get(f"{site}/kommuner/3403?dato=2026-12-24", timeout=10)
        assert seen.status_code == 200, "the demo's time was forgotten"
    finally:
        stop(again)
