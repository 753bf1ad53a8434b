"""The list of what changed, cover, and what was left open."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from placements.change import actions, presenters
from placements.change.actions.recording import planned_educator
from placements.change.forms import CoverEndForm, CoverForm, HandBackForm, LeftoverForm
from placements.change.leftovers import leftovers, placements_left_to
from placements.change.models import PlacementChange, PlacementCover
from placements.change.open_work import open_work, references
from placements.change.reads import of_the_same_educator, who_covers
from placements.change.views.previewing import PreviewsFirst
from placements.models.placement import PracticePlacement
from placements.models.suspension import Suspension
from placements.pages import AskingAbout, PlacementPage
from placements.room import pages, tabs

PAGE = 15


class ChangeList(PlacementPage, TemplateView):
    """Everything that changed about one placement, newest first, and who covered when."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/change/change_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user, placement = timezone.localdate(), self.request.user, self.record
        manages = user.may(Permission.PLACEMENT_MANAGE)
        suspended = Suspension.objects.visible_to(user).filter(placement=placement).standing()
        standing = suspended.first()
        changes = PlacementChange.objects.visible_to(user).filter(placement=placement)
        page = Paginator(changes.select_related("made_by"), PAGE).get_page(
            self.request.GET.get("page")
        )
        planned = planned_educator(placement)
        covers = PlacementCover.objects.visible_to(user).filter(placement=placement)
        return super().get_context_data(
            placement=placement,
            pages=pages(self.request.user, placement.pk, "changes"),
            standing=standing,
            page=page,
            head=presenters.CHANGE_HEAD,
            rows=presenters.change_rows(page),
            covers=presenters.cover_lines(
                covers.select_related("for_whom", "by_whom"),
                reader_id=user.pk,
                manages=manages,
                on=on,
            ),
            planned=planned,
            ways=presenters.ways(
                placement,
                is_suspended=standing is not None,
                is_planned=planned is not None,
                on=on,
            )
            if manages
            else [],
            **kwargs,
        )


class CoverStart(PreviewsFirst):
    """Cover for one educator, for as many of their students as are ticked."""

    form_class = CoverForm
    done = "Arranged. Queue, reminders and approvals follow on these days."
    yes = "Yes, arrange cover"

    def title(self) -> str:
        return f"Cover for {self.record.practice_educator.name}"

    def get_initial(self) -> dict[str, Any]:
        theirs = of_the_same_educator(self.record, self.request.user)
        return {"placements": list(theirs.values_list("pk", flat=True))}

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_form_kwargs() | {
            "theirs": of_the_same_educator(self.record, self.request.user),
            "people": who_covers(self.record, on),
        }

    def at(self, answers: dict[str, Any]) -> date:
        return answers["starts_on"]

    def deed(self, **answers: Any) -> Any:
        return actions.start_cover(**answers)


class CoverPage(AskingAbout):
    def rows(self, request: HttpRequest) -> QuerySet[PlacementCover]:
        rows = PlacementCover.objects.visible_to(request.user)
        return rows.select_related("placement__student", "for_whom", "by_whom")

    def back(self) -> tuple[str, str]:
        url = reverse("placements:change-list", args=[self.record.placement_id])
        return url, f"Changes: {self.record.placement.student.name}"


class CoverEnd(CoverPage):
    permission = Permission.PLACEMENT_MANAGE
    form_class = CoverEndForm
    done = "The cover's last day is recorded."

    def title(self) -> str:
        return f"End the cover of {self.record.by_whom.name}"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def act(self, **answers: Any) -> Any:
        return actions.end_cover(cover=self.record, by=self.request.user, **answers)


class CoverHandBack(CoverPage):
    permission = Permission.COVER_HAND_BACK
    form_class = HandBackForm
    done = "Handed back. They are told."

    def title(self) -> str:
        return f"Hand back to {self.record.for_whom.name}"

    def lede(self) -> str:
        return f"{self.record}, for {self.record.placement.student.name}."

    def get_initial(self) -> dict[str, Any]:
        return {"handed_back": self.record.handed_back}

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.by_whom_id != request.user.pk:
            raise PermissionDenied
        return None

    def act(self, **answers: Any) -> Any:
        text = answers["handed_back"]
        return actions.hand_back(cover=self.record, text=text, by=self.request.user)


class LeftoverList(Door, TemplateView):
    """What students who stopped left open, as far as it is the reader's task."""

    permission = Permission.LEFTOVER_SETTLE
    template_name = "placements/change/leftover_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        left = leftovers(user, timezone.localdate())
        page = Paginator(left, PAGE).get_page(self.request.GET.get("page"))
        known = references([work for _, work, _ in page], user)
        return super().get_context_data(
            page=page,
            head=presenters.LEFT_HEAD,
            rows=presenters.left_rows(page, known),
            tabs=tabs(user, "left"),
            **kwargs,
        )


class LeftoverSettle(AskingAbout):
    """One of them was seen to, and what came of it."""

    permission = Permission.LEFTOVER_SETTLE
    form_class = LeftoverForm
    rows_vary = True
    done = "Seen to."

    def rows(self, request: HttpRequest) -> QuerySet[PracticePlacement]:
        return placements_left_to(request.user)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        work = open_work([self.record.student_id])[self.record.student_id]
        self.work = next((one for one in work if one.record_id == kwargs["record"]), None)
        if self.work is None:
            raise Http404

    def title(self) -> str:
        return f"Seen to: {self.work.words}"

    def back(self) -> tuple[str, str]:
        return reverse("placements:leftover-list"), "Left open"

    def act(self, **answers: Any) -> Any:
        return actions.settle_leftover(
            placement=self.record,
            work=self.work,
            on=timezone.localdate(),
            by=self.request.user,
            **answers,
        )
