"""Proposals for a named student, and the choice."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.permissions import Permission
from placements.intake import actions, presenters
from placements.intake.forms import MatchForm
from placements.intake.matching import Proposal
from placements.intake.models import Match, Nomination
from placements.intake.proposals import proposals_for
from placements.pages import AskingAbout


class MatchStudent(AskingAbout):
    """Every educator in order, with what speaks for them and what to mind; then the choice."""

    permission = Permission.PLACEMENT_MANAGE
    form_class = MatchForm
    template_name = "placements/intake/match_form.html"
    done = "Matched. Children's records stay shut until every critical check is verified."

    def rows(self, request: HttpRequest) -> QuerySet[Nomination]:
        return (
            Nomination.objects.visible_to(request.user)
            .standing()
            .select_related(
                "offer__intake__team", "offer__university", "student__student_profile", "match"
            )
        )

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        match = getattr(self.record, "match", None)
        if match is None:
            return None
        return redirect("placements:placement-detail", pk=match.placement_id)

    @cached_property
    def proposals(self) -> list[Proposal]:
        return proposals_for(self.record, timezone.localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "educators": [one.educator.profile.person for one in self.proposals],
            "university": self.record.offer.university,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            nomination=self.record,
            profile=getattr(self.record.student, "student_profile", None),
            proposals=presenters.proposals(self.proposals),
            days=", ".join(presenters.DAYS[number] for number in self.record.weekdays),
            **kwargs,
        )

    def title(self) -> str:
        return f"Match {self.record.student.name}"

    def back(self) -> tuple[str, str]:
        intake = self.record.offer.intake
        return reverse("placements:intake-detail", args=[intake.pk]), str(intake)

    def act(self, **answers: Any) -> Match:
        return actions.match_student(
            nomination=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )

    def done_url(self, result: Match) -> str:
        return reverse("placements:placement-detail", args=[result.placement_id])
