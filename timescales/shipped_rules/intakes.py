"""The clocks of checks, induction, registration and an intake's tasks."""

from typing import Any

from timescales.shipped_rules.kinds import local

INTAKE_SOURCE = "The service's own choice; no national figure exists"
INTAKE_RULES: list[dict[str, Any]] = [
    *local(
        code="I1",
        title="Check before a placement",
        start_event="four weeks before the first day of the placement",
        stop_event="Seen and verified",
        scope="Every check on an intake's list",
        limits=[28],
        limit_unit="calendar_days",
        warn_at=15,
        source=INTAKE_SOURCE,
        note="Due on the first day itself. Children's records stay shut until the critical ones "
        "are verified, whatever this clock says.",
        is_pausable=False,
    ),
    *local(
        code="I2",
        title="Renewal of a check",
        start_event="day the check was seen",
        stop_event="Verified again, for longer",
        scope="Every verified check that has a last day; the limit is what the paper says",
        limits=[365],
        limit_unit="calendar_days",
        warn_at=20,
        source=INTAKE_SOURCE,
        note="Children's records shut by themselves after the last day of a critical check.",
        is_pausable=False,
    ),
    *local(
        code="I3",
        title="Part of the induction",
        start_event="first day of the placement",
        stop_event="The student had it",
        scope="Every part of an intake's induction; its own number of days may be set there",
        limits=[10],
        limit_unit="working_days",
        warn_at=5,
        source="Induction in weeks one and two: usual practice of universities",
    ),
    *local(
        code="I4",
        title="Renewal of registration",
        start_event="renewals open, 90 days before the registration ends",
        stop_event="Renewed, and the new last day recorded",
        scope="Every practice educator",
        limits=[90],
        limit_unit="calendar_days",
        warn_at=40,
        source="Social Work England: registration is renewed by 30 November each year",
        is_pausable=False,
    ),
    *local(
        code="I5",
        title="Task of an intake",
        start_event="the intake was planned",
        stop_event="Done, or not needed for this intake",
        scope="Every task of an intake; the year wheel sets its day",
        limits=[0],
        limit_unit="calendar_days",
        warn_at=5,
        source=INTAKE_SOURCE,
        is_pausable=False,
    ),
]
