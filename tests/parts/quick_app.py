"""Hundreds of applications are made in one process of the tests: what routes and pages compile to is kept.

Only the compiled form is shared, by the very text it was made of; routes, converters and pages are each
application's own. A program compiles once in its life and needs none of this.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_routes: dict[object, Any] = {}
_compile: Callable[[Rule, bool], Any] = Rule._compile_builder


class Pages(BytecodeCache):
    """Compiled pages by the checksum of their source."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same source."""
        if kept := self._kept.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_PAGES = Pages()


def keep_pages(app: Flask) -> None:
    """Let this application use the pages that another one compiled."""
    app.jinja_env.bytecode_cache = _PAGES


def keep_routes() -> None:
    """Compile the writer of a route's addresses once; it is a function of these four and of nothing else."""

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002 - as werkzeug's own
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in _routes:
            _routes[key] = _compile(rule, append_unknown)
        return _routes[key]

    Rule._compile_builder = compiled  # type: ignore[assignment, method-assign] # no door for this
