"""Visits, life stories and curated chronologies of the demo's families: `visits.toml`."""

import struct
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zlib import compress, crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.curated import actions as curating
from casework.chronology.models import ChronologyEntry
from casework.direct_work.life_story import actions as stories
from casework.direct_work.life_story.models import LifeStoryChapter, LifeStoryGap, LifeStorySource
from casework.direct_work.visit import actions
from casework.direct_work.visit.models import Visit
from casework.plan.models import Plan
from pop_portal.demo.families import DemoChild, Family, Story
from pop_portal.demo.stage import LONDON, Stage

KINDS = {
    Story.EARLY_HELP: "early_help",
    Story.ASSESSMENT: "assessment",
    Story.ASSESSMENT_LATE: "assessment",
    Story.PROTECTION: "assessment",
}
# Working days between two visits, and before today for what is planned or missing now.
STEP, PLANNED_AHEAD, MISSING_AGO = 10, 2, 1
OPENED_AGO = 5


def tell_visits(stage: Stage, families: list[Family], chance: Random) -> None:
    """Put everything of `visits.toml` on the stage, after each family has its workers."""
    words = tomllib.loads(Path(__file__).with_name("visits.toml").read_text(encoding="utf-8"))
    carried = [family for family in families if family.story in KINDS and family.student]
    for number, family in enumerate(carried):
        Visiting(stage, family, words, chance, number).tell()


def _picture(width: int = 320, height: int = 200) -> bytes:
    """A yellow door in a white wall, as a PNG: nobody's photograph."""

    def colour(x: int, y: int) -> bytes:
        is_door = width * 2 // 5 < x < width * 3 // 5 and y > height // 4
        return b"\xf2\xc4\x2d" if is_door else b"\xf3\xee\xe4"

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    rows = b"".join(b"\0" + b"".join(colour(x, y) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@dataclass
class Visiting:
    """One family's visits on the stage."""

    stage: Stage
    family: Family
    words: dict[str, Any]
    chance: Random
    number: int

    def tell(self) -> None:
        family, words = self.family, self.words
        if family.surname == words["safety"]["surname"]:
            self._at(family.began - 2, 13, self._note_for_staff)
        first = family.began - 6
        for turn, ago in enumerate(range(first, OPENED_AGO, -STEP)):
            for child in family.children:
                self._at(ago + 1, 10, self._went(child, turn, ago))
        self._nearest()
        if family.surname == words["story"]["surname"]:
            self._at(12, 10.5, self._life_story)
        if family.surname == words["curated"]["surname"]:
            self._at(2, 14, self._curate)

    def _went(self, child: DemoChild, turn: int, ago: int) -> Callable[[], None]:
        """Planned the day before; the record follows the visit."""

        def plan() -> None:
            visit = self._plan(child, ago, 16)
            if visit is None:
                return
            if turn == 1 and self.number % 5 == 2:
                self._at(ago, 15, lambda: self._call_off(visit))
                return
            unseen = turn == 2 and self.number % 4 == 1
            self._at(ago, 17, lambda: self._record(visit, child, turn, ago, unseen=unseen))

        return plan

    def _nearest(self) -> None:
        """What lies around today: a visit to come, one whose outcome is missing, one being made."""
        child = self.family.children[0]
        if len(self.family.children) > 1 and self.number % 3 == 0:
            self._at(OPENED_AGO - 2, 17.5, self._siblings)
        if self.number % 4 == 3:
            self._at(MISSING_AGO + 1, 11, lambda: self._plan(child, MISSING_AGO, 10))
        elif self.number % 4 == 0:
            self._at(1, 12, lambda: self._plan_ahead(child))
        if self.number == 1:
            began = self.stage.now - timedelta(minutes=25)
            self._moment(began - timedelta(minutes=15), lambda: self._go_in_soon(child, began))

    # Steps

    def _plan(self, child: DemoChild, ago: int, hour: int) -> Visit | None:
        return self._book(child, self._when(ago, hour))

    def _plan_ahead(self, child: DemoChild) -> None:
        day = self.stage.ahead(PLANNED_AHEAD)
        self._book(child, datetime.combine(day, time(16, 0), LONDON))

    def _book(self, child: DemoChild, when: datetime) -> Visit | None:
        record = self._child(child)
        if record is None or when <= timezone.now():
            return None
        return actions.plan_visit(
            child=record,
            planned_for=when,
            minutes=60,
            by=self._student(),
            fields={
                "kind": self._kind(record),
                "place": "home",
                "purpose": "See how home is on an ordinary day",
                "safety_plan": self.words["safety"]["plan"] if record.staff_safety_note else "",
                "checks_in": bool(record.staff_safety_note),
            },
        )

    def _go_in_soon(self, child: DemoChild, when: datetime) -> None:
        visit = self._book(child, when)
        if visit is not None:
            visit = Visit.objects.get(pk=visit.pk)
            self._moment(when, lambda: actions.check_in(visit=visit, by=visit.author))

    def _record(self, visit: Visit, child: DemoChild, turn: int, ago: int, *, unseen: bool) -> None:
        visit = Visit.objects.get(pk=visit.pk)
        fields = self._unseen(visit, ago) if unseen else self._seen(visit, turn, ago)
        saved = actions.save_visit(
            visit=visit, began_from=visit.lock_version, by=visit.author, fields=fields
        )
        if ago - STEP <= OPENED_AGO and self.number % 6 == 5:
            return  # still being written
        sent = actions.submit_visit(visit=saved, by=visit.author)
        self._at(ago - self.chance.choice([1, 2]), 11.75, lambda: self._sign(sent, ago))

    def _seen(self, visit: Visit, turn: int, ago: int) -> dict[str, Any]:
        told = self.words["home"][turn % len(self.words["home"])]
        first = visit.child.first_name
        return self._common(visit, ago) | {
            "outcome": "seen",
            "seen_alone": "no" if turn % 3 == 2 else "yes",
            "not_alone_why": "A little sister would not leave." if turn % 3 == 2 else "",
            "bedroom_seen": "yes",
            "childs_words": told["words"],
            "what_happened": told["saw"].format(first=first),
            "analysis": told["makes"].format(first=first),
            "what_next": told["next"].format(first=first),
            "worry": False,
        }

    def _unseen(self, visit: Visit, ago: int) -> dict[str, Any]:
        told = self.words["unseen"]
        return self._common(visit, ago) | {
            "outcome": "not_seen",
            "not_seen_why": told["why"],
            "next_step": "school",
            "next_try_on": self.stage.day(max(0, ago - 1)),
            "what_happened": told["saw"],
            "what_next": told["next"].format(first=visit.child.first_name),
            "worry": False,
        }

    def _common(self, visit: Visit, ago: int) -> dict[str, Any]:
        worker = self._worker()
        is_protection = visit.kind == "child_protection"
        accompanied = is_protection or self.chance.random() < 0.4
        return {
            "kind": visit.kind,
            "place": "home",
            "happened_on": self.stage.day(ago),
            "started_at": time(16, 5),
            "minutes": self.chance.choice([35, 45, 55]),
            "who_was_there": "Mum, for a part of it",
            "registered_worker_present": accompanied,
            "registered_worker": worker if accompanied else None,
        }

    def _sign(self, visit: Visit, ago: int) -> None:
        if ago - STEP <= OPENED_AGO and self.number % 6 == 1:
            actions.return_visit(
                visit=visit, comment="Where was Dad, and who told you?", by=self._worker()
            )
            return
        actions.countersign_visit(visit=visit, by=self._worker())

    def _call_off(self, visit: Visit) -> None:
        actions.call_off_visit(
            visit=visit,
            why=self.words["called_off"]["why"],
            child_told=True,
            by=visit.author,
        )

    def _siblings(self) -> None:
        children = [found for one in self.family.children if (found := self._child(one))]
        told, ago = self.words["joint"], OPENED_AGO - 2
        shared = {
            "kind": KINDS[self.family.story],
            "place": "home",
            "happened_on": self.stage.day(ago),
            "started_at": time(16, 30),
            "minutes": 40,
            "who_was_there": "Mum",
            "registered_worker_present": False,
            "registered_worker": None,
        }
        lines = {
            child.pk: {
                "outcome": "seen",
                "seen_alone": "no",
                "not_alone_why": "Seen together this time, to see how they are with each other.",
                "bedroom_seen": "yes",
                "childs_words": told["words"][number % len(told["words"])],
                "worry": False,
                "what_next": "See each of them alone next time.",
            }
            for number, child in enumerate(children)
        }
        joint = actions.start_together(
            children=children,
            by=self._student(),
            shared=shared,
            shared_text=told["shared"],
            lines=lines,
            on=self.stage.day(ago),
        )
        actions.submit_together(joint=joint, by=self._student())

    def _note_for_staff(self) -> None:
        for child in self.family.children:
            if record := self._child(child):
                record.staff_safety_note = self.words["safety"]["note"]
                record.save(update_fields=["staff_safety_note"])

    def _life_story(self) -> None:
        record, told, by = (
            self._child(self.family.children[0]),
            self.words["story"],
            self._student(),
        )
        if record is None:
            return
        on = timezone.localdate()
        story = stories.begin_story(
            child=record, title=told["title"], why=told["why"], by=by, on=on
        )
        for kind, who, knows, standing in told["sources"]:
            given = on if standing == "given" else None
            fields = {"kind": kind, "who": who, "knows": knows, "standing": standing}
            part = LifeStorySource(story=story, answered_on=given)
            stories.save_part(part=part, fields=fields, by=by)
        for question, tried, answer, words in told["gaps"]:
            stories.save_part(
                part=LifeStoryGap(story=story),
                fields={
                    "question": question,
                    "tried": tried,
                    "answer": answer,
                    "words_for_child": words,
                },
                by=by,
            )
        for position, (title, text) in enumerate(told["chapters"], 1):
            stories.save_part(
                part=LifeStoryChapter(story=story),
                fields={"position": position, "title": title, "text": text},
                by=by,
            )

        stories.add_photo(
            story=story,
            file=SimpleUploadedFile("picture.png", _picture(), content_type="image/png"),
            fields=told["photo"] | {"permission": "yes", "permission_on": on},
            by=by,
        )

    def _curate(self) -> None:
        told, worker = self.words["curated"], self._worker()
        record = self._child(self.family.children[0])
        if record is None:
            return
        version = curating.begin_version(child=record, purpose=told["purpose"], by=worker)
        wanted = ("casework.visit", "casework.direct_work", "casework.episode_opened")
        log = ChronologyEntry.objects.filter(child=record, kind__in=wanted)
        chosen = curating.choose(
            version=version, entries=list(log.values_list("pk", flat=True)[:6]), by=worker
        )
        for row in chosen:
            curating.weigh(
                chosen=row, began_from=row.lock_version, wording="",
                significance=told["significance"], impact=told["impact"], by=worker,
            )  # fmt: skip
        version = curating.describe(
            version=version, began_from=version.lock_version, purpose=told["purpose"],
            analysis=told["analysis"], by=worker,
        )  # fmt: skip
        curating.finish(version=version, by=worker)
        curating.begin_version(child=record, purpose="For the review in spring", by=worker)

    # People and days

    def _child(self, child: DemoChild) -> Child | None:
        """As known by now, unless the record is not there yet."""
        return Child.objects.filter(first_name=child.first, last_name=self.family.surname).first()

    def _kind(self, record: Child) -> str:
        """Under a child protection plan a visit is one of the plan's; otherwise of the story."""
        is_protected = Plan.objects.open().child_protection().filter(child=record).exists()
        return "child_protection" if is_protected else KINDS[self.family.story]

    def _student(self) -> Person:
        return self.stage.people[self.family.student]

    def _worker(self) -> Person:
        return self.stage.people[self.family.worker]

    def _when(self, ago: int, hour: int) -> datetime:
        return datetime.combine(self.stage.day(ago), time(hour, 0), LONDON)

    def _at(self, ago: int, hour: float, event: Callable[[], Any]) -> None:
        self.stage.at(self.stage.day(ago), hour, event)

    def _moment(self, when: datetime, event: Callable[[], Any]) -> None:
        local = when.astimezone(LONDON)
        self.stage.at(local.date(), local.hour + local.minute / 60, event)
