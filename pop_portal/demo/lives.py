"""Homes, relatives, schooling and life outside the home of the demo's families: `lives.toml`."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.contexts.actions import (
    change_missing,
    link_context,
    record_exploitation,
    report_missing,
)
from casework.chronology.contexts.models import Context, MissingEpisode
from casework.family.actions import (
    add_family_member,
    as_family,
    change_household,
    change_relationship,
    end_tie,
    record_no_recourse,
    record_tie,
)
from casework.family.education.actions import record_attendance, record_education_fact
from casework.family.models import FamilyMember, Household, Relationship
from pop_portal.demo.families import DemoChild, Family, Story
from pop_portal.demo.stage import Stage

UNKNOWN_TO_US = {Story.REQUESTED, Story.REFUSED}
# Calendar days of each reading of attendance, before the work began and since.
READINGS = ((-110, -75), (-70, -35), (-33, -2), (3, 30), (33, 58))
OLD_ENOUGH = 5
SESSIONS_A_DAY = 2


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is told of one family; everything may be left out."""

    surname: str
    together: str = ""
    ended: int = 0
    how: str = ""
    withheld: str = ""
    people: list[dict[str, Any]] = field(default_factory=list)
    couple: dict[str, Any] = field(default_factory=dict)
    parents: list[list[str]] = field(default_factory=list)
    bonds: dict[str, str] = field(default_factory=dict)
    no_recourse: dict[str, Any] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    exploitation: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)


def tell_lives(stage: Stage, families: list[Family], chance: Random) -> None:
    """Put everything of `lives.toml` on the stage, after each family became known."""
    told = tomllib.loads(Path(__file__).with_name("lives.toml").read_text(encoding="utf-8"))
    lives = {life["surname"]: Life(**life) for life in told["family"]}
    homes = list(zip(told["streets"], told["postcodes"], strict=True))
    for number, family in enumerate(families):
        if family.story not in UNKNOWN_TO_US:
            life = lives.get(family.surname, Life(surname=family.surname))
            Living(stage, family, life, told["contexts"], homes[number % len(homes)], chance).tell()


@dataclass
class Living:
    """One family's life on the stage."""

    stage: Stage
    family: Family
    life: Life
    contexts: dict[str, dict[str, str]]
    home: tuple[str, str]
    chance: Random

    def tell(self) -> None:
        began = self.family.began
        self._at(began - 2, 16.5, self._settle)
        for child in self.family.children:
            self._schooling(child)
        for fact in self.life.facts:
            self._at(fact["began"] - 1, 10.25, lambda fact=fact: self._fact(fact))
        for link in self.life.links:
            self._at(began - 5, 14.25, lambda link=link: self._link(link))
        for one in self.life.exploitation:
            self._at(one["began"], 16.75, lambda one=one: self._exploited(one))
        for one in self.life.missing:
            self._at(one["began"] - 1, 9.25, lambda one=one: self._missing(one))

    # The family

    def _settle(self) -> None:
        """Brothers and sisters know each other, parents their tie, and the home its address."""
        records = [self._record(child.first) for child in self.family.children]
        for number, record in enumerate(records):
            for other in records[number + 1 :]:
                add_family_member(
                    child=record,
                    kind="sibling",
                    member=as_family(child=other, by=self.worker),
                    bond="close",
                    by=self.worker,
                )
        self._address(records[0])
        for told in self.life.people:
            self._relative(records, told)
        for name, bond in self.life.bonds.items():
            for row in Relationship.objects.filter(member=self._person(name)):
                self._say(row, bond)
        self._couples()
        for parent, child in self.life.parents:
            record_tie(
                one=self._person(parent), other=self._person(child), kind="parent", by=self.worker
            )
        if told := self.life.no_recourse:
            record_no_recourse(
                member=self._person(told["who"]),
                starts_on=self.stage.day(told["began"]),
                source=told["source"],
                by=self.worker,
            )

    def _address(self, record: Child) -> None:
        household = Household.objects.filter(members__member__known_child=record).first()
        if household is None:
            return
        street, postcode = self.home
        change_household(
            household=household,
            began_from=household.lock_version,
            facts={
                "address": street,
                "postcode": postcode,
                "withheld": bool(self.life.withheld),
                "withheld_why": self.life.withheld,
            },
            by=self.worker,
        )

    def _relative(self, records: list[Child], told: dict[str, Any]) -> None:
        first, _, last = told["name"].partition(" ")
        shared = {"kind": told["kind"], "bond": told.get("bond", "unknown"), "by": self.worker}
        shared |= {"called": told.get("called", ""), "on": self._began}
        row = add_family_member(
            child=records[0],
            basis=told.get("basis", ""),
            first_name=first,
            last_name=last,
            sex=told["sex"],
            dob=date(self.stage.today.year - told["age"], 5, 9),
            is_deceased="died" in told,
            date_of_death=date(told["died"], 2, 2) if "died" in told else None,
            languages=told.get("languages", ""),
            interpreter=told.get("interpreter", "unknown"),
            **shared,
        )
        if told["kind"] != "friend":
            for record in records[1:]:
                add_family_member(child=record, member=row.member, **shared)
        for key, kind in (("parent_of", "parent"), ("sibling_of", "sibling")):
            if key in told:
                record_tie(one=row.member, other=self._person(told[key]), kind=kind, by=self.worker)

    def _couples(self) -> None:
        told = self.life.couple
        if self.life.together:
            one, other = (grownup.name for grownup in self.family.grownups[:2])
            told = {
                "one": one,
                "other": other,
                "kind": self.life.together,
                "ended": self.life.ended,
                "how": self.life.how,
            }
        if not told:
            return
        tie = record_tie(
            one=self._person(told["one"]),
            other=self._person(told["other"]),
            kind=told["kind"],
            by=self.worker,
        )
        if told["ended"]:
            on = self.stage.today - timedelta(days=told["ended"])
            end_tie(tie=tie, on=on, how=told["how"], by=self.worker)

    def _say(self, row: Relationship, bond: str) -> None:
        change_relationship(
            relationship=row,
            began_from=row.lock_version,
            facts={"bond": bond},
            person={},
            by=self.worker,
        )

    # School

    def _schooling(self, child: DemoChild) -> None:
        if child.age < OLD_ENOUGH or not child.school:
            return
        start = self.chance.uniform(0.72, 0.9)
        for number, (first, last) in enumerate(READINGS):
            share = min(0.98, start + 0.03 * number + self.chance.uniform(-0.02, 0.02))
            on = self._began + timedelta(days=last + 1)
            if on < self.stage.today:
                self.stage.at(
                    max(on, self.stage.day(self.family.began - 3)),
                    15.25,
                    self._reading(child, first, last, share),
                )

    def _reading(self, child: DemoChild, first: int, last: int, share: float) -> Callable[[], None]:
        def read() -> None:
            possible = (last - first) * 5 // 7 * SESSIONS_A_DAY
            attended = round(possible * share)
            record = self._record(child.first)
            record_attendance(
                child=record,
                starts_on=self._began + timedelta(days=first),
                ends_on=self._began + timedelta(days=last),
                school=record.school,
                possible=possible,
                attended=attended,
                unauthorised=(possible - attended) // 3,
                source="school",
                said_on=timezone.localdate(),
                by=self.worker,
            )

        return read

    def _fact(self, told: dict[str, Any]) -> None:
        record_education_fact(
            child=self._record(told.get("child", self.family.children[0].first)),
            kind=told["kind"],
            starts_on=self.stage.day(told["began"]),
            ends_on=self.stage.day(told["until"]) if "until" in told else None,
            school_days=told.get("days"),
            note=told.get("note", ""),
            source=told.get("source", "school"),
            said_on=self.stage.day(told["began"]),
            by=self.worker,
        )

    # Outside home

    def _link(self, told: dict[str, Any]) -> None:
        context = self.contexts[told["context"]]
        known = Context.objects.filter(name=context["name"]).first()
        link_context(
            child=self._record(told.get("child", self.family.children[0].first)),
            context=known,
            starts_on=self._began,
            bearing=told["bearing"],
            part=told["part"],
            why=told["why"],
            by=self.worker,
            **({} if known else context),
        )

    def _exploited(self, told: dict[str, Any]) -> None:
        context = Context.objects.filter(name=self.contexts[told["context"]]["name"]).first()
        strands = {name: told.get(name, "") for name in ("prepare", "prevent", "protect", "pursue")}
        record_exploitation(
            child=self._record(told["child"]),
            kind=told["kind"],
            level=told["level"],
            starts_on=self.stage.day(told["began"]),
            context=context,
            what=told["what"],
            source=told["source"],
            by=self.worker,
            **strands,
        )

    def _missing(self, told: dict[str, Any]) -> None:
        hour = told["hour"]
        clock = time(int(hour), int(hour % 1 * 60))
        since = timezone.make_aware(datetime.combine(self.stage.day(told["began"]), clock))
        back = since + timedelta(hours=told["hours"])
        known_back = back <= timezone.now()
        row = report_missing(
            child=self._record(told["child"]),
            missing_from=since,
            from_where=told["where"],
            reported_at=since + timedelta(minutes=50) if told["police"] else None,
            found_at=back if known_back else None,
            what=told["what"],
            by=self.worker,
        )
        if not known_back:
            moment = timezone.localtime(back) + timedelta(minutes=20)
            self.stage.at(
                moment.date(),
                moment.hour + moment.minute / 60,
                lambda: self._update(row, {"found_at": back}),
            )
        if "held" in told:
            self._at(told["held"], 15.5, lambda: self._talk(row, told))

    def _talk(self, row: MissingEpisode, told: dict[str, Any]) -> None:
        facts = {
            "interview": "accepted",
            "offered_on": self.stage.day(told["held"] + 1),
            "held_at": timezone.now() - timedelta(minutes=40),
            "interviewer": told["who"],
            "learned": told["learned"],
        }
        self._update(row, facts)

    def _update(self, row: MissingEpisode, facts: dict[str, Any]) -> None:
        row.refresh_from_db()
        change_missing(missing=row, began_from=row.lock_version, facts=facts, by=self.worker)

    # Who and when

    @property
    def worker(self) -> Person:
        return self.stage.people[self.family.worker or "tm"]

    @property
    def _began(self) -> date:
        return self.stage.day(self.family.began)

    def _record(self, first: str) -> Child:
        return Child.objects.select_related("school").get(
            first_name=first, last_name=self.family.surname
        )

    def _person(self, name: str) -> FamilyMember:
        first, _, last = name.partition(" ")
        children = Child.objects.filter(last_name=self.family.surname)
        return FamilyMember.objects.related_to(children).get(first_name=first, last_name=last)

    def _at(self, ago: int, hour: float, event: Callable[[], Any]) -> None:
        if ago >= 0:
            self.stage.at(self.stage.day(ago), hour, event)
