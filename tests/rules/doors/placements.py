"""Doors of placements."""

from collections.abc import Callable
from typing import Any

from tests.rules.doors.opened import Opened, door, post

# A placement holds no child; the tutor sees their own student's.
OF_PLACEMENT = "student pe tm business_support auditor tutor"
IN_PLACEMENT = f"{OF_PLACEMENT} gm"
FOLLOW_CHECKS = "student pe tm business_support"
CHECKS = {
    "placements:check-list": door(FOLLOW_CHECKS, at="placement"),
    "placements:check-verify": door("tm", at="critical_check", shut=FOLLOW_CHECKS),
    "placements:check-revoke": door("tm", at="verification", shut=FOLLOW_CHECKS),
    "placements:induction-record": door("pe tm", at="induction", shut=FOLLOW_CHECKS),
    "placements:standard-list": door("pe tm gm business_support auditor"),
    "placements:standard-item-add": door("tm business_support"),
    # A line of the standard list is known to all; what was seen of anybody is not.
    "placements:item-change": door("tm business_support", at="item", rest=403),
    "placements:item-remove": door("tm business_support", at="item", rest=403),
}
PEOPLE = {
    "placements:student-detail": door("student pe tm business_support", at="profile", shut="gm"),
    "placements:student-change": door("student tm business_support", at="profile", shut="pe gm"),
    "placements:adjustments-change": door(
        "student tm", at="profile", shut="pe gm business_support"
    ),
    # An educator is led to their own profile.
    "placements:educator-list": door("pe", status=302) | door("tm gm business_support auditor"),
    "placements:educator-add": door("tm business_support"),
    "placements:educator-detail": door("pe tm gm business_support auditor", at="educator"),
    "placements:educator-change": door("pe tm business_support", at="educator", shut="gm auditor"),
    "placements:award-add": door("tm business_support", at="educator", shut="pe gm auditor"),
    "placements:role-start": door("tm", at="placement", shut=IN_PLACEMENT),
    "placements:role-end": door("tm", at="role", shut=IN_PLACEMENT),
}
SEE_INTAKES = "pe tm gm business_support auditor"
PLAN_INTAKES = "tm business_support"


def planned(**more: Any) -> Opened:
    return door(PLAN_INTAKES, shut=SEE_INTAKES, **more)


INTAKE = {
    "placements:intake-list": door(SEE_INTAKES),
    "placements:intake-new": door(PLAN_INTAKES),
    "placements:intake-detail": door(SEE_INTAKES, at="intake"),
    "placements:intake-change": planned(at="intake"),
    "placements:offer-new": planned(at="intake"),
    "placements:nomination-new": planned(at="intake"),
    "placements:intake-checklist": door(SEE_INTAKES, at="intake"),
    "placements:intake-item-add": planned(at="intake"),
    "placements:intake-progress": door("pe tm business_support", at="intake", shut="gm auditor"),
    "placements:task-new": planned(at="intake"),
    "placements:cohort-upload": planned(at="intake"),
    "placements:offer-change": planned(at="offer"),
    "placements:offer-answer": planned(at="offer"),
    "placements:match": door("tm", at="nomination", shut=SEE_INTAKES),
    "placements:nomination-withdraw": planned(at="nomination"),
    "placements:wheel": door(SEE_INTAKES),
    "placements:step-new": door(PLAN_INTAKES),
    "placements:step-change": door(PLAN_INTAKES, at="step", rest=403),
    "placements:task-detail": planned(at="task"),
    "placements:task-done": planned(at="task"),
    "placements:task-drop": planned(at="task"),
    "placements:task-reopen": post(PLAN_INTAKES, at="task", shut=SEE_INTAKES),
    "placements:cohort-example": door(PLAN_INTAKES),
    "placements:cohort-detail": door(PLAN_INTAKES, at="cohort"),
    "placements:cohort-confirm": post(PLAN_INTAKES, at="cohort"),
    "placements:cohort-discard": post(PLAN_INTAKES, at="cohort"),
    "placements:cohort-undo": post(PLAN_INTAKES, at="cohort"),
    "placements:cohort-refused": door(PLAN_INTAKES, at="cohort"),
}

CHANGES = {
    "placements:change-list": door(OF_PLACEMENT, at="placement", shut="gm"),
    **{
        f"placements:{name}": door("tm", at="placement", shut=IN_PLACEMENT)
        for name in (
            "placement-defer",
            "placement-extend",
            "placement-suspend",
            "placement-reinstate",
            "placement-educator",
            "educator-take-back",
            "placement-end",
            "cover-start",
        )
    },
    "placements:cover-end": door("tm", at="cover", shut=IN_PLACEMENT),
    # Whoever covers hands back; the one of this world has not begun.
    "placements:cover-hand-back": door("", at="cover", shut=IN_PLACEMENT),
    "placements:leftover-list": door("pe tm"),
    "placements:leftover-settle": door(
        "pe tm", at=lambda world: {"pk": world.left_placement.pk, "record": world.left.pk}
    ),
}
# Named on the concern, or responsible: nobody else knows that there is one.
CONCERN = {
    "placements:concern-list": door("student pe sw tm gm tutor outsider"),
    "placements:concern-raise": door("pe tm", at="placement", shut=IN_PLACEMENT),
    "placements:concern-detail": door("student pe tm tutor", at="concern"),
    "placements:concern-point-add": door("pe tm", at="concern", shut="student tutor"),
    "placements:concern-name": door("pe tm", at="concern", shut="student tutor"),
    "placements:concern-move": door(
        "pe tm",
        at=lambda world: {"pk": world.concern.pk, "move": "stage_one"},
        shut="student tutor",
    ),
    "placements:concern-speak": door("student tutor", at="concern_step", shut="pe tm"),
    "placements:concern-point": door("pe tm", at="concern_point", shut="student tutor"),
    "placements:concern-unname": post("pe tm", at="concern_named", shut="student tutor"),
}
KEEP_FEES = "tm business_support"
MONEY = {
    **{
        f"placements:{name}": door(KEEP_FEES)
        for name in (
            "fee-list",
            "fee-sheet",
            "claim-new",
            "rate-list",
            "fee-rate-new",
            "mileage-rate-new",
        )
    },
    **{
        f"placements:{name}": door(KEEP_FEES, at="claim")
        for name in ("claim-detail", "claim-sheet", "claim-send", "claim-pay")
    },
    "placements:claim-discard": post(KEEP_FEES, at="claim"),
    **{
        f"placements:{name}": door(f"student pe {KEEP_FEES}", at="placement", shut=IN_PLACEMENT)
        for name in ("journey-list", "journey-sheet")
    },
    "placements:journey-new": door("student", at="placement", shut=IN_PLACEMENT),
    "placements:journey-repay": door(KEEP_FEES, at="placement", shut=IN_PLACEMENT),
    "placements:journey-remove": post("student", at="journey", shut=f"pe {KEEP_FEES}"),
}


def kind(name: str, at: str = "placement") -> Callable[[Any], dict[str, Any]]:
    """The address of one kind of a placement's meetings, steps or reports."""
    return lambda world: {"pk": getattr(world, at).pk, "kind": name}


# Only who answers for the student today, or is the student, writes or answers.
LEDGER = {
    "placements:day-calendar": door(OF_PLACEMENT, at="placement", shut="gm"),
    "placements:day-record": door("student", at="placement", shut=IN_PLACEMENT),
    "placements:day-tap": post("student", at="placement", shut=IN_PLACEMENT),
    "placements:week-record": post("student", at="placement", shut=IN_PLACEMENT),
    "placements:week-confirm": post("pe", at="placement", shut=IN_PLACEMENT),
    "placements:day-reopen": post("pe", at="day", shut=IN_PLACEMENT),
}
AGREEMENT = {
    "placements:agreement-chase": door("student pe sw tm business_support auditor tutor outsider"),
    # The newest version is where they are led.
    "placements:agreement-current": door(OF_PLACEMENT, at="placement", shut="gm", status=302),
    "placements:agreement-start": post("student pe", at="placement", shut=IN_PLACEMENT),
    "placements:agreement-detail": door(OF_PLACEMENT, at="agreement", shut="gm"),
    "placements:agreement-print": door(OF_PLACEMENT, at="agreement", shut="gm"),
    # It was sent, and so is no draft to write in any more.
    "placements:agreement-edit": door("student pe", at="agreement", shut=IN_PLACEMENT, status=302),
    "placements:agreement-send": post("student pe", at="agreement", shut=IN_PLACEMENT),
    "placements:agreement-take-back": post("student pe", at="agreement", shut=IN_PLACEMENT),
    # The educator agreed by sending it; the manager answers for a tutor who does not sign in.
    "placements:agreement-answer": door("pe tm", at="agreement", shut=IN_PLACEMENT, status=302)
    | door("student tutor", at="agreement", shut=IN_PLACEMENT),
    "placements:agreement-private": door("pe tm", at="agreement", shut=IN_PLACEMENT),
}
READ_SENT_REPORT = "student pe tm"
TIMELINE = {
    "placements:timeline": door(OF_PLACEMENT, at="placement", shut="gm"),
    "placements:what-if": door(OF_PLACEMENT, at="placement", shut="gm"),
    "placements:meeting-plan": door("pe tm", at=kind("interim"), shut=IN_PLACEMENT),
    "placements:meeting-hold": door("pe tm", at=kind("interim"), shut=IN_PLACEMENT),
    "placements:meeting-detail": door(OF_PLACEMENT, at="placement_meeting", shut="gm"),
    "placements:step-record": door("student pe tm", at=kind("people"), shut=IN_PLACEMENT),
    "placements:step-remove": post("pe tm", at="placement_step", shut=IN_PLACEMENT),
    "placements:feedback-give": door("student pe tutor", at="placement", shut=IN_PLACEMENT),
    "placements:report-start": door("pe", at=kind("final"), shut=IN_PLACEMENT),
    # Sent to the student and not signed: for the university it does not exist yet.
    "placements:report-detail": door(READ_SENT_REPORT, at="report"),
    "placements:report-edit": door("pe", at="report", shut=READ_SENT_REPORT, status=302),
    "placements:report-send": post("pe", at="report", shut=READ_SENT_REPORT),
    "placements:report-withdraw": post("pe", at="report", shut=READ_SENT_REPORT),
    "placements:report-return": door("student", at="report", shut=READ_SENT_REPORT),
    "placements:report-sign": door("student", at="report", shut=READ_SENT_REPORT),
    "placements:destination-keep": door(
        "student tm business_support", at="placement", shut=IN_PLACEMENT
    ),
    "placements:destination-withdraw": post(
        "student tm business_support", at="destination", shut="gm"
    ),
    "placements:destination-list": door("tm gm business_support"),
}
# What a university asks is no secret to staff; its tutor reads and confirms their own.
READ_RULES = "student pe sw tm business_support auditor tutor outsider"
UNIVERSITY_RULES = {
    "placements:rule-list": door(READ_RULES),
    "placements:rule-new": door(PLAN_INTAKES),
    "placements:rule-detail": door(READ_RULES, at="university_rule", rest=403),
    "placements:rule-change": door(PLAN_INTAKES, at="university_rule", rest=403),
    "placements:rule-next": door(PLAN_INTAKES, at="university_rule", rest=403),
    "placements:rule-confirm": door(
        f"{PLAN_INTAKES} tutor",
        at=lambda w: {"pk": w.university_rule.pk, "fact": "days"},
        rest=403,
    ),
}

PLACEMENTS = {
    # A student has one placement, and is led to it.
    "placements:placement-list": door("student", status=302)
    | door("pe sw tm business_support auditor tutor outsider"),
    "placements:placement-start": door("tm"),
    "placements:placement-detail": door(OF_PLACEMENT, at="placement", shut="gm"),
    "placements:placement-end": door("tm", at="placement", shut=IN_PLACEMENT),
    **LEDGER,
    **AGREEMENT,
    **TIMELINE,
    **UNIVERSITY_RULES,
    "placements:day-record": door("student", at="placement", shut=IN_PLACEMENT),
    "placements:week-confirm": post("pe", at="placement", shut=IN_PLACEMENT),
    "placements:day-reopen": post("pe", at="day", shut=IN_PLACEMENT),
    **CHECKS,
    **PEOPLE,
    **INTAKE,
    **CHANGES,
    **CONCERN,
    **MONEY,
}
