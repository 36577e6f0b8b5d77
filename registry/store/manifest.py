"""Checks a base copy against its manifest, file by file.

Does what pg_verifybackup does: the wheel's own, of version 18, cannot be started.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from registry.store import embedded

NAME = "backup_manifest"
CHECKSUMS = "SHA256"


class Damaged(Exception):
    """A copy is not what the server sent; the sentence says where."""


def verify(its: embedded.Server, data: Path) -> None:
    """Every file has its size and checksum, and the log that the copy needs can be read.

    Raises Damaged.
    """
    for file in read(data)["Files"]:
        path = data / file["Path"]
        if not path.is_file() or path.stat().st_size != file["Size"]:
            raise Damaged(f"{file['Path']} mangler eller har feil størrelse i {data}.")
        with path.open("rb") as opened:
            if hashlib.file_digest(opened, CHECKSUMS).hexdigest() != file["Checksum"]:
                raise Damaged(f"{file['Path']} er endret eller skadet i {data}.")
    for span in read(data)["WAL-Ranges"]:
        try:
            embedded.run(
                its, "pg_waldump", "--quiet", f"--path={data / 'pg_wal'}",
                f"--timeline={span['Timeline']}", f"--start={span['Start-LSN']}",
                f"--end={span['End-LSN']}",
            )  # fmt: skip
        except embedded.ServerFailed as failed:
            raise Damaged(f"Loggen i {data} kan ikke leses: {failed}") from None


def read(data: Path) -> dict[str, Any]:
    """What the server wrote about the copy. Raises Damaged when it is not as it was written."""
    whole = (data / NAME).read_bytes()
    body = whole[: whole.rindex(b'"Manifest-Checksum"')]
    its: dict[str, Any] = json.loads(whole)
    if hashlib.sha256(body).hexdigest() != its["Manifest-Checksum"]:
        raise Damaged(f"{NAME} er endret eller skadet i {data}.")
    return its
