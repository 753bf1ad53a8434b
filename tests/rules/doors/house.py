"""Doors of the ground floors and of the rooms beside casework and placements."""

from tests.rules.doors.opened import AROUND, EVERYBODY, STAFF, door, post

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
    "supervision:extract-list": door(
        "student pe tm tutor", at="placement", shut="gm business_support auditor"
    ),
    "supervision:extract-detail": door("student pe tm tutor", at="extract"),
    "supervision:extract-release": door("pe", at="answered", shut="student tm auditor"),
    "supervision:extract-withdraw": door("pe", at="extract", shut="student tm tutor"),
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
