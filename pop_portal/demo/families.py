"""The demo's families, read from `families.toml`."""

import tomllib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any


class Story(Enum):
    """What happens to a family's work; `pop_portal.demo.stories` plays each one."""

    CLOSED = "worked with and closed in the last two years"
    EARLY_HELP = "level 3 work by consent, sessions every fortnight"
    ASSESSMENT = "child in need, an assessment running, co-worked"
    ASSESSMENT_LATE = "child in need, the assessment past its day"
    PROTECTION = "child in need, then on a child protection plan that has ended"
    UNALLOCATED = "opened and waiting for an accountable worker"
    WITHDRAWN = "consent to sessions withdrawn"
    RESTRICTED = "closed to all but those named"
    REQUESTED = "a request waits for its decision"
    REFUSED = "a request declined, and where to go instead"


@dataclass(frozen=True, kw_only=True)
class DemoChild:
    first: str
    sex: str
    age: int
    school: str = ""
    languages: str = "English"


@dataclass(frozen=True, kw_only=True)
class Grownup:
    name: str
    relation: str
    age: int
    household: bool = True
    responsible: bool = True


@dataclass(frozen=True, kw_only=True)
class Family:
    """`began` counts working days before today; `student` and `worker` are keys of the cast."""

    surname: str
    ethnicity: str
    story: Story
    began: int
    theme: str
    children: tuple[DemoChild, ...]
    grownups: tuple[Grownup, ...]
    student: str = ""
    worker: str = ""


def read_families() -> list[Family]:
    """Every family of the demo, in the order of the file."""
    text = Path(__file__).with_name("families.toml").read_text(encoding="utf-8")
    return [_family(entry) for entry in tomllib.loads(text)["family"]]


def _family(entry: dict[str, Any]) -> Family:
    return Family(
        **entry
        | {
            "story": Story[entry["story"]],
            "children": tuple(DemoChild(**child) for child in entry["children"]),
            "grownups": tuple(Grownup(**grownup) for grownup in entry["grownups"]),
        }
    )
