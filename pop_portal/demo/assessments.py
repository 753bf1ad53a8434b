"""Assessments on the stage: one of each state, written section by section as people write them."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Person
from casework.assessment import actions
from casework.assessment.models import Assessment, AssessmentSuggestion
from casework.assessment.sections import KEYS
from casework.assessment.wording import paragraphs
from casework.child.models import Child
from casework.episode.models import Episode
from pop_portal.demo.families import Family
from pop_portal.demo.stage import Stage

# The working day of each checkpoint, and the day after the referral on which writing begins.
CHECKPOINTS = (9, 19, 28)
BEGINS = 5
FACTORS = {
    "arguments": ["3B", "17A"],
    "drinking": ["1B", "4B", "7A"],
    "housing": ["4B", "20"],
    "neglect": ["4B", "16A"],
    "loss": ["4A", "4B"],
}
# How far each family's assessment has come; who is not named here has begun and written little.
STANDS_AT = {
    "Sobczak": "nearly",
    "Brennan": "to_authorise",
    "Kallon": "to_countersign",
    "Mbeki": "returned",
    "Penhale": "again",
    "Bramley": "authorised",
    "Ferreira": "not_begun",
}
BEGUN = ("reason", "sources", "seen", "health", "education", "emotions", "relationships")


@cache
def words() -> dict[str, Any]:
    text = Path(__file__).with_name("assessments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass
class Assessing:
    """One child's assessment, told from the day the case opened."""

    stage: Stage
    family: Family
    episode: Episode
    record: Child

    def tell(self) -> None:
        """Put everything about this assessment on the stage."""
        for stage, after in enumerate(CHECKPOINTS):
            self._at(after, 16.25, self._review(stage, after))
        # One child of a family shows how far it can come; brothers and sisters follow.
        is_first = self.record.first_name == self.family.children[0].first
        far = STANDS_AT.get(self.family.surname, "begun") if is_first else "begun"
        if far != "not_begun":
            self._at(BEGINS, 10.5, lambda: self._begin(far))

    # What happens

    def _begin(self, far: str) -> None:
        assessment = actions.start_assessment(
            episode=self.episode, by=self.student, on=self._day(BEGINS)
        )
        self._at(BEGINS + 3, 14, lambda: self._write(assessment, BEGUN, BEGINS + 3))
        if far == "begun":
            return
        rest = [key for key in KEYS if key not in BEGUN]
        if far == "nearly":
            left = {"parents", "outcome"}
            rest = [key for key in rest if key not in left]
        self._at(24, 15, lambda: self._write(assessment, rest, 24))
        self._at(25, 9.75, lambda: self._note(assessment))
        if far != "nearly":
            self._at(25, 11, lambda: self._send(assessment, far))

    def _send(self, assessment: Assessment, far: str) -> None:
        self._settle(assessment)
        actions.submit_assessment(assessment=assessment, by=self.student)
        if far == "returned":
            self._at(27, 14.5, lambda: self._return(assessment))
        elif far != "to_countersign":
            self._at(26, 9.5, lambda: self._sign(assessment, far))

    def _sign(self, assessment: Assessment, far: str) -> None:
        actions.countersign_assessment(assessment=assessment, by=self.worker)
        if far in {"again", "authorised"}:
            self._at(27, 10, lambda: self._authorise(assessment, far))

    def _authorise(self, assessment: Assessment, far: str) -> None:
        actions.authorise_assessment(assessment=assessment, by=self.stage.people["tm"])
        self._at(28, 17, lambda: self._share(assessment))
        if far == "again":
            self._at(30, 10, self._again)

    def _share(self, assessment: Assessment) -> None:
        actions.share_with_family(
            assessment=assessment,
            on=self._day(28),
            how=words()["comments"]["shared"],
            by=self.student,
        )

    def _again(self) -> None:
        told = words()["again"]
        assessment = actions.start_assessment(
            episode=self.episode,
            by=self.student,
            on=self._day(30),
            why=self._said(told["why"]),
            decided_on=self._day(30),
        )
        self._settle(assessment, only={"health", "education", "warmth", "wider_family"})
        for key in ("housing", "employment"):
            self._settle(assessment, only={key}, accept=False)
            text, more = told[key]
            self._save(assessment, key, text=self._said(text), more=self._said(more))

    def _return(self, assessment: Assessment) -> None:
        text = assessment.sections.get(key="safety").text
        actions.pin_comment(
            assessment=assessment,
            section_key="safety",
            quote=paragraphs(text)[0],
            text=words()["comments"]["pinned"],
            by=self.worker,
        )
        actions.return_assessment(
            assessment=assessment, comment=words()["comments"]["overall"], by=self.worker
        )

    def _note(self, assessment: Assessment) -> None:
        educator = self.stage.people[self.stage.places[f"educator of {self.family.student}"]]
        actions.add_learning_note(
            assessment=assessment, text=words()["comments"]["learning"], by=educator
        )

    def _review(self, stage: int, after: int) -> Callable[[], None]:
        def look() -> None:
            told = words()["checkpoints"][stage]
            actions.record_checkpoint(
                episode=self.episode,
                stage=stage,
                held_on=self._day(after),
                by=self.stage.people["tm"],
                **told,
            )

        return look

    # Writing

    def _write(self, assessment: Assessment, keys: Iterable[str], after: int) -> None:
        keys = list(keys)
        self._settle(assessment, only=set(keys))
        for key in keys:
            for answers in self._answers(key, after):
                self._save(assessment, key, **answers)

    def _save(
        self, assessment: Assessment, key: str, *, finish: bool = True, **answers: Any
    ) -> None:
        actions.write_section(
            assessment=assessment,
            key=key,
            began_from=assessment.sections.get(key=key).lock_version,
            by=self.student,
            answers=answers,
            finish=finish,
        )

    def _answers(self, key: str, after: int) -> list[dict[str, Any]]:
        """What is saved in a section, once or several times as rows are added one by one."""
        return {
            "sources": self._sources,
            "seen": self._seen,
            "dangers": self._dangers,
            "scales": self._scales,
            "factors": lambda _: [{"factors": FACTORS.get(self.family.theme, ["4B", "20"])}],
            "outcome": lambda _: [
                words()["outcome"] | {"more": self._said(words()["outcome"]["more"])}
            ],
        }.get(key, lambda _: [self._text(key)])(after)

    def _text(self, key: str) -> dict[str, Any]:
        text, more = words()["texts"][key]
        return {"text": self._said(text), "more": self._said(more)}

    def _sources(self, after: int) -> list[dict[str, Any]]:
        rows = [
            {"kind": "parent", "who": self.parent, "on": self._day(after - 2), "why_not": ""},
            {"kind": "health", "who": "Health visitor", "on": self._day(after - 1), "why_not": ""},
        ]
        if self.record.school:
            who = f"{self.record.school.name}, class teacher"
            rows.append({"kind": "school", "who": who, "on": self._day(after - 1), "why_not": ""})
        last = len(rows) - 1
        return [{"add": row, "finish": number == last} for number, row in enumerate(rows)]

    def _seen(self, after: int) -> list[dict[str, Any]]:
        row = self.record
        known = Assessment.objects.open().get(episode=self.episode)
        return [
            {
                "add": {"on": self._day(after - 2), "alone": True, "place": "Home"},
                "own_words": known.own_words or "I like it when it is quiet and Gran is there.",
                "words_language": "Polish" if "Polish" in row.languages else "",
                "tool": None,
                "not_alone_why": "",
                "not_seen_why": "",
            }
        ]

    def _dangers(self, after: int) -> list[dict[str, Any]]:
        told = words()["map"]
        pairs = [(told["danger"], told["goal"]), (told["second_danger"], told["second_goal"])]
        return [{"pairs": [(self._said(danger), self._said(goal)) for danger, goal in pairs]}]

    def _scales(self, after: int) -> list[dict[str, Any]]:
        first, later = self._day(after - 15), self._day(after)
        given = [
            ("child", "", 3, first),
            ("parent", self.parent, 6, first),
            ("child", "", 5, later),
            ("parent", self.parent, 6, later),
            ("worker", self.student.name, 4, later),
        ]
        last = len(given) - 1
        return [
            {
                "add": {"said_by": said_by, "who": who, "value": value, "on": on},
                "finish": number == last,
            }
            for number, (said_by, who, value, on) in enumerate(given)
        ]

    def _settle(
        self, assessment: Assessment, only: set[str] | None = None, *, accept: bool = True
    ) -> None:
        """The first two words brought in are accepted, what repeats them is removed."""
        waiting = AssessmentSuggestion.objects.filter(assessment=assessment, state="waiting")
        for number, offered in enumerate(
            row for row in waiting if only is None or row.section_key in only
        ):
            actions.settle_suggestion(
                assessment=assessment,
                suggestion_id=offered.pk,
                accept=accept and (number < 2 or offered.source_type.endswith("assessment")),
                by=self.student,
            )

    # People and days

    def _said(self, text: str) -> str:
        first_of_parent = self.parent.partition(" ")[0]
        return text.format(first=self.record.first_name, parent=first_of_parent)

    @property
    def parent(self) -> str:
        return next(one.name for one in self.family.grownups if one.responsible)

    @property
    def student(self) -> Person:
        return self.stage.people[self.family.student]

    @property
    def worker(self) -> Person:
        return self.stage.people[self.family.worker]

    def _day(self, after: int) -> Any:
        return self.stage.day(self.family.began - after)

    def _at(self, after: int, hour: float, event: Callable[[], Any]) -> None:
        ago = self.family.began - after
        if ago >= 0:
            self.stage.at(self.stage.day(ago), hour, event)
