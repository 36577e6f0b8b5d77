"""Compiled templates, kept for all the applications that the tests make in one process."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Each template compiled once for each kind of environment, as in a website that runs on."""

    def __init__(self) -> None:
        self._kept: dict[tuple[type, str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[type, str, str]:
    return type(bucket.environment), bucket.key, bucket.checksum
