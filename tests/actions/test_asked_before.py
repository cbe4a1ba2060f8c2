"""Who was asked for this case before: called back, or could not come. They stand last and say so."""

from typing import Any

from tests.actions.test_dispatch import advice, keys, unit
from tests.case_world import CaseWorld


def facts(case: CaseWorld, number: int) -> dict[str, Any]:
    card = case.world.snapshot().state["incidents"][str(number)]
    assert isinstance(card, dict)
    return dict(card["timeline"][-1]["facts"])


def test_who_was_called_back_comes_last_with_the_reason_and_may_be_sent_again(case: CaseWorld) -> None:
    number = case.sent()
    best = advice(case, case.report(by="shop_b"))
    case.do(number, "withdraw", task=case.tasks(number)[0].id, reason="needed elsewhere")
    found = advice(case, number)
    assert keys(unit(best, "device:phone-guard2"), "why_not") == []
    assert keys(unit(found, "device:phone-guard"), "why_not") == ["called_back"]
    assert unit(found, "device:phone-guard")["reasons"] == []
    assert "device:phone-guard" not in found["first"]
    assert [bool(row["why_not"]) for row in found["units"]] == sorted(
        bool(row["why_not"]) for row in found["units"]
    )
    case.do(number, "dispatch", units=["device:phone-guard2"])
    assert "passed_over" not in facts(case, number)
    case.do(number, "dispatch", units=["device:phone-guard"])
    assert [task.state for task in case.tasks(number)] == ["withdrawn", "sent", "sent"]


def test_who_said_cannot_come_is_not_recommended_again(case: CaseWorld) -> None:
    number = case.sent()
    case.do(number, "cannot", by="guard", task=case.tasks(number)[0].id, reason="a flat tyre")
    assert keys(unit(advice(case, number), "device:phone-guard"), "why_not") == ["could_not_come"]
