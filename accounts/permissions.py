"""Every verb a person can hold, on one page. Which role holds which is in `accounts.roles`."""

from enum import StrEnum


class Permission(StrEnum):
    # accounts and notices
    ACCOUNT_OWN = "accounts.own_account"
    PEOPLE_VIEW = "accounts.view_people"
    PEOPLE_EDIT = "accounts.edit_people"
    MATRIX_VIEW = "accounts.view_matrix"
    REFUSALS_VIEW = "accounts.view_refusals"
    NOTICES_OWN = "notices.own_notices"
    # records
    UNSENT_OWN = "records.own_unsent_text"
    READ_LOG_VIEW = "records.view_read_log"
    ATTACHMENT_VIEW = "records.view_attachment"
    ATTACHMENT_ADD = "records.add_attachment"
    # partners
    PARTNERS_VIEW = "partners.view_partners"
    PARTNERS_EDIT = "partners.edit_partners"
    SCHOOLS_IMPORT = "partners.import_schools"
    # timescales
    RULES_VIEW = "timescales.view_rules"
    RULES_EDIT = "timescales.edit_rules"
    DEADLINE_VIEW = "timescales.view_deadline"
    DEADLINE_PAUSE = "timescales.pause_deadline"
    GATE_OPEN = "timescales.open_gate"
    BREACH_REASON_GIVE = "timescales.give_breach_reason"
    OPERATIONS_VIEW = "timescales.view_operations"
    # casework
    CHILD_VIEW = "casework.view_child"
    CHILD_FIND = "casework.find_child"
    CHILD_EDIT = "casework.edit_child"
    CHILD_RESTRICT = "casework.restrict_child"
    CHILD_CHECK_DUPLICATE = "casework.check_duplicate"
    CONFLICT_DECLARE = "casework.declare_conflict"
    CONFLICT_VIEW = "casework.view_conflict"
    CHRONOLOGY_VIEW = "casework.view_chronology"
    DECISION_VIEW = "casework.view_decision"
    DECISION_ADVISE = "casework.advise_decision"
    DECISION_CONFIRM = "casework.confirm_decision"
    EPISODE_VIEW = "casework.view_episode"
    EPISODE_OPEN = "casework.open_episode"
    ALLOCATE = "casework.allocate"
    FAMILY_VIEW = "casework.view_family"
    REQUEST_CREATE = "casework.create_request"
    REQUEST_VIEW = "casework.view_request"
    REQUEST_DECIDE = "casework.decide_request"
    CONSENT_VIEW = "casework.view_consent"
    CONSENT_RECORD = "casework.record_consent"
    CONSENT_EXCEPT = "casework.except_consent"
    DIRECT_WORK_VIEW = "casework.view_direct_work"
    DIRECT_WORK_RECORD = "casework.record_direct_work"
    DIRECT_WORK_COUNTERSIGN = "casework.countersign_direct_work"
    # placements and schools
    PLACEMENT_VIEW = "placements.view_placement"
    PLACEMENT_MANAGE = "placements.manage_placement"
    PLACEMENT_DAY_RECORD = "placements.record_day"
    PLACEMENT_DAY_CONFIRM = "placements.confirm_day"
    SCHOOL_GROUP_VIEW = "schools.view_group"
    # supervision
    SUPERVISION_VIEW = "supervision.view_session"
    SUPERVISION_RECORD = "supervision.record_session"
    SUPERVISION_AGREE = "supervision.agree_session"
    SUPERVISION_COMPLIANCE = "supervision.view_compliance"
    # oversight
    DASHBOARD_TEAM = "oversight.view_team"
    DASHBOARD_STUDENTS = "oversight.view_students"
