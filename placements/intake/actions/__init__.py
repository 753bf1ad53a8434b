"""What is written about intakes; one noun a file."""

from placements.intake.actions.intakes import change_intake, plan_intake
from placements.intake.actions.matching import match_student
from placements.intake.actions.offers import (
    answer_offer,
    change_offer,
    make_offer,
    name_student,
    withdraw_student,
)
from placements.intake.actions.wheel import (
    add_task,
    do_task,
    drop_task,
    pass_task,
    reopen_task,
    save_step,
)

__all__ = [
    "add_task",
    "answer_offer",
    "change_intake",
    "change_offer",
    "do_task",
    "drop_task",
    "make_offer",
    "match_student",
    "name_student",
    "pass_task",
    "plan_intake",
    "reopen_task",
    "save_step",
    "withdraw_student",
]
