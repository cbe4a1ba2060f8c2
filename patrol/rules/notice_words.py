"""Words of notices: what people are told of, by which way, and how far it has come."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What somebody is told of."""

    TASK_SENT = "task_sent"
    TASK_URGED = "task_urged"
    TASK_WITHDRAWN = "task_withdrawn"
    TASK_OVERDUE = "task_overdue"
    CHECK_IN_OVERDUE = "check_in_overdue"
    ROLL_CALL = "roll_call"
    ROLL_CALL_AGAIN = "roll_call_again"
    ROLL_CALL_WATCH = "roll_call_watch"
    STEP_OVERDUE = "step_overdue"
    LADDER = "ladder"
    CONSIDER_110 = "consider_110"
    ALERT_CRITICAL = "alert_critical"
    CASE_CLOSED = "case_closed"
    CASE_REFUSED = "case_refused"
    CASE_TAKEN_OVER = "case_taken_over"
    REPORT_RECEIVED = "report_received"
    DUTY_MISSED = "duty_missed"
    DUTY_ASKED = "duty_asked"
    DUTY_ANSWERED = "duty_answered"
    DUTY_CHANGED = "duty_changed"
    DUTY_SOON = "duty_soon"
    LEAD_BALLOT = "lead_ballot"
    LEAD_ELECTED = "lead_elected"
    ROUND_MISSED = "round_missed"
    ROUND_DUE = "round_due"
    WATCH_PROMPT = "watch_prompt"
    WATCH_MISSED = "watch_missed"
    GROUP_CALLED = "group_called"
    VISIT_ASKED = "visit_asked"
    BULLETIN = "bulletin"
    NAME_ASKED = "name_asked"
    NAME_DECIDED = "name_decided"
    NAME_READ = "name_read"
    NOT_DELIVERED = "not_delivered"
    TRIAL = "trial"


class Way(StrEnum):
    """How a notice leaves the house. In the app it is always."""

    PUSH = "push"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    EMAIL = "email"
    WEBHOOK = "webhook"


class Carriage(StrEnum):
    """How far one carriage of a notice has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"
