"""Deadlines the way rooms make them: facts in, refresh."""

import uuid
from dataclasses import dataclass
from datetime import date

from timescales.actions import refresh
from timescales.deadlines import DeadlineFact
from timescales.models import Deadline


def fact(**fields) -> DeadlineFact:
    """An assessment clock from Thu 1 May 2025, unless told otherwise."""
    return DeadlineFact(
        **{
            "rule": "C2",
            "key": "assessment",
            "starts": date(2025, 5, 1),
            "root_id": uuid.uuid4(),
            "reference": "TS-1108",
            "owner_id": None,
        }
        | fields
    )


@dataclass
class Made:
    subject_id: uuid.UUID
    root_id: uuid.UUID
    deadline: Deadline


def running(subjects, *, subject_type: str = "thing", silent: bool = False, **fields) -> Made:
    """One stored deadline of one new subject."""
    subject_id, one = uuid.uuid4(), fact(**fields)
    subjects.facts[subject_id] = [one]
    refresh(subject_type, [subject_id], silent=silent)
    return Made(subject_id, one.root_id, Deadline.objects.get(subject_id=subject_id))
