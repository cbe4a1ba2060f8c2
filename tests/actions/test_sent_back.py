"""Work that was sent back: whoever does it again reads on the phone what is still to be done."""

from tests.case_world import CaseWorld


def test_the_phone_of_who_does_it_again_says_why_it_was_sent_back(case: CaseWorld) -> None:
    number, room = case.handled(), f"user:{case.people['guard']}"
    case.do(number, "rework", by="officer2", reason="the lane is still blocked")
    tasks = case.world.snapshot(room).state["tasks"]
    assert isinstance(tasks, dict)
    (own,) = tasks.values()
    assert isinstance(own, dict)
    assert [told.body for told in case.world.since(0, room) if told.type == "task.sent"][-1] == own
    assert own["again_because"] == "the lane is still blocked"
