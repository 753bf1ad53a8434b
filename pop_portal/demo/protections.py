"""Child protection in the demo: discussions, enquiries, conferences, core groups, as scripted in
`protections.toml`. Each step names its verb, and how many working days ago it was.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Person
from casework.child.models import Child
from casework.decision.actions import complete_action
from casework.episode.models import Episode
from casework.family.models import Relationship
from casework.meeting import actions as meetings
from casework.meeting import minuting
from casework.meeting.models import Invitee, Meeting, Minutes
from casework.plan.models import Plan
from casework.protection import actions as protection
from casework.protection.models import EnquiryPart, Section47
from partners.actions.directory import confirm, save_contact
from partners.models import Agency, ContactPerson, Fact
from pop_portal.demo.families import Family
from pop_portal.demo.plans import Planning, Told
from pop_portal.demo.stage import LONDON, Stage


def tell_protections(stage: Stage, families: list[Family]) -> None:
    """Put everything of `protections.toml` on the stage."""
    text = Path(__file__).with_name("protections.toml").read_text(encoding="utf-8")
    script = tomllib.loads(text)
    for contact in script["contact"]:
        stage.at(stage.day(89), 8.5, lambda contact=contact: _contact(stage, contact))
        stage.at(stage.day(20), 8.5, lambda contact=contact: _still_so(stage, contact))
    known = {family.surname: family for family in families}
    for told in script["story"]:
        Protecting(stage, known[told["surname"]], told, script).tell()


def _contact(stage: Stage, told: dict[str, str]) -> None:
    agency = Agency.objects.get(name=told["agency"])
    save_contact(
        contact=ContactPerson(
            name=told["name"],
            role=ContactPerson.Role.OFFICER,
            email=told["email"],
            phone=told["phone"],
            agency=agency,
        ),
        by=stage.people["tm"],
        on=timezone.localdate(),
    )


def _still_so(stage: Stage, told: dict[str, str]) -> None:
    agency = Agency.objects.get(name=told["agency"])
    on = timezone.localdate()
    confirm(partner=agency, fact=Fact.CONTACTS, by=stage.people["jess"], on=on)


@dataclass
class Protecting:
    """One child's way through child protection on the stage."""

    stage: Stage
    family: Family
    told: dict[str, Any]
    script: dict[str, Any]

    def tell(self) -> None:
        for step in self.told["step"]:
            act = getattr(self, f"_{step['do']}")
            day = self.stage.day(step["ago"])
            self.stage.at(day, step["hour"], lambda act=act, step=step: act(step))

    # Discussion and enquiry

    def _call(self, step: dict[str, Any]) -> None:
        protection.call_discussion(
            episode=self.episode,
            concern=step["concern"],
            arose_on=timezone.localdate(),
            by=self.worker,
        )

    def _discuss(self, step: dict[str, Any]) -> None:
        meeting = self._ahead("strategy")
        protection.record_discussion(
            meeting=meeting,
            held_on=timezone.localdate(),
            attended=self._attended(meeting, step["said"]),
            lead=self.worker,
            by=self.manager,
            **step["decided"],
        )

    def _assign(self, step: dict[str, Any]) -> None:
        for name in step["parts"]:
            protection.assign_part(part=self._part(name), writer=self.student, by=self.worker)

    def _write(self, step: dict[str, Any]) -> None:
        for name, text in step["text"].items():
            part = self._part(name)
            protection.write_part(
                part=part, text=text, began_from=part.lock_version, by=part.writer
            )

    def _take_over(self, step: dict[str, Any]) -> None:
        for name in step["parts"]:
            protection.accept_part(part=self._part(name), by=self.worker)

    def _conclude(self, step: dict[str, Any]) -> None:
        seen_on = self.stage.day(step["seen_ago"])
        protection.conclude_enquiry(
            enquiry=self.enquiry,
            finding=step["finding"],
            finding_why=step["why"],
            follows=step["follows"],
            concluded_on=timezone.localdate(),
            child_seen_on=seen_on,
            child_seen_by=self.worker,
            child_seen_alone="yes",
            by=self.worker,
        )

    def _return(self, step: dict[str, Any]) -> None:
        protection.return_conclusion(enquiry=self.enquiry, comment=step["comment"], by=self.manager)

    def _agree(self, step: dict[str, Any]) -> None:
        protection.agree_conclusion(enquiry=self.enquiry, by=self.manager)

    # Meetings

    def _plan(self, step: dict[str, Any]) -> None:
        """Name the day of what stands ahead, and ask people to it."""
        meeting = meetings.plan_meeting(
            meeting=self._ahead(step["kind"]),
            planned_for=self._moment(step),
            chair=step["chair"],
            how=step["how"],
            place=step["place"],
            about=step.get("about", ""),
            minutes_long=step.get("minutes", 90),
            by=self._by(step),
        )
        for row in step["people"]:
            self._invite(meeting, *row)

    def _move(self, step: dict[str, Any]) -> None:
        meetings.reschedule_meeting(
            meeting=self._ahead(step["kind"]),
            planned_for=self._moment(step),
            reason=step["why"],
            child_told=step["child_told"],
            child_told_note=step.get("note", ""),
            by=self._by(step),
        )

    def _cancel(self, step: dict[str, Any]) -> None:
        """Called off; its clock runs on, so the next is proposed at once."""
        meetings.cancel_meeting(
            meeting=self._ahead(step["kind"]),
            reason=step["why"],
            child_told=step["child_told"],
            child_told_note=step.get("note", ""),
            by=self._by(step),
        )
        protection.propose_due(episode=self.episode, by=self.worker)

    def _send(self, step: dict[str, Any]) -> None:
        meeting = self._ahead(step["kind"])
        without = set(step.get("without", ()))
        meetings.check_send_list(
            meeting=meeting,
            sent_to=[row.pk for row in meeting.invitees.all() if row.name not in without],
            left_out_why=step.get("why", ""),
            by=self._by(step),
        )

    def _confer(self, step: dict[str, Any]) -> None:
        meeting = self._ahead(step["kind"])
        report_ago = step.get("report_ago")
        protection.record_conference(
            meeting=meeting,
            held_on=timezone.localdate(),
            attended=self._attended(meeting, step["said"]),
            report_shared_on=self.stage.day(report_ago) if report_ago else None,
            by=self.worker,
            **step["decided"],
        )

    def _core_group(self, step: dict[str, Any]) -> None:
        meeting = self._ahead("core_group")
        protection.hold_core_group(
            meeting=meeting,
            held_on=timezone.localdate(),
            attended=self._attended(meeting, step["said"]),
            participation=step["participation"],
            by=self.worker,
        )

    def _agreed(self, step: dict[str, Any]) -> None:
        """Onto the one action list, and done on its day."""
        decision = meetings.agree_action(
            meeting=self._held(step["kind"]),
            what=step["what"],
            why=step["why"],
            owner=self._person(step["owner"]),
            due_on=timezone.localdate() + timedelta(days=step["days"]),
            by=self.worker,
        )
        self.stage.at(
            decision.due_on,
            16,
            lambda: complete_action(decision=decision, outcome=step["done"], by=decision.owner),
        )

    def _minutes(self, step: dict[str, Any]) -> None:
        minutes = minuting.write_minutes(
            meeting=self._held(step["kind"]), text=step["text"], by=self._by(step)
        )
        minuting.submit_minutes(minutes=minutes, by=self._by(step))

    def _sign(self, step: dict[str, Any]) -> None:
        minutes = Minutes.objects.get(meeting=self._held(step["kind"]))
        minuting.countersign_minutes(minutes=minutes, by=self.worker)

    def _attest(self, step: dict[str, Any]) -> None:
        minutes = Minutes.objects.get(meeting=self._held(step["kind"]))
        minuting.attest_minutes(
            minutes=minutes,
            attested_by=minutes.meeting.chair,
            attested_on=timezone.localdate(),
            by=self.worker,
        )

    def _paper(self, step: dict[str, Any]) -> None:
        """What the plan of that day says, written and signed as far as its words come."""
        told = Told(
            surname=self.family.surname,
            first=self.told["first"],
            started=step["ago"] + 2,
            **self.script["plan"][step["words"]],
        )
        plan = Plan.objects.open().get(child=self.child)
        Planning(self.stage, self.family, told).write(plan, step["ago"] + 2)

    # Who is asked, and what they said

    def _invite(self, meeting: Meeting, source: str, name: str, *more: str) -> Invitee:
        given: dict[str, Any]
        if source == "contact":
            given = {"contact": ContactPerson.objects.current().filter(name=name).first()}
        elif source == "family":
            first, _, last = name.partition(" ")
            given = {
                "relationship": Relationship.objects.get(
                    child=self.child, member__first_name=first, member__last_name=last
                )
            }
        elif source == "person":
            given = {"person": self._person(name)}
        elif source == "child":
            given = {"side": "child"}
        else:
            given = {"name": name, "office": more[0], "side": more[1]}
        return meetings.invite(meeting=meeting, by=self.worker, **given)

    def _attended(self, meeting: Meeting, said: dict[str, Any]) -> dict[Any, meetings.Attended]:
        """By the first names or words of each name; who is not told of was there and agreed."""
        found = {}
        for row in meeting.invitees.all():
            told = next((said[key] for key in said if row.name.startswith(key)), {})
            found[row.pk] = meetings.Attended(**({"attendance": "attended"} | told))
        return found

    # Finding

    def _ahead(self, kind: str) -> Meeting:
        return Meeting.objects.ahead().of_kind(kind).get(child=self.child)

    def _held(self, kind: str) -> Meeting:
        rows = Meeting.objects.held().of_kind(kind).filter(child=self.child)
        return rows.order_by("-held_on")[0]

    def _part(self, name: str) -> EnquiryPart:
        rows = EnquiryPart.objects.select_related("enquiry__episode", "writer")
        return rows.get(enquiry=self.enquiry, name=name)

    def _moment(self, step: dict[str, Any]) -> datetime:
        """`on` counts working days before today, `ahead` those after it."""
        day: date = (
            self.stage.ahead(step["ahead"]) if "ahead" in step else self.stage.day(step["on"])
        )
        hour = step["at"]
        return datetime.combine(day, time(int(hour), int(hour % 1 * 60)), LONDON)

    def _by(self, step: dict[str, Any]) -> Person:
        return self._person(step.get("by", "worker"))

    def _person(self, key: str) -> Person:
        own: dict[str, Callable[[], Person]] = {
            "worker": lambda: self.worker,
            "student": lambda: self.student,
        }
        return own[key]() if key in own else self.stage.people[key]

    @property
    def child(self) -> Child:
        return Child.objects.get(first_name=self.told["first"], last_name=self.family.surname)

    @property
    def episode(self) -> Episode:
        return Episode.objects.open().get(child=self.child)

    @property
    def enquiry(self) -> Section47:
        rows = Section47.objects.filter(child=self.child).select_related("episode")
        return rows.latest("started_on")

    @property
    def student(self) -> Person:
        return self.stage.people[self.family.student]

    @property
    def worker(self) -> Person:
        return self.stage.people[self.family.worker]

    @property
    def manager(self) -> Person:
        return self.stage.people["tm"]
