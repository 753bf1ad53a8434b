"""People and permissions in words, as the pages of this room show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateformat import format as as_text
from django.utils.timezone import localtime

from accounts.models import (
    ChildrenAccess,
    Dated,
    Deputyship,
    Person,
    Refusal,
    ReportingLine,
    TeamMembership,
    in_force,
)
from accounts.permissions import Permission as P
from accounts.roles import MAY_HAVE_DEPUTY, ROLE_PERMISSIONS, Role

ROOMS = {
    "accounts": "People and sign-in",
    "notices": "Notices",
    "records": "Records",
    "partners": "Schools, universities and agencies",
    "timescales": "Clocks and rules",
    "casework": "Children",
    "placements": "Placements",
    "schools": "Work in schools",
    "supervision": "Supervision",
    "oversight": "Dashboards",
}
# Each verb as the end of a sentence that begins with a role: "A team manager may …".
VERBS = {
    P.ACCOUNT_OWN: "Use their own account",
    P.PEOPLE_VIEW: "See everybody who can sign in",
    P.PEOPLE_EDIT: "Add people, change roles and end access",
    P.MATRIX_VIEW: "See this page",
    P.REFUSALS_VIEW: "See which doors stayed shut to whom",
    P.NOTICES_OWN: "Read their own notices",
    P.UNSENT_OWN: "Have text kept that they have not sent yet",
    P.READ_LOG_VIEW: "See who opened a child's record",
    P.ATTACHMENT_VIEW: "Open attachments",
    P.ATTACHMENT_ADD: "Add attachments",
    P.PARTNERS_VIEW: "See schools, universities and agencies",
    P.PARTNERS_EDIT: "Change schools, universities and agencies",
    P.SCHOOLS_IMPORT: "Import the national register of schools",
    P.RULES_VIEW: "See the clock rules and where they come from",
    P.RULES_EDIT: "Add a new edition of a clock rule, and extra holidays",
    P.DEADLINE_VIEW: "See clocks and what is due",
    P.DEADLINE_PAUSE: "Pause a clock that may be paused, with a reason",
    P.GATE_OPEN: "Let reminders start for work that was loaded on day one",
    P.BREACH_REASON_GIVE: "Give the reason for a missed clock",
    P.OPERATIONS_VIEW: "See whether background work runs",
    P.CHILD_VIEW: "Open a child's page",
    P.CHILD_FIND: "Find a child",
    P.CHILD_EDIT: "Change a child's facts and family",
    P.CHILD_RESTRICT: "Restrict a child's record to named people",
    P.GLASS_BREAK: "Open a restricted record in an emergency",
    P.GLASS_REVIEW: "Review emergency access to restricted records",
    P.CHILD_CHECK_DUPLICATE: "Check across the team whether a child is known",
    P.CHILD_MERGE: "Merge two records of one child, and take them apart again",
    P.CONFLICT_DECLARE: "Declare a conflict of interest",
    P.CONFLICT_VIEW: "See and settle declared conflicts of interest",
    P.CHRONOLOGY_VIEW: "Read the chronology",
    P.DECISION_VIEW: "Read decisions and actions",
    P.DECISION_ADVISE: "Advise a decision, for the accountable worker to confirm",
    P.DECISION_CONFIRM: "Confirm or decline a decision that was advised",
    P.EPISODE_VIEW: "See open work and who does it",
    P.EPISODE_OPEN: "Open work with a child",
    P.EPISODE_PROPOSE: "Propose to close work with a child",
    P.EPISODE_CLOSE: "Close work with a child, step it up or down, or open it again",
    P.CHILD_END: "Record that a child has died",
    P.RECORD_MOVE: "Move what was written on the wrong child's record",
    P.GOODBYE_PLAN: "Plan a goodbye when a student leaves a child",
    P.ONWARD_REFER: "Refer a child onward to another agency",
    P.ALLOCATE: "Allocate a child to workers and students",
    P.FAMILY_VIEW: "See a child's family",
    P.ADDRESS_REVEAL: "Show an address that must not be disclosed, in the log",
    P.EDUCATION_VIEW: "See attendance and other education facts",
    P.EDUCATION_RECORD: "Record education facts",
    P.CONTEXT_VIEW: "See contexts, exploitation and missing episodes",
    P.CONTEXT_RECORD: "Record contexts, exploitation and missing episodes",
    P.REQUEST_CREATE: "Ask for work with a child",
    P.REQUEST_VIEW: "See requests",
    P.REQUEST_DECIDE: "Accept or refuse a request",
    P.CONSENT_VIEW: "Read the consent record",
    P.CONSENT_RECORD: "Record consent given or withdrawn",
    P.CONSENT_EXCEPT: "Record why work goes on without consent",
    P.DIRECT_WORK_VIEW: "Read direct work",
    P.DIRECT_WORK_RECORD: "Record direct work",
    P.DIRECT_WORK_COUNTERSIGN: "Countersign or return direct work",
    P.PLAN_VIEW: "Read plans, their reviews and safety plans",
    P.PLAN_WRITE: "Draft plans, reviews and safety plans, and record who agreed",
    P.PLAN_COUNTERSIGN: "Countersign or return a plan",
    P.PLAN_AUTHORISE: "Authorise a plan",
    P.PLAN_MANAGE: "Start and end a child in need plan, and put its dates right",
    P.TOOL_EDIT: "Add tools to the library and change them",
    P.LIFE_STORY_AUTHORISE: "Approve a life story book",
    P.CHRONOLOGY_CURATE: "Choose and weigh the entries of a chronology",
    P.CHRONOLOGY_FINISH: "Finish a version of a chronology",
    P.ASSESSMENT_VIEW: "Read assessments",
    P.ASSESSMENT_WRITE: "Write assessments of children they work with",
    P.ASSESSMENT_COUNTERSIGN: "Countersign assessments of children they answer for",
    P.ASSESSMENT_AUTHORISE: "Authorise assessments of the workers they manage",
    P.ASSESSMENT_REVIEW: "Review how an assessment is coming on",
    P.ASSESSMENT_NOTE: "Leave their student a learning note on an assessment",
    P.MEETING_VIEW: "See meetings about a child, and their minutes",
    P.MEETING_PLAN: "Plan, move and cancel meetings, and ask people to them",
    P.MEETING_HOLD: "Record that a meeting was held",
    P.MINUTES_WRITE: "Write minutes",
    P.MINUTES_SIGN: "Sign minutes, or return them",
    P.PROTECTION_VIEW: "See child protection enquiries and conferences",
    P.PROTECTION_CONTRIBUTE: "Write parts of a child protection enquiry that others lead",
    P.PROTECTION_LEAD: "Lead child protection enquiries and record what conferences decided",
    P.PROTECTION_AGREE: "Agree or return what an enquiry concluded",
    P.PLACEMENT_VIEW: "See placements",
    P.PLACEMENT_MANAGE: "Start, change and end placements and check their papers",
    P.PLACEMENT_INDUCT: "Record what a student was shown in the induction",
    P.PROFILE_VIEW: "See profiles of students and practice educators",
    P.PROFILE_EDIT: "Keep profiles of students and practice educators",
    P.INTAKE_VIEW: "See intakes, capacity and the year wheel",
    P.INTAKE_MANAGE: "Plan intakes, offer places and import students",
    P.PLACEMENT_DAY_RECORD: "Record placement days",
    P.PLACEMENT_DAY_CONFIRM: "Confirm placement days",
    P.AGREEMENT_WRITE: "Write a practice learning agreement",
    P.AGREEMENT_ANSWER: "Agree to a practice learning agreement, or ask for a change",
    P.ADJUSTMENTS_KEEP: "See and keep what is done about a student's adjustments",
    P.STEP_RECORD: "Record steps of a placement: observations, feedback, portfolio, panel",
    P.MEETING_RECORD: "Arrange and record the meetings of a placement",
    P.REPORT_WRITE: "Write the interim and final report of a placement",
    P.REPORT_SIGN: "Comment on one's own report and sign it",
    P.PLACEMENT_FEEDBACK_GIVE: "Say how a placement went",
    P.DESTINATION_KEEP: "Keep where a student went, with their agreement",
    P.DESTINATION_VIEW: "See where students went who agreed to tell",
    P.UNIVERSITY_RULE_EDIT: "Change what a university asks of placements",
    P.UNIVERSITY_RULE_CONFIRM: "Confirm what a university asks of placements",
    P.LEFTOVER_SETTLE: "See to work that a student left open",
    P.COVER_HAND_BACK: "Hand a placement back after covering for its practice educator",
    P.CONCERN_VIEW: "See concerns about a placement that name them or are theirs to answer",
    P.CONCERN_RAISE: "Raise a concern about a placement and move it on",
    P.CONCERN_SPEAK: "Say in one's own words how one sees a concern",
    P.FEES_KEEP: "Keep fees of universities and repay journeys",
    P.TRAVEL_VIEW: "See journeys of a placement",
    P.TRAVEL_RECORD: "Enter one's own journeys",
    P.SCHOOL_GROUP_VIEW: "See work in schools",
    P.SCHOOL_LINK_EDIT: "Say who is the link worker of a school",
    P.DROP_IN_LOG: "Log a drop-in",
    P.SUPERVISION_VIEW: "Read supervision records",
    P.SUPERVISION_RECORD: "Record supervision",
    P.SUPERVISION_AGREE: "Agree a supervision record, and ask questions for it",
    P.SUPERVISION_COMPLIANCE: "See whether supervision happens as often as it should",
    P.EXTRACT_VIEW: "Read what is released to the university of a supervision",
    P.EXTRACT_RELEASE: "Release the learning of a supervision to the university",
    P.DASHBOARD_TEAM: "See the team's dashboard",
    P.DASHBOARD_STUDENTS: "See their students' work",
}
# Whose rows a role reaches with the verbs it holds; the rows themselves follow from dates.
REACH = {
    Role.STUDENT: "Children they are allocated to, once their checks are complete and until their "
    "recorded last day.",
    Role.PRACTICE_EDUCATOR: "Children of the students who answer to them.",
    Role.SOCIAL_WORKER: "Children they are allocated to.",
    Role.TEAM_MANAGER: "Every child of their team, except restricted ones they are not named on.",
    Role.GROUP_MANAGER: "Every child of the teams they are in, except restricted ones they are not "
    "named on.",
    Role.BUSINESS_SUPPORT: "Core facts of the team's children; no casework.",
    Role.QUALITY_AUDITOR: "Every child of the teams they are in, to read; nothing to change.",
    Role.UNIVERSITY_TUTOR: "Placements of their own students, and what of their supervision is "
    "released to the university. Never a child.",
    Role.SCHOOL_LEAD: "Their own school's requests and what came of them.",
    Role.ADMINISTRATOR: "People, rules and lists. No casework.",
}


@dataclass(frozen=True)
class RoleSummary:
    role: Role
    name: str
    reach: str
    count: int


@dataclass(frozen=True)
class Cell:
    role: str
    allowed: bool


@dataclass(frozen=True)
class VerbRow:
    words: str
    cells: list[Cell]
    who: str


@dataclass(frozen=True)
class Room:
    title: str
    verbs: list[VerbRow]


def words_of(permission: P) -> str:
    """A verb as a sentence without its subject: "Countersign or return direct work"."""
    return VERBS[permission]


def role_summaries() -> list[RoleSummary]:
    return [
        RoleSummary(role, role.label, REACH[role], len(ROLE_PERMISSIONS[role])) for role in Role
    ]


def matrix() -> list[Room]:
    """Every verb of every room against every role, read from the code that decides."""
    return [
        Room(title, [_row(permission) for permission in P if _room(permission) == room])
        for room, title in ROOMS.items()
    ]


def _room(permission: P) -> str:
    return permission.value.split(".")[0]


def _row(permission: P) -> VerbRow:
    cells = [Cell(role.label, permission in ROLE_PERMISSIONS[role]) for role in Role]
    holders = [cell.role for cell in cells if cell.allowed]
    who = "Everybody" if len(holders) == len(cells) else ", ".join(holders) or "Nobody yet"
    return VerbRow(words_of(permission), cells, who)


def day(on: date | None) -> str:
    return as_text(on, "j F Y") if on else ""


def period(starts_on: date, ends_on: date | None) -> str:
    return f"{day(starts_on)} to {day(ends_on)}" if ends_on else f"since {day(starts_on)}"


def access_state(person: Person, on: date) -> tuple[str, str]:
    """The state of somebody's access in words, and the kind of tag that shows it."""
    if not person.is_active:
        return "Switched off", "grey"
    if person.access_from and person.access_from > on:
        return f"From {day(person.access_from)}", "blue"
    if person.access_until and person.access_until < on:
        return f"Ended {day(person.access_until)}", "grey"
    if person.access_until:
        return f"Until {day(person.access_until)}", "amber"
    return "May sign in", "green"


def teams_on(person: Person, on: date) -> list[str]:
    memberships = person.memberships.filter(in_force(on)).select_related("team")
    return [row.team.name for row in memberships]


def about_oneself(person: Person, on: date) -> list[dict[str, object]]:
    """Rows of a summary list: what the portal knows about the one who asks."""
    rows = [
        {"key": "Name", "value": person.name},
        {"key": "E-mail address", "value": person.email},
        {"key": "Role", "value": person.get_role_display()},
        {"key": "Team", "value": teams_on(person, on) or "None"},
    ]
    if person.registration_number:
        rows.append({"key": "Social Work England number", "value": person.registration_number})
    acting = person.deputises_for.filter(in_force(on)).select_related("manager")
    if acting:
        rows.append(
            {
                "key": "You act for",
                "value": [f"{row.manager} until {day(row.ends_on)}" for row in acting],
            }
        )
    if person.access_until:
        rows.append({"key": "Your last day of access", "value": day(person.access_until)})
    return rows


def consequences_of_ending(person: Person, on: date) -> list[str]:
    """What ends with somebody's access, in sentences; what is already over is left out."""
    later = {"ends_on": None}
    sentences = [
        f"They leave {row.team}."
        for row in TeamMembership.objects.filter(person=person, **later).select_related("team")
    ]
    for line in ReportingLine.objects.filter(person=person, **later).select_related("answers_to"):
        sentences.append(f"They no longer answer to {line.answers_to}.")
    for line in ReportingLine.objects.filter(answers_to=person, **later).select_related("person"):
        sentences.append(
            f"{line.person} no longer answers to them. Give {line.person} somebody else first."
        )
    acting = Deputyship.objects.filter(in_force(on)).select_related("manager", "deputy")
    for row in acting.filter(manager=person):
        sentences.append(f"{row.deputy} stops acting for them.")
    for row in acting.filter(deputy=person):
        sentences.append(f"They stop acting for {row.manager}. Appoint another deputy.")
    if ChildrenAccess.objects.filter(in_force(on), person=person).exists():
        sentences.append("They can open no child's record from that midnight.")
    return sentences


# People pages


def may_have_deputy(person: Person) -> bool:
    return person.role in MAY_HAVE_DEPUTY


def rows_of(person: Person, related: str) -> QuerySet[Dated]:
    """The dated rows of one person, by the name of the relation."""
    return getattr(person, related).all()


def sentence_of(row: Dated) -> str:
    """What a dated row says: "Sam Student answers to Lorna Practice, since 6 January 2020"."""
    return f"{row}, {period(row.starts_on, row.ends_on)}."


def people_rows(people: Iterable[Person], on: date) -> list[list[object]]:
    """Cells of the list of people, each person loaded `with_teams`."""
    rows = []
    for person in people:
        text, kind = access_state(person, on)
        rows.append(
            [
                {
                    "text": person.name,
                    "href": reverse("accounts:person-detail", args=[person.pk]),
                    "hint": person.email,
                },
                person.get_role_display(),
                ", ".join(person.team_names) or "None",
                {"tag": text, "kind": kind},
            ]
        )
    return rows


def about_person(person: Person, has_second_factor: bool, on: date) -> list[dict[str, object]]:
    change = reverse("accounts:person-change", args=[person.pk])
    return [
        {"key": "E-mail address", "value": person.email, "href": change, "link": "Change"},
        {"key": "Role", "value": person.get_role_display(), "href": change, "link": "Change"},
        {"key": "Social Work England number", "value": person.registration_number},
        {"key": "Telephone", "value": person.phone},
        {"key": "Access", "value": access_state(person, on)[0]},
        {"key": "Second factor", "value": "On" if has_second_factor else "Off"},
        {"key": "Last signed in", "value": _moment(person.last_login)},
    ]


def _moment(at: datetime | None) -> str:
    return as_text(localtime(at), "j F Y, H:i") if at else "Never"


def membership_rows(person: Person, on: date) -> list[list[object]]:
    rows = person.memberships.select_related("team").order_by("-starts_on")
    return [[row.team.name, *_days_and_end(row, "membership-end", person, on)] for row in rows]


def line_up_rows(person: Person, on: date) -> list[list[object]]:
    rows = person.lines_up.select_related("answers_to").order_by("-starts_on")
    return [
        [row.answers_to.name, row.get_kind_display(), *_days_and_end(row, "line-end", person, on)]
        for row in rows
    ]


def line_down_rows(person: Person, on: date) -> list[list[object]]:
    rows = person.lines_down.filter(in_force(on)).select_related("person").order_by("person__name")
    return [
        [
            {
                "text": row.person.name,
                "href": reverse("accounts:person-detail", args=[row.person.pk]),
            },
            row.get_kind_display(),
            period(row.starts_on, row.ends_on),
        ]
        for row in rows
    ]


def deputy_rows(person: Person, on: date) -> list[list[object]]:
    rows = person.deputies.select_related("deputy").order_by("-starts_on")
    return [[row.deputy.name, *_days_and_end(row, "deputy-end", person, on)] for row in rows]


def children_access_rows(person: Person) -> list[list[object]]:
    rows = person.children_access.order_by("-starts_on")
    return [[period(row.starts_on, row.ends_on).capitalize(), row.why or "–"] for row in rows]


def _days_and_end(row: Dated, route: str, person: Person, on: date) -> list[object]:
    over = row.ends_on is not None and row.ends_on < on
    href = "" if over else reverse(f"accounts:{route}", args=[person.pk, row.pk])
    return [period(row.starts_on, row.ends_on), {"text": "" if over else "End", "href": href}]


# Refusals

REFUSED = {403: "Not allowed", 404: "Out of their scope", 429: "Too many tries"}


def refusal_rows(refusals: Iterable[Refusal]) -> list[list[object]]:
    return [
        [
            _moment(row.at),
            row.person.name if row.person else "Not signed in",
            REFUSED.get(row.status, str(row.status)),
            {"text": row.route or "–", "hint": row.method},
        ]
        for row in refusals
    ]
