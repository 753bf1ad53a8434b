"""The clock rules the portal ships with, each with its source and how far it was checked.

Read by a migration, which turns each entry into a `ClockRule`. A change of law or guidance is a new
edition in a new migration, never an edit here: running deadlines keep the edition they began under.
Local rules are defaults that nobody at the council has confirmed; an administrator replaces them.
"""

from datetime import date
from typing import Any

WT2023 = "Working Together 2023"
WT2026 = "Working Together 2026"
WT2026_FROM = date(2026, 3, 18)
DEFAULT = "Shipped default"

UNVERIFIED_LOCAL = (
    "Local default, unverified: no national figure exists. Replace it with your own policy."
)
CARRIED_OVER = (
    "Limit carried over from the 2023 guidance; not yet checked against the text of 2026."
)
FROM_MEMORY = "Stated from memory of the law; to be checked against its text."

IN_NEED = "Children in need, from the council's referral"
PROTECTION = "Child protection"
LOOKED_AFTER = "Looked-after children; a rule only, until legal status is recorded here"


def _guidance(**rule: Any) -> list[dict[str, Any]]:
    """One entry for each edition of Working Together; the older holds for earlier starts too."""
    note, status = rule.pop("note", ""), rule.pop("status")
    return [
        rule
        | {
            "kind": "legal",
            "edition": WT2023,
            "effective_to": date(2026, 3, 17),
            "status": status,
            "note": note,
        },
        rule
        | {
            "kind": "legal",
            "edition": WT2026,
            "effective_from": WT2026_FROM,
            "status": "part",
            "note": f"{CARRIED_OVER} {note}".strip(),
        },
    ]


def _law(**rule: Any) -> list[dict[str, Any]]:
    return [{"kind": "legal", "status": "verified"} | rule]


def _local(**rule: Any) -> list[dict[str, Any]]:
    return [
        {
            "kind": "local",
            "edition": DEFAULT,
            "status": "unverified",
            "is_pausable": True,
            "note": UNVERIFIED_LOCAL,
        }
        | rule
    ]


SHIPPED_RULES: list[dict[str, Any]] = [
    *_guidance(
        code="C1",
        title="Decision on the referral",
        start_event="referral received",
        stop_event="Decision on next steps recorded by a social worker or manager; referrer told",
        scope="Referrals and requests",
        limits=[1],
        limit_unit="working_days",
        warn_at=1,
        status="verified",
        source="Working Together to Safeguard Children; LG Inform Plus metric 2234",
        note="The performance figure KPISC1 measures 24 hours; this is one working day.",
    ),
    *_guidance(
        code="C2",
        title="Child and family assessment",
        start_event="point of referral",
        stop_event="Assessment authorised by the team manager",
        scope=IN_NEED,
        limits=[45],
        limit_unit="working_days",
        warn_at=10,
        status="verified",
        source="Working Together to Safeguard Children; Children Act 1989 s.17",
        note="From the referral, not from allocation. Going over needs a recorded reason.",
    ),
    *_local(
        code="C3",
        title="Assessment checkpoint",
        start_event="point of referral",
        stop_event="Manager's review note",
        scope=IN_NEED,
        limits=[10, 20, 30],
        limit_unit="working_days",
        later_from="start",
        warn_at=2,
        source="Proposal; other councils use checkpoints inside the 45 days",
    ),
    *_local(
        code="C4",
        title="Strategy discussion",
        start_event="reasonable cause to suspect significant harm",
        stop_event="Discussion held with social care, police and health",
        scope=PROTECTION,
        limits=[3],
        limit_unit="working_days",
        warn_at=2,
        source="Some councils' procedures; national guidance says as soon as possible",
    ),
    *_guidance(
        code="C5",
        title="Initial child protection conference",
        start_event="strategy discussion at which the s.47 enquiry was initiated",
        stop_event="Conference held, or the decision that none is required",
        scope=PROTECTION,
        limits=[15],
        limit_unit="working_days",
        warn_at=5,
        status="verified",
        source="Working Together to Safeguard Children; Children Act 1989 s.47",
        note="With several strategy discussions the one that began the enquiry counts.",
    ),
    *_guidance(
        code="C6",
        title="Transfer-in conference",
        start_event="receiving council told of the move",
        stop_event="Conference held in the new area",
        scope=PROTECTION,
        limits=[15],
        limit_unit="working_days",
        warn_at=5,
        status="part",
        source="Department for Education census guidance on transfer-in conferences",
        note="The limit itself is stated from memory.",
    ),
    *_guidance(
        code="C7",
        title="First core group",
        start_event="initial child protection conference",
        stop_event="Meeting held",
        scope=PROTECTION,
        limits=[10],
        limit_unit="working_days",
        warn_at=3,
        status="part",
        source="Working Together to Safeguard Children; checked in council procedures",
    ),
    *_local(
        code="C8",
        title="Later core group",
        start_event="previous core group",
        stop_event="Meeting held",
        scope=PROTECTION,
        limits=[6],
        limit_unit="weeks",
        warn_at=5,
        source="Council procedures range from 4 to 6 weeks",
    ),
    *_guidance(
        code="C9",
        title="First review conference",
        start_event="initial child protection conference",
        stop_event="Review held",
        scope=PROTECTION,
        limits=[3],
        limit_unit="months",
        warn_at=15,
        status="verified",
        source="Working Together to Safeguard Children",
        note="The law does not move the limit to a working day: book by the one before.",
    ),
    *_guidance(
        code="C10",
        title="Later review conference",
        start_event="previous review conference",
        stop_event="Review held",
        scope=PROTECTION,
        limits=[6],
        limit_unit="months",
        warn_at=20,
        status="verified",
        source="Working Together to Safeguard Children",
    ),
    *_local(
        code="C11",
        title="Child protection visit",
        start_event="start of the plan, or the last visit at which the child was seen",
        stop_event="Child seen by a registered worker",
        scope=PROTECTION,
        limits=[10],
        limit_unit="working_days",
        later_from="previous",
        warn_at=3,
        source="Council procedures range from 10 working days to 4 weeks; KPISC7 counts 20 days",
    ),
    *_local(
        code="C12",
        title="Child in need planning meeting",
        start_event="decision for a child in need plan",
        stop_event="Meeting held and plan shared",
        scope=IN_NEED,
        limits=[15],
        limit_unit="working_days",
        warn_at=5,
        source="Example of another council's procedures",
    ),
    *_local(
        code="C13",
        title="Child in need review",
        start_event="start of the plan, or the last review",
        stop_event="Review held",
        scope=IN_NEED,
        limits=[6],
        limit_unit="weeks",
        later_from="previous",
        warn_at=5,
        source="Proposal; elsewhere often 3 months, then 6",
    ),
    *_local(
        code="C14",
        title="Child in need visit",
        start_event="start of the plan, or the last visit",
        stop_event="Child seen and the visit submitted",
        scope=IN_NEED,
        limits=[20],
        limit_unit="working_days",
        later_from="previous",
        warn_at=5,
        source="Proposal",
    ),
    *_law(
        code="C15",
        edition="Care Planning Regulations 2010",
        title="First looked-after review",
        start_event="child becomes looked after",
        stop_event="Review held",
        scope=LOOKED_AFTER,
        limits=[20],
        limit_unit="working_days",
        warn_at=5,
        source="Care Planning, Placement and Case Review Regulations 2010, reg. 33(1)",
    ),
    *_law(
        code="C16",
        edition="Care Planning Regulations 2010",
        title="Second looked-after review",
        start_event="first review",
        stop_event="Review held",
        scope=LOOKED_AFTER,
        limits=[3],
        limit_unit="months",
        warn_at=10,
        source="Care Planning, Placement and Case Review Regulations 2010, reg. 33(2)",
    ),
    *_law(
        code="C17",
        edition="Care Planning Regulations 2010",
        title="Later looked-after review",
        start_event="previous review",
        stop_event="Review held",
        scope=LOOKED_AFTER,
        limits=[6],
        limit_unit="months",
        warn_at=20,
        source="Care Planning, Placement and Case Review Regulations 2010, reg. 33(2) and (3)",
        note="Earlier if the independent reviewing officer asks.",
    ),
    *_law(
        code="C18",
        edition="Care Planning Regulations 2010",
        title="Looked-after visit",
        start_event="start of the placement, then each visit",
        stop_event="Visit by the authority's representative",
        scope=LOOKED_AFTER,
        limits=[1, 6],
        limit_unit="weeks",
        later_from="previous",
        warn_at=2,
        source="Care Planning, Placement and Case Review Regulations 2010, reg. 28",
        note=(
            "After the first year 3 months where the placement is meant to last until 18. Weekly "
            "until the first review, then 4 weeks, for a temporary connected person or an interim "
            "care order at home (reg. 28(4))."
        ),
    ),
    *_local(
        code="C19",
        title="Allocation to a qualified worker",
        start_event="referral accepted, or the last worker left",
        stop_event="Allocated to a registered social worker",
        scope="Every open episode",
        limits=[5],
        limit_unit="working_days",
        warn_at=2,
        status="part",
        source="Performance indicator KPISC11: without an allocated worker for 5 days",
        note="The indicator states no unit; working days assumed. A student does not stop it.",
        is_pausable=False,
    ),
    *_law(
        code="C20",
        edition="Children Act 1989",
        title="Police protection",
        start_event="child taken into police protection",
        stop_event="Release or order",
        scope=PROTECTION,
        limits=[72],
        limit_unit="hours",
        warn_at=24,
        status="unverified",
        source="Children Act 1989 s.46",
        note=FROM_MEMORY,
    ),
    *_law(
        code="C21",
        edition="Missing from home or care 2014",
        title="Return-home interview",
        start_event="missing child found",
        stop_event="Interview held",
        scope="Children who went missing",
        limits=[72],
        limit_unit="hours",
        warn_at=24,
        status="unverified",
        source="Statutory guidance on children who run away or go missing, 2014",
        note=FROM_MEMORY,
    ),
    *_local(
        code="C22",
        title="Case note",
        start_event="visit or contact",
        stop_event="Note finalised",
        scope="Every record of direct work",
        limits=[48],
        limit_unit="hours",
        warn_at=12,
        source="Example of another council's procedures",
    ),
    *_law(
        code="C23",
        edition="UK GDPR",
        title="Subject access request",
        start_event="valid request with identity known",
        stop_event="Response sent",
        scope="Requests for one's own records",
        limits=[1, 3],
        limit_unit="months",
        later_from="start",
        warn_at=10,
        is_pausable=True,
        source="UK GDPR art. 12(3); law firm's summary of the Data (Use and Access) Act 2025",
        note="Two further months if complex. The clock stops while the request is being clarified.",
        status="part",
    ),
    {
        "code": "KPISC1",
        "kind": "measure",
        "edition": "Business Plan 2021/22",
        "title": "Referral decided within 24 hours",
        "start_event": "referral received",
        "stop_event": "Decision on next steps recorded",
        "scope": "A measure only: the deadline is C1",
        "limits": [24],
        "limit_unit": "hours",
        "warn_at": 0,
        "status": "part",
        "source": "Worcestershire Children First Business Plan 2021/22, appendix 2",
        "note": "What the indicator means by 24 hours is to be confirmed; hours are counted.",
    },
]

# Rules that came after the first ones were shipped; each list is read by its own migration.
ACCESS_AND_ONWARD_RULES: list[dict[str, Any]] = [
    *_local(
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
    *_local(
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

INTAKE_SOURCE = "The service's own choice; no national figure exists"
INTAKE_RULES: list[dict[str, Any]] = [
    *_local(
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
    *_local(
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
    *_local(
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
    *_local(
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
    *_local(
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

# Who is told when: (root type, stage, moment, wait in working days, whom). An empty root type holds
# for every kind of root that has no steps of its own.
SHIPPED_STEPS: list[tuple[str, int, str, int, str]] = [
    ("", 1, "nearing", 0, "owner"),
    ("", 2, "due", 0, "owner"),
    ("", 3, "overdue", 0, "owner"),
    ("", 4, "overdue", 1, "manager"),
    ("", 4, "overdue", 1, "team"),
    ("", 4, "overdue", 1, "copied"),
    ("placements.placement", 1, "nearing", 0, "owner"),
    ("placements.placement", 2, "due", 0, "owner"),
    ("placements.placement", 3, "overdue", 0, "owner"),
    ("placements.placement", 4, "overdue", 1, "answers"),
    ("placements.placement", 4, "overdue", 1, "copied"),
    ("placements.placement", 5, "overdue", 3, "team"),
]
