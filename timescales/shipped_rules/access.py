"""The clocks of emergency access and of onward referrals."""

from typing import Any

from timescales.shipped_rules.kinds import local

ACCESS_AND_ONWARD_RULES: list[dict[str, Any]] = [
    *local(
        code="C24",
        title="Review of an emergency access",
        start_event="a restricted record opened in an emergency",
        stop_event="A manager reviewed it",
        scope="Every emergency access to a restricted record",
        limits=[2],
        limit_unit="working_days",
        warn_at=1,
        status="part",
        source="The service's own access policy: reviewed within two working days",
        is_pausable=False,
    ),
    *local(
        code="C25",
        title="Reply to an onward referral",
        start_event="onward referral sent",
        stop_event="The agency accepted or rejected it, or it was taken back",
        scope="Every onward referral to another agency",
        limits=[10],
        limit_unit="working_days",
        warn_at=2,
        source="The service's own choice",
    ),
]
