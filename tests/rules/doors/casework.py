"""Doors of casework."""

from typing import Any

from tests.rules.doors.opened import AROUND, READS_WORK, STAFF, door, post


def of_home(world: Any) -> dict[str, Any]:
    return {"pk": world.child.pk, "home": world.home.pk}


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
