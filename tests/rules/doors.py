"""THE table of doors: every address, who of the cast may open it, and what everybody else is told.

A new address needs a line here; `test_doors.py` fails until it has one. Read a line as: these are
let in (`ok`, with `status` where a page moves them on), these know of the record but may not do
this (`shut`, 403), and the rest learn nothing (404), or are refused (403) where there is no record.
A door for POST only answers 405 to those it would let in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

EVERYBODY = (
    "student pe sw tm gm business_support auditor tutor dsl admin outsider"  # the whole cast
)
STAFF = "student pe sw tm gm business_support auditor outsider"
# Who may know of the child, and so of what belongs to it.
AROUND = "student pe sw tm gm business_support auditor"
# Who of them reads what was done with the child.
READS_WORK = "student pe sw tm gm auditor"


@dataclass(frozen=True)
class Opened:
    """What the table says of one address."""

    at: Callable[[Any], dict[str, Any]] | None
    expected: dict[str, int]

    def __or__(self, other: "Opened") -> "Opened":
        """Two kinds of welcome at one door: whoever either lets in."""
        refusals = {403, 404}
        return Opened(
            self.at,
            {
                who: mine if mine not in refusals else other.expected[who]
                for who, mine in self.expected.items()
            },
        )


def door(
    ok: str,
    *,
    at: str | Callable | None = None,
    shut: str = "",
    hidden: str = "",
    status: int = 200,
    rest: int = 0,
) -> Opened:
    """`at` names a thing of the world, or makes the address's arguments from the world."""
    expected = dict.fromkeys(EVERYBODY.split(), rest or (404 if at else 403))
    expected |= dict.fromkeys(shut.split(), 403) | dict.fromkeys(ok.split(), status)
    expected |= dict.fromkeys(hidden.split(), 404)
    named = (lambda world: {"pk": getattr(world, at).pk}) if isinstance(at, str) else at
    return Opened(named, expected)


def post(ok: str, **more: Any) -> Opened:
    """A door that only takes a POST: a GET by who may use it is answered 405."""
    return door(ok, status=405, **more)


# Opened without signing in. Their pages are tried in tests/accounts/test_sign_in.py.
PUBLIC = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "health",
}
# allauth's own pages about the person who asks; they know no other person, so there is no verb.
ABOUT_ONESELF = {
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}

ACCOUNTS = {
    # Whose day is a page of another room is led there.
    "home": door("student sw business_support tutor dsl outsider", rest=302),
    "accounts:my-account": door(EVERYBODY),
    "accounts:other-sessions-end": post(EVERYBODY),
    "accounts:session-extend": post(EVERYBODY),
    "accounts:permission-matrix": door(f"{STAFF} admin"),
    "accounts:refusal-list": door("auditor admin"),
    "accounts:person-list": door("admin"),
    "accounts:person-add": door("admin"),
    "accounts:person-detail": door("admin", at="sw", shut="sw"),
    "accounts:person-change": door("admin", at="sw", shut="sw"),
    "accounts:access-open": door("admin", at="sw", shut="sw"),
    "accounts:access-end": door("admin", at="sw", shut="sw"),
    "accounts:person-invite": door("admin", at="sw", shut="sw"),
    "accounts:second-factor-reset": door("admin", at="sw", shut="sw"),
    "accounts:membership-add": door("admin", at="sw", shut="sw"),
    "accounts:membership-end": door(
        "admin", at=lambda w: {"pk": w.sw.pk, "row": w.membership.pk}, shut="sw"
    ),
    "accounts:line-add": door("admin", at="student", shut="student"),
    "accounts:line-end": door(
        "admin", at=lambda w: {"pk": w.student.pk, "row": w.line.pk}, shut="student"
    ),
    "accounts:deputy-add": door("admin", at="tm", shut="tm"),
    "accounts:deputy-end": door(
        "admin", at=lambda w: {"pk": w.gm.pk, "row": w.deputyship.pk}, shut="gm"
    ),
    "notices:notice-list": door(EVERYBODY),
    "notices:acknowledgement-create": post(EVERYBODY),
    "notices:snooze-create": post(EVERYBODY),
    "notices:undelivered-list": door("admin"),
    "records:unsent-save": post(EVERYBODY),
    "records:unsent-discard": post(EVERYBODY),
}

# A tutor knows universities only; a school's lead knows schools, but opens no directory.
CHANGES_PARTNERS = "tm business_support admin"
PARTNERS = {
    "partners:school-list": door(f"{STAFF} admin tutor"),
    "partners:university-list": door(f"{STAFF} admin tutor"),
    "partners:agency-list": door(f"{STAFF} admin tutor"),
    "partners:university-add": door(CHANGES_PARTNERS),
    "partners:agency-add": door(CHANGES_PARTNERS),
    "partners:school-detail": door(f"{STAFF} admin", at="school", shut="dsl"),
    "partners:school-edit": door(CHANGES_PARTNERS, at="school", hidden="tutor", rest=403),
    "partners:school-confirm": post(f"{STAFF} admin", at="school", shut="dsl"),
    "partners:school-contact-add": door(CHANGES_PARTNERS, at="school", hidden="tutor", rest=403),
    "partners:university-detail": door(f"{STAFF} admin tutor", at="university"),
    "partners:university-edit": door(CHANGES_PARTNERS, at="university", shut=f"{STAFF} tutor"),
    "partners:university-confirm": post(f"{STAFF} admin tutor", at="university"),
    "partners:university-contact-add": door(
        CHANGES_PARTNERS, at="university", shut=f"{STAFF} tutor"
    ),
    "partners:agency-detail": door(f"{STAFF} admin", at="agency"),
    "partners:agency-edit": door(CHANGES_PARTNERS, at="agency", shut=STAFF),
    "partners:agency-confirm": post(f"{STAFF} admin", at="agency"),
    "partners:agency-contact-add": door(CHANGES_PARTNERS, at="agency", shut=STAFF),
    "partners:term-add": door(CHANGES_PARTNERS, at="school", hidden="tutor", rest=403),
    "partners:inset-day-add": door(CHANGES_PARTNERS, at="school", hidden="tutor", rest=403),
    "partners:term-remove": post(CHANGES_PARTNERS, at="term", shut=STAFF),
    "partners:inset-day-remove": post(CHANGES_PARTNERS, at="inset_day", shut=STAFF),
    "partners:contact-edit": door(CHANGES_PARTNERS, at="contact", hidden="tutor", rest=403),
    "partners:school-import": door("business_support admin"),
    "partners:school-import-detail": door("business_support admin", at="school_import", rest=403),
    "partners:school-import-confirm": post("business_support admin", at="school_import", rest=403),
    "partners:school-import-discard": post("business_support admin", at="school_import", rest=403),
    "partners:school-import-refused": door("business_support admin", at="school_import", rest=403),
}

TIMESCALES = {
    "timescales:deadline-board": door(STAFF),
    "timescales:gate": door("tm"),
    "timescales:deadline-detail": door(AROUND, at="deadline"),
    "timescales:breach-reason-create": door("tm gm", at="deadline", shut=AROUND),
    "timescales:pause-create": door("tm", at="deadline", shut=AROUND),
    "timescales:pause-end": post("tm", at="deadline", shut=AROUND),
    "timescales:rule-list": door(f"{STAFF} admin"),
    "timescales:clock-try": door(f"{STAFF} admin"),
    "timescales:edition-create": door("admin", at="rule", shut=STAFF, rest=403),
    "timescales:holiday-list": door(f"{STAFF} admin"),
    "timescales:holiday-create": door("admin"),
    "timescales:drift-list": door("admin"),
}


def of_home(world: Any) -> dict[str, Any]:
    return {"pk": world.child.pk, "home": world.home.pk}


READS_WORK = "student pe sw tm gm auditor"
# One being written, one sent to be countersigned, one authorised; Sam wrote all three.
ASSESSMENT = {
    "casework:assessment-list": door(READS_WORK, at="child", shut=AROUND),
    # One is open already, and the way leads there.
    "casework:assessment-start": door("student sw", at="assessed_child", shut=AROUND, status=302),
    "casework:assessment-to-sign": door(f"{READS_WORK} outsider"),
    "casework:assessment-detail": door(READS_WORK, at="assessment", shut=AROUND),
    "casework:assessment-read": door(READS_WORK, at="assessment", shut=AROUND),
    "casework:assessment-section": door(
        "student sw", at=lambda w: {"pk": w.assessment.pk, "key": "health"}, shut=AROUND
    ),
    "casework:assessment-bring-in": post("student sw", at="assessment", shut=AROUND),
    "casework:assessment-leads": door("student sw", at="assessment", shut=AROUND),
    "casework:assessment-submit": door("student", at="assessment", shut=AROUND),
    "casework:assessment-withdraw": post("student sw", at="assessment", shut=AROUND),
    "casework:assessment-countersign": post("pe sw tm", at="sent_assessment", shut=AROUND),
    # It is not countersigned yet, so nobody authorises it: a page moves them on.
    "casework:assessment-authorise": door("tm gm", at="sent_assessment", shut=AROUND, status=302),
    "casework:assessment-return": door("sw tm", at="sent_assessment", shut=AROUND),
    "casework:assessment-comment": door("sw tm", at="sent_assessment", shut=AROUND),
    "casework:assessment-comment-remove": post(
        READS_WORK,
        at=lambda w: {"pk": w.sent_assessment.pk, "comment": w.sent_assessment.pk},
        shut=AROUND,
    ),
    "casework:assessment-changes": door(READS_WORK, at="sent_assessment", shut=AROUND),
    # There is no earlier one beside which it could stand.
    "casework:assessment-compare": door(READS_WORK, at="assessment", shut=AROUND, status=302),
    "casework:assessment-note": door("pe", at="sent_assessment", shut=AROUND),
    "casework:assessment-addition": door(
        "student sw tm gm", at="authorised_assessment", shut=AROUND
    ),
    "casework:assessment-version": door("student sw", at="authorised_assessment", shut=AROUND),
    "casework:assessment-share": door("student sw tm gm", at="authorised_assessment", shut=AROUND),
    "casework:assessment-print": door(READS_WORK, at="authorised_assessment", shut=AROUND),
    "casework:assessment-elsewhere": door("tm", at="assessed_episode", shut=AROUND),
    "casework:assessment-checkpoint": door("pe tm", at="assessed_episode", shut=AROUND),
    "casework:assessment-place": door(AROUND, at="assessed_episode", status=302),
}

READERS = "student pe sw tm gm auditor"
PLANS_MEETINGS = "student sw tm business_support"
CASEWORK = {
    "casework:child-find": door(STAFF),
    "casework:child-found": door(STAFF, at=lambda w: {"key": "none"}, rest=403),
    "casework:child-list": door(STAFF),
    "casework:child-overview": door(AROUND, at="child"),
    "casework:chronology-list": door(
        "student pe sw tm gm auditor", at="child", shut="business_support"
    ),
    "casework:read-log": door("tm gm auditor", at="child", shut=AROUND),
    "casework:duplicate-check": door("sw tm business_support outsider"),
    "casework:duplicate-check-detail": door("tm", at=lambda w: {"pk": w.check.pk, "key": "none"}),
    "casework:child-edit": door("sw tm", at="child", shut=AROUND),
    "casework:conflict-list": door("tm"),
    "casework:conflict-declare": door("student pe"),
    "casework:conflict-settle": door(
        "tm", at="conflict", shut="student gm business_support auditor"
    ),
    "casework:unallocated-queue": door(STAFF),
    "casework:episode-detail": door(AROUND, at="episode"),
    "casework:episode-allocate": door("tm", at="episode", shut=AROUND),
    "casework:episode-closing": door(AROUND, at="episode"),
    # A visit is unfinished there: the manager is led to the list of what stands in the way.
    "casework:episode-close": door("tm", at="episode", shut=AROUND, status=302),
    "casework:episode-propose": door("sw", at="episode", shut=AROUND),
    "casework:episode-step": door("tm", at="episode", shut=AROUND),
    "casework:episode-reopen": door("tm", at="closed", shut="sw gm business_support auditor"),
    "casework:child-work": door(AROUND, at="child"),
    "casework:nfa-list": door("tm"),
    "casework:referral-start": door("tm"),
    # What was looked for is not in the session of who comes by the address alone.
    "casework:referral-record": door(
        "tm", at=lambda w: {"pk": w.check.pk, "key": "none"}, status=302
    ),
    "casework:child-referral": door("tm", at="child", shut=AROUND),
    "casework:goodbye-list": door("student pe sw tm outsider"),
    "casework:goodbye-plan": door("pe sw tm", at="allocation", shut=AROUND),
    "casework:goodbye-detail": door(AROUND, at="goodbye"),
    "casework:goodbye-change": door("student pe sw tm", at="goodbye", shut=AROUND),
    "casework:goodbye-said": door("student pe sw tm", at="goodbye", shut=AROUND),
    "casework:onward-new": door("sw tm", at="child", shut=AROUND),
    "casework:onward-detail": door(AROUND, at="onward"),
    "casework:onward-reply": door("sw tm", at="onward", shut=AROUND),
    "casework:onward-revoke": door("sw tm", at="onward", shut=AROUND),
    "casework:death-record": door("tm", at="child", shut=AROUND),
    "casework:death-detail": door("tm gm business_support auditor", at="death"),
    "casework:death-step": door(
        "tm",
        at=lambda w: {"pk": w.death.pk, "step": "school"},
        shut="gm business_support auditor",
    ),
    "casework:death-take-back": door("tm", at="death", shut="gm business_support auditor"),
    "casework:restriction-new": door("tm", at="child", shut=AROUND),
    # It is not restricted: a manager is led to where it can be.
    "casework:restriction-detail": door("tm", at="child", shut=AROUND, status=302),
    "casework:restriction-lift": door("tm", at="child", shut=AROUND, status=302),
    # Only who gets a masked row may break the glass; everybody else finds nothing.
    "casework:glass-break": door(
        "sw tm", at=lambda w: {"key": w.closed_child.restrictions.get().key}, shut="gm"
    ),
    "casework:glass-list": door("tm gm"),
    "casework:glass-review": door("tm gm", at="glass", shut="sw business_support auditor"),
    "casework:glass-end": post("sw tm gm business_support auditor", at="glass"),
    "casework:record-move": door(
        "sw tm", at=lambda w: {"kind": "session", "pk": w.sent.pk}, shut=AROUND
    ),
    "casework:request-themes": door("tm"),
    "casework:allocation-end": door("tm", at="allocation", shut=AROUND),
    "casework:family-list": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:family-add": door("sw tm", at="child", shut=AROUND),
    "casework:family-edit": door("sw tm", at="relationship", shut=AROUND),
    "casework:family-end": door("sw tm", at="relationship", shut=AROUND),
    "casework:genogram": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:ecomap": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:tie-add": door("sw tm", at="child", shut=AROUND),
    "casework:tie-end": door(
        "sw tm", at=lambda w: {"pk": w.child.pk, "tie": w.tie.pk}, shut=AROUND
    ),
    "casework:home-add": door("sw tm", at="child", shut=AROUND),
    "casework:home-edit": door("sw tm", at=of_home, shut=AROUND),
    "casework:home-join": door("sw tm", at=of_home, shut=AROUND),
    "casework:home-leave": door("sw tm", at=of_home, shut=AROUND),
    "casework:address-reveal": post("student pe sw tm", at=of_home, shut=AROUND),
    "casework:phone-reveal": post("student pe sw tm", at="relationship", shut=AROUND),
    "casework:responsibility-record": door("sw tm", at="relationship", shut=AROUND),
    "casework:no-recourse-record": door("sw tm", at="relationship", shut=AROUND),
    "casework:education": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:attendance-add": door("student sw tm", at="child", shut=AROUND),
    "casework:education-fact-add": door("student sw tm", at="child", shut=AROUND),
    "casework:attendance-withdraw": door("student sw tm", at="attendance", shut=AROUND),
    "casework:education-fact-end": door("student sw tm", at="education_fact", shut=AROUND),
    "casework:education-fact-withdraw": door("student sw tm", at="education_fact", shut=AROUND),
    "casework:merge-propose": door("tm gm", at="child", shut=AROUND),
    "casework:merge-detail": door("tm gm", at="merge", shut=AROUND),
    "casework:merge-undo": door("tm gm", at="merge", shut=AROUND),
    "casework:outside": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:context-link-add": door("student sw tm", at="child", shut=AROUND),
    "casework:context-link-end": door("student sw tm", at="context_link", shut=AROUND),
    "casework:exploitation-add": door("student sw tm", at="child", shut=AROUND),
    "casework:exploitation-edit": door("student sw tm", at="exploitation", shut=AROUND),
    "casework:missing-add": door("student sw tm", at="child", shut=AROUND),
    "casework:missing-edit": door("student sw tm", at="missing", shut=AROUND),
    # A context is shared by all who work with children, of any team.
    "casework:context-index": door("student pe sw tm gm auditor outsider"),
    "casework:context-detail": door("student pe sw tm gm auditor outsider", at="context"),
    "casework:context-edit": door("student sw tm outsider", at="context", shut="pe gm auditor"),
    "casework:request-list": door(f"{STAFF} dsl"),
    "casework:request-create": door("student pe sw tm business_support dsl outsider"),
    "casework:request-queue": door("tm"),
    "casework:request-detail": door("tm gm business_support auditor dsl", at="request"),
    "casework:request-check": post("tm", at="request", shut="gm business_support auditor dsl"),
    "casework:request-decide": door(
        "tm", at="request", shut="gm business_support auditor dsl", status=302
    ),
    "casework:consent-list": door(AROUND, at="child"),
    "casework:consent-record": door("student pe sw business_support", at="child", shut=AROUND),
    "casework:consent-exception": door("sw tm", at="child", shut=AROUND),
    "casework:consent-withdraw": door("student pe sw business_support", at="consent", shut=AROUND),
    "casework:session-list": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:session-new": door("student sw", at="child", shut=AROUND),
    "casework:session-start": door("student sw outsider"),
    "casework:direct-work-to-sign": door("pe sw tm outsider"),
    "casework:session-detail": door("student pe sw tm gm auditor", at="sent", shut=AROUND),
    "casework:session-place": door(AROUND, at="draft", status=302),
    "casework:session-form": door("student", at="draft"),
    "casework:session-sign": post("pe sw tm", at="sent", shut=AROUND),
    "casework:session-return": door("pe sw tm", at="sent", shut=AROUND),
    "casework:session-withdraw": post("student sw", at="sent", shut=AROUND),
    "casework:meeting-list": door(AROUND, at="child"),
    "casework:meeting-new": door("student sw tm business_support", at="child", shut=AROUND),
    "casework:meeting-detail": door(AROUND, at="meeting"),
    "casework:meeting-print": door(AROUND, at="meeting"),
    "casework:meeting-invitation": door(AROUND, at="meeting"),
    "casework:meeting-plan": door(PLANS_MEETINGS, at="meeting", shut=AROUND),
    "casework:meeting-move": door(PLANS_MEETINGS, at="meeting", shut=AROUND),
    "casework:meeting-cancel": door(PLANS_MEETINGS, at="meeting", shut=AROUND),
    "casework:meeting-invite": door(PLANS_MEETINGS, at="meeting", shut=AROUND),
    "casework:meeting-send-list": door(PLANS_MEETINGS, at="meeting", shut=AROUND),
    "casework:invitee-remove": post(PLANS_MEETINGS, at="invitee", shut=AROUND),
    "casework:meeting-hold": door("sw tm", at="meeting", shut=AROUND),
    "casework:meeting-agree": door("pe sw tm gm", at="held_meeting", shut=AROUND),
    # Somebody else wrote them; their author has sent them, and is led to the meeting.
    "casework:minutes-write": door("student", at="held_meeting", shut=AROUND, status=302),
    "casework:minutes-sign": post("sw tm", at="minutes", shut=AROUND),
    "casework:minutes-withdraw": post(PLANS_MEETINGS, at="minutes", shut=AROUND),
    "casework:minutes-return": door("sw tm", at="minutes", shut=AROUND),
    "casework:minutes-attest": door("sw tm", at="minutes", shut=AROUND),
    "casework:visit-detail": door("student pe sw tm gm auditor", at="visit", shut=AROUND),
    "casework:visit-place": door(AROUND, at="visit", status=302),
    "casework:protection-queue": door("student pe sw tm gm auditor outsider"),
    "casework:protection-list": door(READERS, at="protected", shut=AROUND),
    "casework:protection-place": door(AROUND, at="in_need", status=302),
    "casework:protection-propose": post("sw tm", at="protected", shut=AROUND),
    "casework:discussion-new": door("sw tm", at="protected", shut=AROUND),
    "casework:transfer-new": door("sw tm", at="protected", shut=AROUND),
    "casework:discussion-detail": door(READERS, at="discussion", shut=AROUND),
    "casework:discussion-record": door("sw tm", at="asked_for", shut=AROUND),
    "casework:conference-detail": door(READERS, at="conference", shut=AROUND),
    "casework:conference-record": door("sw tm", at="conference", shut=AROUND),
    # It was not held yet: there is no day to put right.
    "casework:conference-correct": door("sw tm", at="conference", shut=AROUND, status=302),
    "casework:core-group-record": door("sw tm", at="core_group", shut=AROUND),
    "casework:enquiry-detail": door(READERS, at="enquiry", shut=AROUND),
    # Its lead alone; everybody else is stopped by a page that says what they can do.
    "casework:enquiry-conclude": door("sw", at="enquiry", shut=AROUND),
    "casework:enquiry-agree": post("tm gm", at="enquiry", shut=AROUND),
    "casework:enquiry-return": door("tm gm", at="enquiry", shut=AROUND),
    "casework:enquiry-lead": door("sw tm", at="enquiry", shut=AROUND),
    # No conclusion has been agreed yet.
    "casework:enquiry-waive": door("tm gm", at="enquiry", shut=AROUND, status=302),
    "casework:enquiry-part": door("student sw", at="part", shut=AROUND),
    "casework:enquiry-part-assign": door("sw", at="part", shut=AROUND),
    "casework:enquiry-part-accept": post("sw tm", at="part", shut=AROUND),
    "casework:visit-list": door(READS_WORK, at="child", shut=AROUND),
    "casework:visit-plan": door("student sw", at="child", shut=AROUND),
    "casework:visit-new": door("student sw", at="child", shut=AROUND),
    "casework:joint-who": door("student sw", at="child", shut=AROUND),
    # Without a sibling of the child there is nothing to record together.
    "casework:joint-new": door("", at="child", shut="pe tm gm business_support auditor"),
    "casework:joint-form": door("student", at="joint", shut=AROUND),
    "casework:visit-mine": door("student sw outsider"),
    "casework:visits-out": door("pe sw tm outsider"),
    "casework:visit-form": door("student", at="visit", shut=AROUND),
    # It happened already, so its worker is led to its page.
    "casework:visit-move": door("student", at="visit", shut=AROUND, status=302),
    "casework:visit-call-off": door("student", at="visit", shut=AROUND, status=302),
    "casework:visit-arrive": post("student", at="visit", shut=AROUND),
    "casework:visit-leave": post("student", at="visit", shut=AROUND),
    "casework:visit-sign": post("pe sw tm", at="visit", shut=AROUND),
    "casework:visit-return": door("pe sw tm", at="visit", shut=AROUND),
    "casework:visit-withdraw": post("student sw", at="visit", shut=AROUND),
    "casework:tool-list": door(f"{READS_WORK} outsider"),
    "casework:tool-detail": door(
        f"{READS_WORK} outsider", at=lambda w: {"code": "three-houses"}, rest=403
    ),
    "casework:tool-add": door("pe sw tm outsider"),
    "casework:tool-change": door(
        "pe sw tm outsider", at=lambda w: {"code": "three-houses"}, rest=403
    ),
    "casework:tool-offer": post(
        "pe sw tm outsider", at=lambda w: {"code": "three-houses"}, rest=403
    ),
    "casework:life-story-list": door(READS_WORK, at="child", shut=AROUND),
    "casework:life-story-begin": door("student sw", at="child", shut=AROUND),
    "casework:life-story-detail": door(READS_WORK, at="story", shut=AROUND),
    "casework:life-story-print": door(READS_WORK, at="story", shut=AROUND),
    "casework:life-story-send": post("student sw", at="story", shut=AROUND),
    "casework:life-story-withdraw": post("student sw", at="story", shut=AROUND),
    "casework:life-story-check": door("pe sw tm", at="story", shut=AROUND),
    "casework:life-story-return": door("pe sw tm", at="story", shut=AROUND),
    "casework:life-story-approve": post("tm", at="story", shut=AROUND),
    "casework:life-story-hand-over": door("student sw", at="story", shut=AROUND),
    "casework:life-story-part-new": door(
        "student", at=lambda w: {"pk": w.story.pk, "kind": "gap"}, shut=AROUND
    ),
    "casework:life-story-part": door(
        "student", at=lambda w: {"kind": "photo", "part": w.photo.pk}, shut=AROUND
    ),
    "casework:life-story-part-remove": post(
        "student sw", at=lambda w: {"kind": "photo", "part": w.photo.pk}, shut=AROUND
    ),
    "casework:life-story-photo": door(READS_WORK, at="photo", shut=AROUND),
    "casework:curated-list": door(READS_WORK, at="child", shut=AROUND),
    "casework:curated-begin": post("student sw tm", at="child", shut=AROUND),
    "casework:curated-detail": door(READS_WORK, at="curated", shut=AROUND),
    "casework:curated-print": door(READS_WORK, at="curated", shut=AROUND),
    "casework:curated-compare": door(READS_WORK, at="curated", shut=AROUND),
    "casework:curated-choose": door("student sw tm", at="curated", shut=AROUND),
    "casework:curated-form": door("student sw tm", at="curated", shut=AROUND),
    "casework:curated-sort": post("student sw tm", at="curated", shut=AROUND),
    "casework:curated-finish": post("sw tm", at="curated", shut=AROUND),
    "casework:chosen-form": door("student sw tm", at="chosen", shut=AROUND),
    "casework:chosen-move": post("student sw tm", at="chosen", shut=AROUND),
    **ASSESSMENT,
    "casework:decision-list": door("student pe sw tm gm auditor", at="child", shut=AROUND),
    "casework:decision-new": door("pe sw tm gm", at="child", shut=AROUND),
    "casework:decision-mine": door("student pe sw tm gm auditor outsider"),
    "casework:decision-detail": door("student pe sw tm gm auditor", at="decision", shut=AROUND),
    "casework:decision-confirm": post("sw tm gm", at="decision", shut=AROUND),
    "casework:decision-decline": door("sw tm gm", at="decision", shut=AROUND),
    # It is advice still, and so nobody's action yet.
    "casework:decision-done": door("", at="decision", shut=AROUND),
    # Not confirmed yet: nobody decides anew what is still advice.
    "casework:decision-again": door("", at="decision", shut=AROUND),
}

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

READS_PLANS = "student pe sw tm gm auditor"
# What was not sent is its author's: for everybody else it does not exist.
PLANS = {
    "casework:plan-tab": door(READS_PLANS, at="child_in_need", shut=AROUND),
    "casework:plan-start": door("sw tm", at="child_in_need", shut=AROUND),
    "casework:plan-detail": door(READS_PLANS, at="plan", shut=AROUND),
    "casework:plan-history": door(READS_PLANS, at="plan", shut=AROUND),
    "casework:plan-end": door("sw tm", at="plan", shut=AROUND),
    "casework:plan-dates": door("sw tm", at="plan", shut=AROUND),
    "casework:plan-category": door("sw tm", at="plan", shut=AROUND, status=302),
    "casework:plan-version-new": post("student sw tm", at="plan", shut=AROUND),
    "casework:plan-review-new": door("student sw tm", at="plan", shut=AROUND),
    "casework:plan-version-detail": door(READS_PLANS, at="version", shut=AROUND),
    "casework:plan-version-form": door("student", at="draft_version"),
    "casework:plan-version-submit": post("student sw tm", at="version", shut=AROUND),
    "casework:plan-version-withdraw": post("student sw tm", at="version", shut=AROUND),
    "casework:plan-version-sign": post("pe sw tm gm", at="version", shut=AROUND),
    "casework:plan-version-authorise": post("tm gm", at="version", shut=AROUND),
    "casework:plan-version-return": door("pe sw tm gm", at="version", shut=AROUND),
    "casework:plan-version-print": door(READS_PLANS, at="version", shut=AROUND),
    "casework:plan-version-easy": door(READS_PLANS, at="version", shut=AROUND),
    "casework:plan-agreement-new": door("student sw tm", at="version", shut=AROUND),
    "casework:plan-sharing-new": door("student sw tm", at="version", shut=AROUND),
    "casework:plan-need-new": door("student", at="draft_version"),
    "casework:plan-need-edit": door("student", at="draft_need"),
    "casework:plan-need-status": door("student", at="draft_need"),
    "casework:plan-outcome-new": door("student", at="draft_need"),
    "casework:plan-outcome-edit": door("student", at="draft_outcome"),
    "casework:plan-outcome-status": door("student", at="draft_outcome"),
    "casework:plan-outcome-progress": door(READS_PLANS, at="outcome", shut=AROUND),
    "casework:plan-outcome-near": door("student sw tm", at="outcome", shut=AROUND),
    "casework:plan-action-new": door("student", at="draft_outcome"),
    "casework:plan-action-edit": door("student", at="draft_action"),
    "casework:plan-action-status": door("student", at="draft_action"),
    "casework:plan-review-detail": door("student", at="review"),
    "casework:plan-review-form": door("student", at="review"),
    "casework:plan-review-withdraw": post("student", at="review"),
    # A draft is its author's alone, and an author signs nothing of their own.
    "casework:plan-review-sign": door("", at="review", shut="student"),
    "casework:plan-review-return": door("", at="review", shut="student"),
    "casework:safety-plan-new": door("student sw tm", at="child_in_need", shut=AROUND),
    "casework:safety-plan-detail": door("student", at="safety_plan"),
    "casework:safety-plan-form": door("student", at="safety_plan"),
    "casework:safety-plan-submit": post("student", at="safety_plan"),
    "casework:safety-plan-withdraw": post("student", at="safety_plan"),
    "casework:safety-plan-sign": door("", at="safety_plan", shut="student"),
    "casework:safety-plan-return": door("", at="safety_plan", shut="student"),
    "casework:safety-agreement-new": door("student", at="safety_plan"),
    "casework:safety-sharing-new": door("student", at="safety_plan", status=302),
    "casework:safety-plan-print": door("student", at="safety_plan"),
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

SUPERVISION = {
    "supervision:session-list": door("student pe tm auditor"),
    "supervision:session-new": door("pe"),
    "supervision:session-new-with": door("pe", at=lambda w: {"student": w.student.pk}, rest=403),
    "supervision:compliance": door("pe tm gm auditor"),
    "supervision:question-new": door("student"),
    "supervision:session-detail": door("pe", at="supervision"),
    "supervision:session-form": door("pe", at="supervision"),
    "supervision:session-answer": door("", at="supervision", shut="pe"),
    "supervision:session-take-back": post("pe", at="supervision"),
    # The session is a draft still: the student learns of it when it is sent to them.
    "supervision:action-settle": post("pe", at="action"),
}

SCHOOLS = {
    "schools:drop-in-list": door("student pe sw tm business_support auditor dsl outsider"),
    "schools:drop-in-add": door("student pe sw outsider"),
    "schools:school-link-add": door("tm business_support"),
    # A school's lead knows the link; who may know of it and may not end it is told so.
    "schools:school-link-end": post(
        "tm business_support", at="school_link", shut="student pe gm auditor dsl"
    ),
}

OVERSIGHT = {
    "oversight:team-today": door("tm gm auditor"),
    "oversight:my-students": door("pe tm gm auditor"),
    "oversight:student-work": door("pe tm gm auditor", at="student", shut="business_support"),
}

DOORS: dict[str, Opened] = {
    **ACCOUNTS,
    **PARTNERS,
    **TIMESCALES,
    **CASEWORK,
    **PLANS,
    **PLACEMENTS,
    **SCHOOLS,
    **SUPERVISION,
    **OVERSIGHT,
}
