"""What happens to each family: requests, episodes, workers, consents, sessions, decisions."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from random import Random
from typing import Any

from accounts.models import Person
from casework.child.actions import add_child, declare_conflict, restrict_child
from casework.child.models import Child
from casework.closure import actions as closure
from casework.consent import actions as consent
from casework.decision.actions import complete_action, confirm_decision, record_decision
from casework.decision.models import Decision
from casework.decision.reads import open_for
from casework.direct_work import actions as work
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.tool.models import Tool
from casework.episode import actions as episodes
from casework.episode.models import Allocation, Episode
from casework.family.actions import add_family_member
from casework.family.models import FamilyMember
from casework.request import actions as requests
from casework.request.models import Request
from pop_portal.demo.assessments import Assessing
from pop_portal.demo.families import DemoChild, Family, Grownup, Story
from pop_portal.demo.stage import Stage

# Fixed: the same day gives the same demo.
SEED = 2020
FORTNIGHT = 10
CONSENT_DAYS = 180
WITHDRAWN_AGO = 6
MEMBER_KINDS = {"mother": "mother", "father": "father", "grandmother": "grandparent"}
BASES = {"mother": "birth_mother", "father": "registered", "grandmother": "sgo"}


def read_themes() -> dict[str, Any]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass
class Telling:
    """One family's story on the stage, with the words of its theme."""

    stage: Stage
    family: Family
    theme: dict[str, Any]
    chance: Random
    tools: dict[str, Tool]
    grownups: dict[str, FamilyMember] = field(default_factory=dict)

    def tell(self) -> None:
        """Put every event of this family on the stage."""
        plays: dict[Story, Callable[[DemoChild], None]] = {
            Story.CLOSED: self._closed,
            Story.EARLY_HELP: self._early_help,
            Story.WITHDRAWN: self._early_help,
            Story.ASSESSMENT: self._in_need,
            Story.ASSESSMENT_LATE: self._in_need,
            Story.PROTECTION: self._in_need,
            Story.RESTRICTED: self._restricted,
            Story.UNALLOCATED: self._unallocated,
            Story.REQUESTED: self._asked,
            Story.REFUSED: self._refused,
        }
        for child in self.family.children:
            plays[self.family.story](child)

    # Stories

    def _asked(self, child: DemoChild) -> None:
        self._at(self.family.began, 14.5, lambda: self._request(child))

    def _refused(self, child: DemoChild) -> None:
        def decide(asked: Request) -> None:
            requests.decide_request(
                request=asked,
                decision="refused",
                reason="The need is at level 2 and one service can meet it.",
                where_instead="The school's own mentor, and the family hub's evening group.",
                by=self.tm,
            )

        def ask() -> None:
            asked = self._request(child, level=2)
            self._at(self.family.began, 15.5, lambda: decide(asked))

        self._at(self.family.began, 10, ask)

    def _early_help(self, child: DemoChild) -> None:
        def accept(asked: Request) -> None:
            decided = requests.decide_request(
                request=asked,
                decision="accepted",
                reason="Level 3, and a student has room for it.",
                not_a_duplicate_because="Asked the school: a brother, a sister or a namesake.",
                sex=child.sex,
                by=self.tm,
            )
            self._enrich(decided.child, child)
            self._carried(decided.episode, decided.child)

        def ask() -> None:
            asked = self._request(child)
            self._at(self.family.began - 1, 11, lambda: accept(asked))

        self._at(self.family.began, 13.25, ask)

    def _in_need(self, child: DemoChild) -> None:
        self._at(self.family.began, 9.5, lambda: self._open_in_need(child, self._assessed))

    def _assessed(self, episode: Episode, record: Child) -> None:
        self._carried(episode, record)
        Assessing(self.stage, self.family, episode, record).tell()

    def _restricted(self, child: DemoChild) -> None:
        def restrict(episode: Episode, record: Child) -> None:
            restrict_child(
                child=record,
                named=[self._person(self.family.worker)],
                why="Family of a member of staff",
                starts_on=self._day(0),
                by=self.tm,
            )
            self._carried(episode, record)

        self._at(self.family.began, 9.5, lambda: self._open_in_need(child, restrict))

    def _unallocated(self, child: DemoChild) -> None:
        self._at(self.family.began, 9.5, lambda: self._open_in_need(child, lambda *_: None))

    def _goodbye(self, allocation: Allocation) -> None:
        goodbye = closure.plan_goodbye(
            allocation=allocation,
            last_session_on=self._day(75),
            told_by="together",
            told_on=self._day(75),
            what_told="The work we agreed is done, and what you made is yours.",
            handover="Nothing is left open; school knows whom to ask.",
            by=allocation.person,
        )
        closure.say_goodbye(
            goodbye=goodbye,
            said_on=self._day(75),
            how_it_went="Sad at first, then proud of the folder.",
            by=allocation.person,
        )

    def _closed(self, child: DemoChild) -> None:
        def close(episode: Episode) -> None:
            for decision in open_for([episode.child_id]):
                if decision.status == Decision.Status.ADVICE:
                    decision = confirm_decision(decision=decision, by=self.tm)
                complete_action(decision=decision, outcome="Done before closing.", by=self.tm)
            for allocation in episode.allocations.co_working().in_force(self._day(75)):
                self._goodbye(allocation)
            closure.close(
                episode=episode,
                on=self._day(75),
                reason="EH1",
                what_changed="The agreed work is finished; home and school say it shows.",
                child_told="The student and a parent told the child together, at school.",
                by=self.tm,
            )

        def begin() -> None:
            record = self._child(child)
            episode = self._open(record, Episode.Kind.EARLY_HELP)
            self._carried(episode, record, last=70)
            self._at(self.family.began - 75, 16, lambda: close(episode))

        self._at(self.family.began, 9.5, begin)

    # Steps

    def _open_in_need(self, child: DemoChild, then: Callable[[Episode, Child], None]) -> None:
        record = self._child(child)
        episode = self._open(record, Episode.Kind.IN_NEED)
        then(episode, record)

    def _open(self, record: Child, kind: Episode.Kind) -> Episode:
        referred = self._day(0) if kind == Episode.Kind.IN_NEED else None
        return episodes.open_episode(
            child=record,
            kind=kind,
            team=self.stage.teams["pop"],
            opened_on=self._day(0),
            referral_date=referred,
            referral_source=self.chance.choice(["2A", "3B", "5D", "6", "1A"]),
            primary_need=self.theme["need"],
            why="Agreed with the referring team to be co-worked here.",
            by=self.tm,
        )

    def _carried(self, episode: Episode, record: Child, last: int = 0) -> None:
        """Workers the next day, consent, then sessions every fortnight until `last` days after."""
        done = self.family.began - last if last else 0
        self._at(self.family.began - 1, 12, lambda: self._allocate(episode))
        self._at(self.family.began - 2, 15, lambda: self._consents(record))
        if not self.family.student:
            return
        days = range(self.family.began - 4, done - 1, -FORTNIGHT)
        for number, ago in enumerate(days):
            self._at(ago, 15.75, self._session(record, number, ago, is_last=ago - FORTNIGHT < done))
        if self.family.story == Story.WITHDRAWN:
            self._at(WITHDRAWN_AGO, 17, lambda: self._withdraw(record))
        self._at(max(done, self.family.began - 18), 16.5, lambda: self._decide(record))

    def _allocate(self, episode: Episode) -> None:
        worker = self._person(self.family.worker)
        on = self._day(1)
        episodes.allocate_accountable(
            episode=episode,
            person=worker,
            starts_on=on,
            why="Knows the school and the area.",
            by=self.tm,
        )
        if self.family.student:
            episodes.allocate_co_worker(
                episode=episode,
                student=self._person(self.family.student),
                starts_on=on,
                why="Knows the school, and has time on the days that suit the child.",
                part="Direct work with the child, and the child’s voice in what is written.",
                learning="Direct work that fits this stage of learning; a registered worker leads.",
                override_reason="Brothers and sisters stay together; agreed in supervision.",
                by=self.tm,
            )

    def _consents(self, record: Child) -> None:
        parent = next(one for one in self.family.grownups if one.responsible)
        worker = self._person(self.family.worker)
        until = self.stage.ahead(CONSENT_DAYS // 2)
        common = {"child": record, "given_on": self._day(2), "expires_on": until, "by": worker}
        for activity in ("one_to_one", "sharing", "student_observation"):
            consent.record_consent(
                activity=activity,
                giver_kind="parent_carer",
                giver_name=parent.name,
                answer="yes",
                method="in_person",
                capacity_basis="pr",
                **common,
            )
        consent.record_consent(
            activity="one_to_one",
            giver_kind="child",
            giver_name=record.first_name,
            answer="yes",
            method="in_person",
            capacity_basis="assent",
            evidence="Drew a tick beside the picture of two chairs.",
            **common,
        )
        consent.record_consent(
            activity="photo",
            giver_kind="parent_carer",
            giver_name=parent.name,
            answer="no",
            method="in_person",
            capacity_basis="pr",
            evidence="Drawings may be photographed, faces not.",
            child=record,
            given_on=self._day(2),
            by=worker,
        )

    def _session(
        self, record: Child, number: int, ago: int, *, is_last: bool
    ) -> Callable[[], None]:
        scene = self.theme["sessions"][number % len(self.theme["sessions"])]

        def hold() -> None:
            session = self._draft(record, scene, number, self.stage.day(ago))
            if self.family.story == Story.WITHDRAWN and ago < WITHDRAWN_AGO:
                return  # kept as a draft: consent was taken back
            if is_last and ago < 3 and self.chance.random() < 0.25:
                return  # still being written
            work.submit_session(session=session, by=session.author)
            wait = self.chance.choice([1, 1, 2, 3])
            self._at(ago - wait, 11.25, lambda: self._sign(session, is_last=is_last))

        return hold

    def _draft(
        self, record: Child, scene: dict[str, Any], number: int, on: date
    ) -> DirectWorkSession:
        def said(name: str) -> str:
            return scene[name].format(first=record.first_name)

        safe = min(10, scene["safe"] + number // 2)
        return work.start_session(
            child=record,
            by=self._person(self.family.student),
            on=on,
            fields={
                "happened_on": on,
                "started_at": time(13, 15),
                "minutes": self.chance.choice([35, 40, 45, 50]),
                "place": "school" if record.school_id else "home",
                "tool": self.tools[scene["tool"]],
                "purpose": said("purpose"),
                "childs_words": said("words"),
                "what_happened": said("saw"),
                "analysis": said("makes"),
                "what_next": said("next"),
                "seen_alone": "yes",
                "worry": False,
            },
            scales={"child": safe, "parent": min(10, safe + 2), "worker": max(0, safe - 1)},
        )

    def _sign(self, session: DirectWorkSession, *, is_last: bool) -> None:
        worker = self._person(self.family.worker)
        is_open = self.family.story != Story.CLOSED
        if is_last and is_open and self.chance.random() < 0.35:
            work.return_session(
                session=session,
                comment="Please say who else was in the room, and what you make of the silence.",
                by=worker,
            )
            return
        work.countersign_session(session=session, by=worker)

    def _decide(self, record: Child) -> None:
        decision = record_decision(
            child=record,
            what=self.theme["decision"],
            why=self.theme["decision_why"].format(first=record.first_name),
            owner=self._person(self.family.student),
            due_on=self.stage.ahead(self.chance.choice([2, 5, 8])),
            by=self._educator(),
        )
        if self.chance.random() < 0.6:
            confirm_decision(decision=decision, by=self._person(self.family.worker))

    def _withdraw(self, record: Child) -> None:
        from_parent = record.consents.filter(activity="one_to_one", giver_kind="parent_carer").get()
        consent.withdraw_consent(
            entry=from_parent,
            on=self.stage.day(WITHDRAWN_AGO),
            by=self._person(self.family.worker),
            why="Dad has asked for a pause while the court decides about contact.",
        )

    def _request(self, child: DemoChild, level: int = 3) -> Request:
        school = self.stage.places[child.school]
        return requests.make_request(
            by=self.stage.people[self.stage.places[f"lead of {child.school}"]],
            pupil_first_name=child.first,
            pupil_last_name=self.family.surname,
            pupil_dob=self._born(child.age, child.first),
            year_group=_year(child.age),
            school=school,
            level_of_need=level,
            topics=self.theme["topics"],
            worries=self.theme["worries"].format(first=child.first),
            working_well=self.theme["working_well"].format(first=child.first),
            consent_said="both",
            consent_from=self.family.grownups[0].name,
        )

    # People

    def _child(self, child: DemoChild) -> Child:
        record = add_child(
            first_name=child.first,
            last_name=self.family.surname,
            dob=self._born(child.age, child.first),
            sex=child.sex,
            ethnicity=self.family.ethnicity,
            disabilities=["NONE"],
            languages=child.languages,
            school=self.stage.places.get(child.school),
            year_group=_year(child.age),
            upn_unknown_reason="UN1" if child.age < 4 else "UN4",
            by=self.tm,
        )
        self._relatives(record)
        return record

    def _enrich(self, record: Child, child: DemoChild) -> None:
        """What the request did not know: origin, languages, the people around."""
        record.ethnicity, record.languages = self.family.ethnicity, child.languages
        record.disabilities, record.upn_unknown_reason = ["NONE"], "UN4"
        record.save()
        self._relatives(record)

    def _relatives(self, record: Child) -> None:
        """The same mother for each of her children: a person is recorded once."""
        for grownup in self.family.grownups:
            known = self.grownups.get(grownup.name)
            relation = add_family_member(
                child=record,
                member=known,
                on=self.stage.day(self.family.began),
                by=self.tm,
                **_relation(grownup),
                **({} if known else _person(grownup, self._born)),
            )
            self.grownups[grownup.name] = relation.member

    def _born(self, age: int, name: str) -> date:
        """A birthday of its own for each name, `age` years before this year's playing day."""
        spread = sum(name.encode()) % 330
        day = date.fromordinal(self.stage.today.toordinal() - 15 - spread)
        return day.replace(year=day.year - age, day=min(day.day, 28))

    def _educator(self) -> Person:
        return self.stage.people[self.stage.places[f"educator of {self.family.student}"]]

    @property
    def tm(self) -> Person:
        return self.stage.people["tm"]

    def _person(self, key: str) -> Person:
        return self.stage.people[key]

    # Days

    def _day(self, after: int) -> date:
        """The day `after` working days after the family's story began."""
        return self.stage.day(self.family.began - after)

    def _at(self, ago: int, hour: float, event: Callable[[], Any]) -> None:
        if ago >= 0:
            self.stage.at(self.stage.day(ago), hour, event)


def _relation(grownup: Grownup) -> dict[str, Any]:
    """What a grown-up is to a child. A mother's responsibility begins with the birth."""
    return {
        "kind": MEMBER_KINDS[grownup.relation],
        "basis": BASES[grownup.relation] if grownup.responsible else "none",
        "lives_with_child": grownup.household,
    }


def _person(grownup: Grownup, born: Callable[[int, str], date]) -> dict[str, Any]:
    first, _, last = grownup.name.partition(" ")
    return {
        "first_name": first,
        "last_name": last,
        "dob": born(grownup.age, grownup.name),
        "sex": "M" if grownup.relation == "father" else "F",
    }


def _year(age: int) -> str:
    """The school year of most children of that age."""
    if age < 4:
        return ""
    return "Reception" if age == 4 else f"Year {age - 4}"


def conflict_of_interest(stage: Stage) -> None:
    """A student knows a family: from then on that child does not exist for them."""
    child = Child.objects.get(last_name="Lockyer")
    declare_conflict(
        person=stage.people["chloe"],
        child=child,
        nature="My sister is the child's swimming coach.",
        on=stage.day(8),
        by=stage.people["chloe"],
    )
