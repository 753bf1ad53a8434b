"""Endings in the demo: referrals that opened nothing, goodbyes, onward referrals, a step up, and a
restricted record that was opened in an emergency."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accounts.actions import start_reporting_line
from casework.child.actions import break_glass, end_glass, review_glass
from casework.child.models import Child
from casework.closure import actions as closure
from casework.episode.actions import (
    add_referred_child,
    allocate_accountable,
    open_episode,
    record_nfa_referral,
)
from casework.episode.models import Allocation, Episode
from partners.models import Agency
from pop_portal.demo.stage import Stage

# The evening a restricted record was opened, and the review the day after; the newest waits.
OPENED, REVIEWED, LATEST = 11, 10, 0


def tell_endings(stage: Stage) -> None:
    """Put them on the stage, after the families' own stories."""
    text = Path(__file__).with_name("endings.toml").read_text(encoding="utf-8")
    script = tomllib.loads(text)
    endings = Endings(stage)
    for scene in script["nfa"]:
        stage.at(stage.day(scene["ago"]), 10.5, lambda scene=scene: endings.no_action(scene))
    for scene in script["onward"]:
        stage.at(stage.day(scene["ago"]), 15.5, lambda scene=scene: endings.onward(scene))
    for scene in script["goodbye"]:
        stage.at(stage.day(scene["planned"]), 16.25, lambda scene=scene: endings.goodbye(scene))
    for scene in script["step"]:
        stage.at(stage.day(scene["began"]), 10.5, lambda scene=scene: endings.begin(scene))
    restricted = script["restricted"]
    stage.at(stage.day(OPENED), 8.5, endings.cover)
    stage.at(stage.day(OPENED), 17.5, lambda: endings.break_glass(restricted, restricted["reason"]))
    stage.at(stage.day(REVIEWED), 9.5, lambda: endings.review(restricted))
    stage.at(stage.day(LATEST), 16.75, lambda: endings.break_glass(restricted, restricted["later"]))


@dataclass
class Endings:
    stage: Stage

    def no_action(self, scene: dict[str, Any]) -> None:
        on = self.stage.day(scene["ago"])
        record_nfa_referral(
            child=self._new_child(scene, on, upn_unknown_reason="UN7"),
            referred_on=on,
            source=scene["source"],
            why=scene["why"],
            team=self.stage.teams["pop"],
            by=self.tm,
        )

    def onward(self, scene: dict[str, Any]) -> None:
        child = self._child(scene["surname"])
        worker = self._allocation(child, Allocation.Role.ACCOUNTABLE).person
        referral = closure.refer_onward(
            child=child,
            agency=Agency.objects.get(name=scene["agency"]),
            purpose=scene["purpose"],
            basis="safeguarding",
            basis_note=scene.get("basis_note", "Agreed with the family by telephone."),
            asked_on=self.stage.day(scene["ago"]),
            by=worker,
        )
        if "reply" in scene:
            answered = scene["ago"] - 4
            self.stage.at(
                self.stage.day(answered),
                11.5,
                lambda: closure.record_reply(
                    referral=referral,
                    state=scene["reply"],
                    on=self.stage.day(answered),
                    replied_by=scene["replied_by"],
                    reply=scene["said"],
                    by=worker,
                ),
            )

    def goodbye(self, scene: dict[str, Any]) -> None:
        child = self._child(scene["surname"])
        row = self._allocation(child, Allocation.Role.CO_WORKER)
        ahead = scene["last_session_in"]
        last = self.stage.ahead(ahead) if ahead > 0 else self.stage.day(-ahead)
        goodbye = closure.plan_goodbye(
            allocation=row,
            last_session_on=last,
            told_by=scene["told_by"],
            told_on=self.stage.day(scene["planned"] - 4),
            what_told=scene["what"],
            keeps=scene["keeps"],
            handover_to=self._allocation(child, Allocation.Role.ACCOUNTABLE).person,
            handover=scene["handover"],
            by=row.person,
        )
        if "how" in scene:
            self.stage.at(
                last,
                16.75,
                lambda: closure.say_goodbye(
                    goodbye=goodbye, said_on=last, how_it_went=scene["how"], by=row.person
                ),
            )

    def begin(self, scene: dict[str, Any]) -> None:
        """Early help that Rob carries, until it is no longer enough."""
        on = self.stage.day(scene["began"])
        child = self._new_child(scene, on)
        episode = open_episode(
            child=child,
            kind=Episode.Kind.EARLY_HELP,
            team=self.stage.teams["pop"],
            opened_on=on,
            why=scene["asked"],
            by=self.tm,
        )
        allocate_accountable(
            episode=episode,
            person=self.stage.people[scene["worker"]],
            starts_on=on,
            why="Knows the school and the family.",
            by=self.tm,
        )
        self.stage.at(self.stage.day(scene["ago"]), 16.5, lambda: self.step_up(scene, episode))

    def step_up(self, scene: dict[str, Any], episode: Episode) -> None:
        on = self.stage.day(scene["ago"])
        closure.step_up(
            episode=episode,
            on=on,
            referral_date=on,
            referral_source=scene["source"],
            primary_need=scene["need"],
            why=scene["why"],
            child_told=scene["told"],
            by=self.tm,
        )

    def break_glass(self, scene: dict[str, Any], reason: str) -> None:
        """By Rob, who covers the named worker's leave and sees a masked row."""
        child = self._child(scene["surname"])
        glass = break_glass(child=child, reason=reason, by=self.stage.people["rob"])
        end_glass(glass=glass, by=glass.person)
        self.stage.places["glass"] = glass

    def cover(self) -> None:
        start_reporting_line(
            person=self.stage.people["lorna"],
            answers_to=self.stage.people["rob"],
            kind="cover",
            starts_on=self.stage.day(OPENED),
            ends_on=self.stage.ahead(3),
            why="Leave",
            by=None,
        )

    def review(self, scene: dict[str, Any]) -> None:
        glass = self.stage.places["glass"]
        review_glass(glass=glass, outcome="needed", note=scene["note"], by=self.stage.people["tm"])

    def _new_child(self, scene: dict[str, Any], on: date, **facts: Any) -> Child:
        return add_referred_child(
            first_name=scene["first"],
            last_name=scene["last"],
            dob=date(on.year - scene["age"], 4, 17),
            sex=scene["sex"],
            on=on,
            by=self.tm,
            **facts,
        )

    def _child(self, surname: str) -> Child:
        return Child.objects.filter(last_name=surname).order_by("la_child_id").first()

    def _allocation(self, child: Child, role: str) -> Allocation:
        episode = Episode.objects.open().get(child=child)
        return episode.allocations.filter(role=role, ends_on=None).first()

    @property
    def tm(self) -> Any:
        return self.stage.people["tm"]
