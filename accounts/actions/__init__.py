"""Everything that is written about people, teams and who answers for whom.

Each action is one transaction, checks what the row can know through `full_clean` (ValidationError
with words a person understands), and stamps the row history with `by`; `by=None` is the system.
"""

from accounts.actions.answering import (
    appoint_deputy,
    end_deputyship,
    end_reporting_line,
    start_reporting_line,
)
from accounts.actions.dated import written_by
from accounts.actions.front_door import (
    ask_password_link,
    end_other_sessions,
    invite,
    log_refusal,
    send_password_links,
)
from accounts.actions.people import (
    add_person,
    change_person,
    end_access,
    reset_second_factor,
    set_access,
    take_back_person,
)
from accounts.actions.students import (
    close_children_access,
    open_children_access,
    set_workload_limit,
)
from accounts.actions.teams import add_team, join_team, leave_team

__all__ = [
    "add_person",
    "add_team",
    "appoint_deputy",
    "ask_password_link",
    "change_person",
    "close_children_access",
    "end_access",
    "end_deputyship",
    "end_other_sessions",
    "end_reporting_line",
    "invite",
    "join_team",
    "leave_team",
    "log_refusal",
    "open_children_access",
    "reset_second_factor",
    "send_password_links",
    "set_access",
    "set_workload_limit",
    "start_reporting_line",
    "take_back_person",
    "written_by",
]
