"""What placements ship with: a standard checklist, the steps of the year wheel, what a student asks
of an educator. Read by a migration; from then on these are rows that the team changes.

Source: handbooks of universities and the service's own practice, collected and not verified; every
row says so until somebody replaces it.
"""

from datetime import date
from decimal import Decimal
from typing import Any

UNVERIFIED = "Usual practice of universities and councils. Not verified."
BEFORE, INDUCTION = "before", "induction"


def _before(code: str, title: str, looks_like: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return code, {"part": BEFORE, "title": title, "what_it_looks_like": looks_like} | more


def _shown(title: str, looks_like: str, within_days: int) -> tuple[str, dict[str, Any]]:
    return "", {
        "part": INDUCTION,
        "title": title,
        "what_it_looks_like": looks_like,
        "within_days": within_days,
    }


CRITICAL = {"is_critical": True}
# The first word of each is the code under which the portal knew the check before lists were data.
STANDARD_LIST: list[tuple[str, dict[str, Any]]] = [
    _before(
        "dbs",
        "Enhanced DBS certificate",
        "The certificate itself or the update service, with the children's barred list. Note when "
        "it was seen and until when the service trusts it; never its number.",
        **CRITICAL,
    ),
    _before(
        "",
        "Right to work",
        "Passport, or the share code looked up by us. A student visa has a last day.",
        **CRITICAL,
    ),
    _before(
        "suitability",
        "Suitability confirmed by the university",
        "The university's own statement: ready for direct practice, no open concern.",
        **CRITICAL,
    ),
    _before(
        "information",
        "Information governance and GDPR training",
        "The council's course, passed within the last year.",
        **CRITICAL,
    ),
    _before(
        "confidentiality",
        "Confidentiality agreement",
        "Signed by the student; the signed copy is with business support.",
        **CRITICAL,
    ),
    _before(
        "conflicts",
        "Conflicts of interest asked",
        "The student was asked which children, families or schools they know, and declared them.",
        **CRITICAL,
    ),
    _before(
        "",
        "Lone working talked through",
        "Risk assessment read, telephone number known, buddy named, the code word agreed.",
        **CRITICAL,
    ),
    _before(
        "",
        "Safeguarding training",
        "The partnership's basic course, or the university's of the same standard.",
    ),
    _before(
        "",
        "Health questionnaire",
        "Occupational health says fit, or fit with adjustments. What they are is not kept here.",
    ),
    _before(
        "",
        "Learning needs and adjustments asked",
        "The student's profile says what they need. Adjustments are seen by educator and manager.",
    ),
    _before(
        "",
        "Driving: licence, business insurance, MOT",
        "All three seen, where the student drives to families.",
        ends=True,
    ),
    _before("", "Laptop, telephone and sign-in ready", "Collected by the student and tried once."),
    _shown("Welcome and who is who", "An hour with the educator; desk, badge, team list.", 1),
    _shown(
        "Health and safety, fire, first aid", "Walk round the building with business support.", 1
    ),
    _shown(
        "Lone working in practice", "Out with somebody; sign out and in; what to do if afraid.", 3
    ),
    _shown("Safeguarding: what to do the same day", "Whom to ring, in what order, with a case.", 3),
    _shown("Recording and the portal", "Write one practice record and have it countersigned.", 5),
    _shown("Confidentiality on the telephone and by mail", "Three short exercises in pairs.", 5),
    _shown("Signs of Safety", "Half a day with the team; map one practice family together.", 10),
    _shown(
        "A day with Early Help", "Shadow a worker; note three things to bring to supervision.", 10
    ),
    _shown("A day with an assessment team", "Shadow a visit and the write-up.", 10),
    _shown("A morning in a school", "Meet the safeguarding lead; see a drop-in.", 10),
    _shown(
        "Whistleblowing and whom to go to", "Names and numbers, inside and outside the team.", 5
    ),
]

TEAM_MANAGER, BUSINESS_SUPPORT = "team_manager", "business_support"
# (weeks from the first day, title, what to do, who)
WHEEL: list[tuple[int, str, str, str]] = [
    (-26, "Ask educators for hours and desks", "Bring each profile up to date.", TEAM_MANAGER),
    (-24, "Decide how many places there are room for", "The board says how.", TEAM_MANAGER),
    (-22, "Offer places to universities", "One offer for each length.", BUSINESS_SUPPORT),
    (-16, "Have every university's answer", "Ring those who have not answered.", BUSINESS_SUPPORT),
    (-12, "Have the students' names", "Import the university's list.", BUSINESS_SUPPORT),
    (-10, "Match students to educators", "Each choice with its reason.", TEAM_MANAGER),
    (-8, "Informal meetings", "Educator, student; travel, needs, adjustments.", TEAM_MANAGER),
    (-6, "Send for DBS and right to work", "Ask the student for the papers.", BUSINESS_SUPPORT),
    (-3, "Order laptops, telephones and badges", "With the sign-ins.", BUSINESS_SUPPORT),
    (-2, "Verify every critical check", "Nobody opens a record without.", TEAM_MANAGER),
    (-1, "Plan the induction fortnight", "Who shows what on which day.", BUSINESS_SUPPORT),
    (2, "Look at who has had the induction", "The intake's page shows it.", TEAM_MANAGER),
    (10, "Midway: are the reports on their way?", "Ask each educator.", TEAM_MANAGER),
    (24, "Ask students and educators how it was", "What to change next year.", TEAM_MANAGER),
]

EDUCATING_RULE: dict[str, Any] = {
    "starts_on": date(2021, 9, 1),
    "why": "Shipped default",
    "hours_per_student": Decimal("4"),
    "work_per_student": Decimal("3"),
    "currency_years": 2,
    "source": "Hours and work: the service's own choice. Two years: educator standards, as a "
    "text of 2013 tells them. Not verified.",
    "is_verified": False,
}

# Sources say what was paid once; what is paid today each university and the service confirm.
FEE_RATE: dict[str, Any] = {
    "starts_on": date(2014, 9, 1),
    "amount": Decimal("20.00"),
    "source": (
        "Flat government fee of £20 a placement day since 2014 (Community Care, 20 May 2014). "
        "Not verified for today."
    ),
    "why": "Shipped default",
}
MILEAGE_RATE: dict[str, Any] = {
    "starts_on": date(2011, 4, 6),
    "amount": Decimal("0.450"),
    "source": (
        "HMRC approved mileage allowance for a car, 45p for the first 10,000 miles. "
        "Not verified for today."
    ),
    "why": "Shipped default",
}
