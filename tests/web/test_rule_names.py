"""Rules are called by what they are about, in the reader's language."""

import pytest
from flask_babel import force_locale

from tests.web.house import House, a_house
from web import vocabulary


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_house(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize(
    ("code", "name"),
    [("sos", "求救"), ("battery-low", "电量低"), ("intrusion", "入侵"), ("our-own-rule", "our-own-rule")],
)
def test_a_rule_is_named_by_its_kind_and_one_of_the_market_stays(house: House, code: str, name: str) -> None:
    with house.app.test_request_context(), force_locale("zh_Hans"):
        assert vocabulary.rule(code) == name
