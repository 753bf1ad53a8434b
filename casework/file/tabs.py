"""The sections of this wing and of the wings below it, in the one order; upper rooms add theirs."""

from accounts.permissions import Permission
from casework.direct_work.presenters import safety_panel
from casework.file.identity import plan_panel
from casework.file.registry import Panel, Tab, register_panel, register_tab

TABS = (
    Tab(
        name="overview",
        text="Overview",
        url_name="casework:child-overview",
        permission=Permission.CHILD_VIEW,
        order=10,
    ),
    Tab(
        name="chronology",
        text="Chronology",
        url_name="casework:chronology-list",
        permission=Permission.CHRONOLOGY_VIEW,
        order=20,
    ),
    Tab(
        name="direct_work",
        text="Visits and direct work",
        url_name="casework:session-list",
        permission=Permission.DIRECT_WORK_VIEW,
        order=30,
    ),
    # 40 assessments, 50 plan, 60 meetings, 70 people, 80 consent, 100 documents: their wings' own.
    Tab(
        name="decisions",
        text="Actions",
        url_name="casework:decision-list",
        permission=Permission.DECISION_VIEW,
        order=90,
    ),
    Tab(
        name="read_log",
        text="Who looked",
        url_name="casework:read-log",
        permission=Permission.READ_LOG_VIEW,
        order=110,
    ),
)
PANELS = (
    Panel(
        name="plan",
        place="aside",
        order=15,
        permission=Permission.PLAN_VIEW,
        template="casework/plan/_plan_panel.html",
        context=plan_panel,
    ),
    Panel(
        name="safety",
        place="aside",
        order=10,
        permission=Permission.DIRECT_WORK_VIEW,
        template="casework/direct_work/_safety_panel.html",
        context=safety_panel,
    ),
)


def register_own() -> None:
    for tab in TABS:
        register_tab(tab)
    for panel in PANELS:
        register_panel(panel)
