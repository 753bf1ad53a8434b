"""Plans, their reviews and safety plans of some of the demo's children in need: `plans.toml`."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Person
from casework.child.models import Child
from casework.episode.models import Episode
from casework.plan import actions as plans
from casework.plan.codes import Kind
from casework.plan.models import Plan, PlanVersion
from casework.plan.reads import people_to_ask, signed_work
from pop_portal.demo.families import Family
from pop_portal.demo.stage import Stage

# How far a paper comes; each stage passes through those before it.
STAGES = ("draft", "returned", "sign", "authorise", "in_force", "second_draft")
TEXTS = (
    "why_plan", "working_well", "must_change", "family_network", "contingency", "ends_when",
    "childs_version",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """What `plans.toml` tells of one child's plan."""

    surname: str
    first: str
    started: int
    reaches: str
    need: list[dict[str, Any]]
    agreed: list[str]
    why_plan: str
    working_well: str
    must_change: str
    family_network: str
    contingency: str
    ends_when: str
    childs_version: str
    ended: int = 0
    again: int = 0
    comment: str = ""
    review: list[Any] = field(default_factory=list)
    moved: str = ""
    near: list[list[Any]] = field(default_factory=list)
    new_words: str = ""
    visit_every: int = 15


def tell_plans(stage: Stage, families: list[Family]) -> None:
    """Put everything of `plans.toml` on the stage."""
    told = tomllib.loads(Path(__file__).with_name("plans.toml").read_text(encoding="utf-8"))
    known = {family.surname: family for family in families}
    for entry in told["plan"]:
        Planning(stage, known[entry["surname"]], Told(**entry)).tell()
    for entry in told["safety"]:
        _tell_safety(stage, known[entry["surname"]], entry)


@dataclass
class Planning:
    """One child's plan on the stage."""

    stage: Stage
    family: Family
    told: Told

    def tell(self) -> None:
        if self.told.ended:
            self._at(self.told.started, 10, lambda: self._start(write=False))
            self._at(self.told.ended, 16, self._end)
            self._at(self.told.again, 10, lambda: self._start())
        else:
            self._at(self.told.started, 10, lambda: self._start())

    def _start(self, *, write: bool = True) -> None:
        plan = plans.start_plan(
            episode=Episode.objects.open().get(child=self.child),
            kind=Kind.CHILD_IN_NEED,
            starts_on=timezone.localdate(),
            by=self.worker,
        )
        if write:
            began = self.told.again or self.told.started
            self._at(began - 2, 14, lambda: self.write(plan, began))

    def _end(self) -> None:
        plan = Plan.objects.open().get(child=self.child)
        plans.end_plan(
            plan=plan,
            ends_on=timezone.localdate(),
            reason="needs_met",
            note="Quiet since the summer; the family has the number.",
            by=self.worker,
        )

    def write(self, plan: Plan, began: int) -> None:
        """A version of the plan that began then, as far as the story comes."""
        version = plans.new_version(plan=plan, by=self.student)
        for need in self.told.need:
            self._need(version, need)
        self._agreements(version)
        version.refresh_from_db()
        texts = {name: getattr(self.told, name) for name in TEXTS}
        fields = texts | {
            "visit_every": self.told.visit_every,
            "meeting_on": timezone.localdate(),
        }
        plans.save_version(
            version=version, began_from=version.lock_version, fields=fields, by=self.student
        )
        self._on(began - 3, 11, version, self._send, "returned")

    def _send(self, version: PlanVersion, began: int) -> None:
        plans.submit_version(version=version, by=self.student)
        if self.told.reaches == "returned":
            self._at(
                began - 1,
                15,
                lambda: plans.return_version(
                    version=version, comment=self.told.comment, by=self.worker
                ),
            )
            return
        self._on(began - 1, 15, version, self._sign, "authorise")

    def _sign(self, version: PlanVersion, began: int) -> None:
        plans.countersign_version(version=version, by=self.worker)
        self._on(began - 1, 12, version, self._authorise, "in_force")

    def _authorise(self, version: PlanVersion, began: int) -> None:
        plans.authorise_version(version=version, by=self.manager)
        self._at(began - 1, 16.5, lambda: self._share(version))
        for number, (said_by, value) in enumerate(self.told.near):
            self._at(
                began - 2 - 3 * number,
                17,
                lambda said_by=said_by, value=value: self._near(version, said_by, value),
            )
        if self.told.moved:
            self._at(began - 9, 17.25, lambda: self._moved(version))
        if self.told.review:
            self._at(began - 11, 15, lambda: self._review(version.plan))
        if self.told.new_words:
            self._at(2, 15, lambda: self._again(version.plan))

    def _need(self, version: PlanVersion, told: dict[str, Any]) -> None:
        need = plans.add_need(
            version=version,
            fields={"words": told["words"], "whose_words": told["whose"]},
            by=self.student,
        )
        for one in told["outcome"]:
            outcome = plans.add_outcome(
                need=need,
                fields={
                    "words": one["words"],
                    "how_we_know": one["see"],
                    "easy_words": one["easy"],
                },
                by=self.student,
            )
            for row in one.get("action", []):
                owner = {"student": self.student, "worker": self.worker}.get(row["who"])
                plans.add_action(
                    outcome=outcome,
                    fields={
                        "what": row["what"],
                        "owner": owner,
                        "owner_name": "" if owner else row["who"],
                        "due_on": timezone.localdate() + timedelta(days=14 + row["days"]),
                    },
                    by=self.student,
                )

    def _agreements(self, version: PlanVersion) -> None:
        if not self.told.agreed:
            return
        own_words, _, why = self.told.agreed
        on = timezone.localdate()
        for number, one in enumerate(people_to_ask(self.child, on)):
            could_not = bool(why) and one.who == "absent_parent"
            plans.record_agreement(
                paper=version,
                who=one.who,
                name=one.name,
                member_id=one.member_id,
                answer="could_not" if could_not else "yes",
                why=why if could_not else "",
                own_words=own_words if number == 0 else "",
                asked_on=on,
                by=self.student,
            )

    def _share(self, version: PlanVersion) -> None:
        version.refresh_from_db()
        on = timezone.localdate()
        parent = people_to_ask(self.child, on)[1]
        languages = self.child.languages.split(",")
        foreign = languages[0].strip() if languages and languages[0] else "English"
        plans.record_sharing(
            paper=version,
            who=parent.who,
            name=parent.name,
            member_id=parent.member_id,
            shared_on=on,
            how="in_person",
            language=foreign,
            interpreter="not_needed" if foreign == "English" else "there",
            easy_read=True,
            by=self.student,
        )

    def _near(self, version: PlanVersion, said_by: str, value: int) -> None:
        outcome = version.outcomes.order_by("need__position", "position").first()
        plans.read_scale(
            outcome=outcome, said_by=said_by, value=value, on=timezone.localdate(), by=self.student
        )

    def _moved(self, version: PlanVersion) -> None:
        work = signed_work(self.child.pk, version.plan.starts_on)
        if work:
            outcome = version.outcomes.order_by("need__position", "position").first()
            plans.link_progress(
                outcome=outcome, source=work[0], what_moved=self.told.moved, by=self.student
            )

    def _review(self, plan: Plan) -> None:
        childs, parents, childs_scale, parents_scale = self.told.review
        on = timezone.localdate()
        people = people_to_ask(self.child, on)
        brought = [plans.Brought("child", people[0].name, "there", childs, childs_scale)]
        brought += [
            plans.Brought(one.who, one.name, "there", parents, parents_scale)
            if number == 0
            else plans.Brought(one.who, one.name, "in_writing", "Agrees with what is written.")
            for number, one in enumerate(people[1:])
        ]
        brought.append(plans.Brought("professional", "Form tutor", "through", "On time this week."))
        review = plans.start_review(
            plan=plan,
            fields={
                "held_on": on,
                "chaired_by": self.worker.name,
                "better": parents,
                "worries": "It is early. One bad evening is enough to undo it.",
                "result": "continue",
                "result_why": "It begins to work; nobody wants to stop now.",
                "next_on": on + timedelta(days=35),
            },
            brought=brought,
            by=self.student,
        )
        plans.submit_review(review=review, by=self.student)
        plans.countersign_review(review=review, by=self.worker)

    def _again(self, plan: Plan) -> None:
        version = plans.new_version(plan=plan, by=self.student)
        plans.save_version(
            version=version,
            began_from=version.lock_version,
            fields={"why_new": self.told.new_words},
            by=self.student,
        )

    def _on(
        self,
        ago: int,
        hour: float,
        version: PlanVersion,
        act: Callable[[PlanVersion, int], None],
        needs: str,
    ) -> None:
        """The next step, where the story comes so far."""
        reached = STAGES.index(self.told.reaches)
        if act == self._send and reached == 0:
            return
        if act != self._send and reached < STAGES.index(needs):
            return
        self._at(ago, hour, lambda: act(version, ago))

    def _at(self, ago: int, hour: float, event: Callable[[], Any]) -> None:
        if ago >= 0:
            self.stage.at(self.stage.day(ago), hour, event)

    @property
    def child(self) -> Child:
        return Child.objects.get(first_name=self.told.first, last_name=self.told.surname)

    @property
    def student(self) -> Person:
        return self.stage.people[self.family.student]

    @property
    def worker(self) -> Person:
        return self.stage.people[self.family.worker]

    @property
    def manager(self) -> Person:
        return self.stage.people["tm"]


def _tell_safety(stage: Stage, family: Family, told: dict[str, Any]) -> None:
    def write() -> None:
        student, worker = stage.people[family.student], stage.people[family.worker]
        child = Child.objects.get(first_name=told["first"], last_name=told["surname"])
        paper = plans.start_safety_plan(
            episode=Episode.objects.open().get(child=child),
            fields={
                name: told[name]
                for name in (
                    "signs", "first_thing", "safe_place", "code_word", "childs_part", "afterwards",
                )
            } | {"talk_again_on": _in_a_month()},
            steps=[plans.Step(*step) for step in told["steps"]],
            by=student,
        )  # fmt: skip
        for one in people_to_ask(child, timezone.localdate()):
            if one.who != "absent_parent":
                plans.record_agreement(
                    paper=paper, who=one.who, name=one.name, member_id=one.member_id,
                    answer="yes", asked_on=timezone.localdate(), by=student,
                )  # fmt: skip
        plans.submit_safety_plan(safety_plan=paper, by=student)
        if told["reaches"] == "signed":
            plans.countersign_safety_plan(safety_plan=paper, by=worker)

    stage.at(stage.day(told["ago"]), 16.75, write)


def _in_a_month() -> date:
    return timezone.localdate() + timedelta(days=28)
