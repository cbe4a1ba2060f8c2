"""What the outside may rely on stands in docs/api.md: addresses, codes, permissions, words, stream types."""

import re
from pathlib import Path

import pytest

from patrol import errors
from patrol.rules.rights import Permission
from tests.web.house import a_house
from web.problems import HTTP_CODES, STATUSES

HOUSE = Path(__file__).parents[2]
DOCS = (HOUSE / "docs" / "api.md").read_text(encoding="utf-8")
STREAM_TYPE = re.compile(
    r'"((?:alert|incident|task|roll_call|device|quarantine|silence|presence|notice|round|duty|roster|visit_list'
    r'|handover)\.(?!id\b)[a-z_]+)"'
)


def stream_types() -> set[str]:
    sources = [
        path for part in ("actions", "jobs", "rules") for path in (HOUSE / "patrol" / part).glob("*.py")
    ]
    return {found for path in sources for found in STREAM_TYPE.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("word", sorted({*STATUSES, *HTTP_CODES.values(), *Permission, *stream_types()}))
def test_it_is_documented(word: str) -> None:
    assert f"`{word}`" in DOCS


@pytest.mark.parametrize("event", ["hello", "resume", "open", "snapshot", "stream", "ready", "reset", "beat"])
def test_every_word_of_the_socket_is_documented(event: str) -> None:
    assert f"| `{event}` |" in DOCS


def test_every_address_of_the_api_is_documented(tmp_path: Path) -> None:
    app = a_house(tmp_path).app
    paths = {
        rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
    }
    missing = {path for path in paths if path.startswith("/api/") and path not in DOCS}
    assert missing == set()


def test_every_error_has_a_status() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.code for kind in kinds if issubclass(kind, errors.PatrolError)}
    assert codes <= set(STATUSES)
