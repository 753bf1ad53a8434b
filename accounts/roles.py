"""Roles of the service, and the verbs each one holds.

Source: the service's permission matrix. A role never holds a verb about one's own work:
that nobody signs what they wrote is checked in the action, by `records.states`.
"""

from django.db import models

from accounts.permissions import Permission as P


class Role(models.TextChoices):
    STUDENT = "student", "Student social worker"
    PRACTICE_EDUCATOR = "practice_educator", "Practice educator"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    GROUP_MANAGER = "group_manager", "Group manager"
    BUSINESS_SUPPORT = "business_support", "Business support"
    QUALITY_AUDITOR = "quality_auditor", "Quality auditor"
    UNIVERSITY_TUTOR = "university_tutor", "University tutor"
    SCHOOL_LEAD = "school_lead", "Designated safeguarding lead"
    ADMINISTRATOR = "administrator", "Administrator"


EVERYONE = {P.ACCOUNT_OWN, P.NOTICES_OWN, P.UNSENT_OWN}

_STAFF_DIRECTORY = {P.PARTNERS_VIEW, P.RULES_VIEW, P.MATRIX_VIEW}

_CHILD_READER = {
    P.CHILD_VIEW,
    P.CHILD_FIND,
    P.CHRONOLOGY_VIEW,
    P.CONSENT_VIEW,
    P.ASSESSMENT_VIEW,
    P.DIRECT_WORK_VIEW,
    P.DECISION_VIEW,
    P.EPISODE_VIEW,
    P.DEADLINE_VIEW,
    P.FAMILY_VIEW,
    P.EDUCATION_VIEW,
    P.CONTEXT_VIEW,
    P.MEETING_VIEW,
    P.PROTECTION_VIEW,
    P.ATTACHMENT_VIEW,
    P.PLAN_VIEW,
}

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    role: frozenset(EVERYONE | verbs)
    for role, verbs in {
        Role.STUDENT: _STAFF_DIRECTORY
        | _CHILD_READER
        | {
            P.REQUEST_CREATE,
            P.REQUEST_VIEW,
            P.CONFLICT_DECLARE,
            P.CONSENT_RECORD,
            P.ASSESSMENT_WRITE,
            P.GOODBYE_PLAN,
            P.DIRECT_WORK_RECORD,
            P.CHRONOLOGY_CURATE,
            P.MEETING_PLAN,
            P.MINUTES_WRITE,
            P.PROTECTION_CONTRIBUTE,
            P.ATTACHMENT_ADD,
            P.SUPERVISION_VIEW,
            P.SUPERVISION_AGREE,
            P.EXTRACT_VIEW,
            P.PLACEMENT_VIEW,
            P.PLACEMENT_DAY_RECORD,
            P.SCHOOL_GROUP_VIEW,
            P.DROP_IN_LOG,
            P.PROFILE_VIEW,
            P.PROFILE_EDIT,
            P.PLAN_WRITE,
            P.ADDRESS_REVEAL,
            P.EDUCATION_RECORD,
            P.CONTEXT_RECORD,
            P.AGREEMENT_WRITE,
            P.AGREEMENT_ANSWER,
            P.STEP_RECORD,
            P.REPORT_SIGN,
            P.PLACEMENT_FEEDBACK_GIVE,
            P.DESTINATION_KEEP,
            P.CONCERN_VIEW,
            P.CONCERN_SPEAK,
            P.TRAVEL_VIEW,
            P.TRAVEL_RECORD,
        },
        Role.PRACTICE_EDUCATOR: _STAFF_DIRECTORY
        | _CHILD_READER
        | {
            P.REQUEST_CREATE,
            P.REQUEST_VIEW,
            P.CONFLICT_DECLARE,
            P.CONSENT_RECORD,
            P.ASSESSMENT_COUNTERSIGN,
            P.ASSESSMENT_NOTE,
            P.ASSESSMENT_REVIEW,
            P.GOODBYE_PLAN,
            P.DIRECT_WORK_COUNTERSIGN,
            P.TOOL_EDIT,
            P.ATTACHMENT_ADD,
            P.DECISION_ADVISE,
            P.SUPERVISION_VIEW,
            P.SUPERVISION_RECORD,
            P.SUPERVISION_COMPLIANCE,
            P.EXTRACT_VIEW,
            P.EXTRACT_RELEASE,
            P.PLACEMENT_VIEW,
            P.PLACEMENT_DAY_CONFIRM,
            P.SCHOOL_GROUP_VIEW,
            P.DROP_IN_LOG,
            P.DASHBOARD_STUDENTS,
            P.PLACEMENT_INDUCT,
            P.PROFILE_VIEW,
            P.PROFILE_EDIT,
            P.INTAKE_VIEW,
            P.PLAN_COUNTERSIGN,
            P.ADDRESS_REVEAL,
            P.AGREEMENT_WRITE,
            P.AGREEMENT_ANSWER,
            P.ADJUSTMENTS_KEEP,
            P.STEP_RECORD,
            P.MEETING_RECORD,
            P.REPORT_WRITE,
            P.PLACEMENT_FEEDBACK_GIVE,
            P.LEFTOVER_SETTLE,
            P.COVER_HAND_BACK,
            P.CONCERN_VIEW,
            P.CONCERN_RAISE,
            P.TRAVEL_VIEW,
        },
        Role.SOCIAL_WORKER: _STAFF_DIRECTORY
        | _CHILD_READER
        | {
            P.REQUEST_CREATE,
            P.REQUEST_VIEW,
            P.CHILD_EDIT,
            P.CHILD_CHECK_DUPLICATE,
            P.GLASS_BREAK,
            P.EPISODE_PROPOSE,
            P.GOODBYE_PLAN,
            P.ONWARD_REFER,
            P.RECORD_MOVE,
            P.CONSENT_RECORD,
            P.CONSENT_EXCEPT,
            P.ASSESSMENT_WRITE,
            P.ASSESSMENT_COUNTERSIGN,
            P.DIRECT_WORK_RECORD,
            P.DIRECT_WORK_COUNTERSIGN,
            P.TOOL_EDIT,
            P.CHRONOLOGY_CURATE,
            P.CHRONOLOGY_FINISH,
            P.MEETING_PLAN,
            P.MEETING_HOLD,
            P.MINUTES_WRITE,
            P.MINUTES_SIGN,
            P.PROTECTION_CONTRIBUTE,
            P.PROTECTION_LEAD,
            P.ATTACHMENT_ADD,
            P.DECISION_ADVISE,
            P.DECISION_CONFIRM,
            P.SCHOOL_GROUP_VIEW,
            P.DROP_IN_LOG,
            P.PLACEMENT_VIEW,
            P.PLACEMENT_DAY_CONFIRM,
            P.PLACEMENT_INDUCT,
            P.COVER_HAND_BACK,
            P.CONCERN_VIEW,
            P.PROFILE_VIEW,
            P.PLAN_WRITE,
            P.PLAN_COUNTERSIGN,
            P.PLAN_MANAGE,
            P.ADDRESS_REVEAL,
            P.EDUCATION_RECORD,
            P.CONTEXT_RECORD,
        },
        Role.TEAM_MANAGER: _STAFF_DIRECTORY
        | _CHILD_READER
        | {
            P.REQUEST_CREATE,
            P.REQUEST_VIEW,
            P.REQUEST_DECIDE,
            P.CHILD_EDIT,
            P.CHILD_RESTRICT,
            P.CHILD_CHECK_DUPLICATE,
            P.CONFLICT_VIEW,
            P.GLASS_BREAK,
            P.GLASS_REVIEW,
            P.EPISODE_OPEN,
            P.EPISODE_CLOSE,
            P.CHILD_END,
            P.RECORD_MOVE,
            P.ALLOCATE,
            P.GOODBYE_PLAN,
            P.ONWARD_REFER,
            P.CONSENT_EXCEPT,
            P.ASSESSMENT_AUTHORISE,
            P.ASSESSMENT_COUNTERSIGN,
            P.ASSESSMENT_REVIEW,
            P.DIRECT_WORK_COUNTERSIGN,
            P.TOOL_EDIT,
            P.LIFE_STORY_AUTHORISE,
            P.CHRONOLOGY_CURATE,
            P.CHRONOLOGY_FINISH,
            P.MEETING_PLAN,
            P.MEETING_HOLD,
            P.MINUTES_WRITE,
            P.MINUTES_SIGN,
            P.PROTECTION_LEAD,
            P.PROTECTION_AGREE,
            P.ATTACHMENT_ADD,
            P.DECISION_ADVISE,
            P.DECISION_CONFIRM,
            P.BREACH_REASON_GIVE,
            P.DEADLINE_PAUSE,
            P.GATE_OPEN,
            P.READ_LOG_VIEW,
            P.SUPERVISION_VIEW,
            P.SUPERVISION_COMPLIANCE,
            P.EXTRACT_VIEW,
            P.PLACEMENT_VIEW,
            P.PLACEMENT_MANAGE,
            P.SCHOOL_GROUP_VIEW,
            P.SCHOOL_LINK_EDIT,
            P.DASHBOARD_TEAM,
            P.DASHBOARD_STUDENTS,
            P.PARTNERS_EDIT,
            P.PLACEMENT_INDUCT,
            P.PROFILE_VIEW,
            P.PROFILE_EDIT,
            P.INTAKE_VIEW,
            P.INTAKE_MANAGE,
            P.PLAN_WRITE,
            P.PLAN_COUNTERSIGN,
            P.PLAN_AUTHORISE,
            P.PLAN_MANAGE,
            P.CHILD_MERGE,
            P.ADDRESS_REVEAL,
            P.EDUCATION_RECORD,
            P.CONTEXT_RECORD,
            P.AGREEMENT_ANSWER,
            P.ADJUSTMENTS_KEEP,
            P.STEP_RECORD,
            P.MEETING_RECORD,
            P.DESTINATION_KEEP,
            P.DESTINATION_VIEW,
            P.UNIVERSITY_RULE_EDIT,
            P.UNIVERSITY_RULE_CONFIRM,
            P.LEFTOVER_SETTLE,
            P.COVER_HAND_BACK,
            P.CONCERN_VIEW,
            P.CONCERN_RAISE,
            P.FEES_KEEP,
            P.TRAVEL_VIEW,
        },
        Role.GROUP_MANAGER: _STAFF_DIRECTORY
        | _CHILD_READER
        | {
            P.REQUEST_VIEW,
            P.ASSESSMENT_AUTHORISE,
            P.GLASS_REVIEW,
            P.DECISION_ADVISE,
            P.DECISION_CONFIRM,
            P.PROTECTION_AGREE,
            P.BREACH_REASON_GIVE,
            P.READ_LOG_VIEW,
            P.DASHBOARD_TEAM,
            P.DASHBOARD_STUDENTS,
            P.SUPERVISION_COMPLIANCE,
            P.INTAKE_VIEW,
            P.PLAN_COUNTERSIGN,
            P.PLAN_AUTHORISE,
            P.CHILD_MERGE,
            P.DESTINATION_VIEW,
            P.CONCERN_VIEW,
        },
        Role.BUSINESS_SUPPORT: _STAFF_DIRECTORY
        | {
            P.REQUEST_CREATE,
            P.REQUEST_VIEW,
            P.CHILD_VIEW,
            P.CHILD_FIND,
            P.CHILD_CHECK_DUPLICATE,
            P.EPISODE_VIEW,
            P.CONSENT_VIEW,
            P.CONSENT_RECORD,
            P.MEETING_VIEW,
            P.MEETING_PLAN,
            P.MINUTES_WRITE,
            P.DEADLINE_VIEW,
            P.PLACEMENT_VIEW,
            P.PARTNERS_EDIT,
            P.SCHOOLS_IMPORT,
            P.SCHOOL_GROUP_VIEW,
            P.SCHOOL_LINK_EDIT,
            P.PROFILE_VIEW,
            P.PROFILE_EDIT,
            P.INTAKE_VIEW,
            P.INTAKE_MANAGE,
            P.DESTINATION_KEEP,
            P.DESTINATION_VIEW,
            P.UNIVERSITY_RULE_EDIT,
            P.UNIVERSITY_RULE_CONFIRM,
            P.FEES_KEEP,
            P.TRAVEL_VIEW,
        },
        Role.QUALITY_AUDITOR: _STAFF_DIRECTORY
        | _CHILD_READER
        | {
            P.SUPERVISION_VIEW,
            P.REQUEST_VIEW,
            P.REFUSALS_VIEW,
            P.READ_LOG_VIEW,
            P.DASHBOARD_TEAM,
            P.DASHBOARD_STUDENTS,
            P.SUPERVISION_COMPLIANCE,
            P.SCHOOL_GROUP_VIEW,
            P.PLACEMENT_VIEW,
            P.INTAKE_VIEW,
        },
        Role.UNIVERSITY_TUTOR: {
            P.PLACEMENT_VIEW,
            P.PARTNERS_VIEW,
            P.AGREEMENT_ANSWER,
            P.PLACEMENT_FEEDBACK_GIVE,
            P.UNIVERSITY_RULE_CONFIRM,
            P.CONCERN_VIEW,
            P.CONCERN_SPEAK,
            P.EXTRACT_VIEW,
        },
        Role.SCHOOL_LEAD: {P.REQUEST_CREATE, P.REQUEST_VIEW, P.SCHOOL_GROUP_VIEW},
        Role.ADMINISTRATOR: _STAFF_DIRECTORY
        | {
            P.PEOPLE_VIEW,
            P.PEOPLE_EDIT,
            P.REFUSALS_VIEW,
            P.RULES_EDIT,
            P.PARTNERS_EDIT,
            P.SCHOOLS_IMPORT,
            P.OPERATIONS_VIEW,
        },
    }.items()
}

# Roles that read the whole of the teams they belong to, not only their own children.
TEAM_WIDE = frozenset(
    {Role.TEAM_MANAGER, Role.GROUP_MANAGER, Role.BUSINESS_SUPPORT, Role.QUALITY_AUDITOR}
)
# Roles whose people may be accountable for a child: registered, and carrying a caseload.
REGISTERED_CASEHOLDERS = frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER})
# Deputies: who may be absent with somebody acting for them, and who may act. Never a student.
MAY_HAVE_DEPUTY = frozenset({Role.TEAM_MANAGER, Role.GROUP_MANAGER})
MAY_DEPUTISE = frozenset(
    {Role.TEAM_MANAGER, Role.GROUP_MANAGER, Role.SOCIAL_WORKER, Role.PRACTICE_EDUCATOR}
)
# Roles that see children's records and so need a second factor where the setting asks for it.
SEES_CHILDREN = frozenset(role for role, verbs in ROLE_PERMISSIONS.items() if P.CHILD_VIEW in verbs)
