"""Pages of a concern. Who is not named on it learns nothing, not even that there is one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from placements.concern import actions, policies, presenters
from placements.concern.early_signs import early_signs
from placements.concern.forms import (
    CameForm,
    KeptForm,
    MoveForm,
    NameForm,
    PointForm,
    RaiseForm,
    WordsForm,
)
from placements.concern.models import Concern, ConcernNamed, ConcernStep, PlanPoint
from placements.concern.reads import may_be_named, named_on, points_of, steps_of
from placements.concern.states import MOVES, Move, moves_from
from placements.pages import AskingAbout, AsksPlainly, OneClick, PlacementPage
from placements.room import tabs
from records.views import KeepsUnsentText, SubmitsOnce

PAGE = 15


class ConcernList(Door, TemplateView):
    """Concerns the reader knows of, open ones first; a practice educator's facts above them."""

    permission = Permission.CONCERN_VIEW
    template_name = "placements/concern/concern_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user = timezone.localdate(), self.request.user
        rows = Concern.objects.visible_to(user).with_people()
        page = Paginator(rows.order_by("closed_on", "-raised_on", "pk"), PAGE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            page=page,
            head=presenters.HEAD,
            rows=presenters.list_rows(page, on),
            early_signs=early_signs(user, on),
            tabs=tabs(user, "concerns"),
            **kwargs,
        )


class WritesDown(SubmitsOnce, KeepsUnsentText, AsksPlainly):
    """A longer text: kept while it is typed, sent once."""

    template_name = "placements/concern/concern_form.html"

    def form_valid(self, form: KeptForm) -> HttpResponse:
        self.asked = form.answers()
        return super().form_valid(form)


class ConcernRaise(WritesDown, PlacementPage):
    permission = Permission.CONCERN_RAISE
    form_class = RaiseForm
    done = "Written down. The student is told, and may answer in their own words."

    @property
    def form_key(self) -> str:
        return f"placements.concern.new.{self.record.pk}"

    unsent_title = "A concern"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        whole_teams = request.user.reach().whole_teams
        if not policies.may_raise(request.user, self.record, whole_teams):
            raise PermissionDenied
        return None

    def title(self) -> str:
        return f"A concern about the practice of {self.record.student.name}"

    def lede(self) -> str:
        return (
            "Early and in the open: what was seen, what support is given. The student reads it at "
            "once and answers in their own words. It never stands on a child's record."
        )

    def back(self) -> tuple[str, str]:
        return reverse("placements:placement-detail", args=[self.record.pk]), "Placement"

    def act(self, **answers: Any) -> Concern:
        return actions.raise_concern(
            placement=self.record, on=timezone.localdate(), by=self.request.user, **self.asked
        )

    def done_url(self, result: Concern) -> str:
        return reverse("placements:concern-detail", args=[result.pk])


class ConcernPage(ScopedDoor):
    """A page about one concern the reader knows of."""

    def rows(self, request: HttpRequest) -> QuerySet[Concern]:
        return (
            Concern.objects.visible_to(request.user)
            .with_people()
            .select_related("raised_by", "placement__tutor__person", "placement__team")
        )

    @property
    def may_move(self) -> bool:
        user = self.request.user
        return user.may(Permission.CONCERN_RAISE) and policies.may_raise(
            user, self.record.placement, user.reach().whole_teams
        )

    def back(self) -> tuple[str, str]:
        return reverse("placements:concern-detail", args=[self.record.pk]), "Concern"


class ConcernDetail(ConcernPage, TemplateView):
    permission = Permission.CONCERN_VIEW
    template_name = "placements/concern/concern_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user, concern = timezone.localdate(), self.request.user, self.record
        placement = concern.placement
        may_move = self.may_move and concern.is_open
        may_speak = user.may(Permission.CONCERN_SPEAK) and policies.may_speak(user, placement)
        return super().get_context_data(
            concern=concern,
            placement=placement,
            kind=presenters.STAGE_KIND[Concern.Stage(concern.stage)],
            steps=presenters.steps(
                steps_of(concern),
                student_id=placement.student_id,
                reader_id=user.pk,
                may_speak=may_speak,
            ),
            plan_head=presenters.PLAN_HEAD,
            plan=presenters.plan_rows(points_of(concern), on, may_answer=may_move),
            moves=presenters.next_moves(
                concern, may_move=may_move, may_decide=policies.may_decide(user, placement)
            ),
            facts=presenters.facts(concern, actions.has_tutor(placement)),
            named=named_on(concern, on),
            may_move=may_move,
            **kwargs,
        )


class MovesIt(ConcernPage):
    """For who moves a concern on; not for the student, nor for who is only named."""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.may_move:
            raise PermissionDenied
        return None


class ConcernMove(MovesIt, WritesDown):
    """The next meeting, or the outcome."""

    permission = Permission.CONCERN_RAISE
    form_class = MoveForm
    done = "Recorded. Everybody who knows of it is told."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.kwargs["move"] not in Move.values or self.move not in moves_from(self.record.stage):
            raise Http404
        if MOVES[self.move].decides and not policies.may_decide(
            request.user, self.record.placement
        ):
            raise PermissionDenied
        return super().turn_away(request)

    @property
    def move(self) -> Move:
        return Move(self.kwargs["move"])

    @property
    def form_key(self) -> str:
        return f"placements.concern.{self.record.pk}.{self.move}"

    unsent_title = "A concern"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"move": self.move}

    def title(self) -> str:
        return f"{self.move.label}: {self.record.placement.student.name}"

    def lede(self) -> str:
        return self.record.about

    def act(self, **answers: Any) -> ConcernStep:
        return actions.move_concern(
            concern=self.record,
            move=self.move,
            on=timezone.localdate(),
            by=self.request.user,
            **self.asked,
        )


class ConcernSpeak(WritesDown, ScopedDoor):
    """The student, or the university, says how they see a step."""

    permission = Permission.CONCERN_SPEAK
    form_class = WordsForm
    done = "Added. Nobody changes it."
    unsent_title = "Your words"

    def rows(self, request: HttpRequest) -> QuerySet[ConcernStep]:
        return ConcernStep.objects.visible_to(request.user).select_related(
            "concern__placement__student"
        )

    @property
    def form_key(self) -> str:
        return f"placements.concern.words.{self.record.pk}"

    def title(self) -> str:
        return f"Your words: {self.record.get_move_display().lower()}, {self.record.on:%-d %B %Y}"

    def lede(self) -> str:
        return self.record.said

    def back(self) -> tuple[str, str]:
        return reverse("placements:concern-detail", args=[self.record.concern_id]), "Concern"

    def act(self, **answers: Any) -> Any:
        return actions.say_in_own_words(
            step=self.record,
            on=timezone.localdate(),
            by=self.request.user,
            **self.asked,
        )


class PointAdd(MovesIt, AskingAbout):
    permission = Permission.CONCERN_RAISE
    form_class = PointForm
    done = "Added to the plan."

    def title(self) -> str:
        return "One more point of the plan"

    def act(self, **answers: Any) -> PlanPoint:
        return actions.add_point(
            concern=self.record,
            point=actions.Point(**answers),
            on=timezone.localdate(),
            by=self.request.user,
        )


class PointAnswer(AskingAbout):
    permission = Permission.CONCERN_RAISE
    form_class = CameForm

    def rows(self, request: HttpRequest) -> QuerySet[PlanPoint]:
        return PlanPoint.objects.visible_to(request.user).select_related("concern__placement")

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        placement = self.record.concern.placement
        if not policies.may_raise(request.user, placement, request.user.reach().whole_teams):
            raise PermissionDenied
        return None

    def title(self) -> str:
        return f"Was it seen? {self.record.what}"

    def back(self) -> tuple[str, str]:
        return reverse("placements:concern-detail", args=[self.record.concern_id]), "Concern"

    def get_initial(self) -> dict[str, Any]:
        return {"came": self.record.came, "note": self.record.note}

    def act(self, **answers: Any) -> PlanPoint:
        return actions.answer_point(
            point=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )


class NamedAdd(MovesIt, AskingAbout):
    permission = Permission.CONCERN_RAISE
    form_class = NameForm
    done = "Named. They are told."

    def title(self) -> str:
        return "Name somebody else on this concern"

    def lede(self) -> str:
        return "They read everything in it, from the first talk on."

    def get_form_kwargs(self) -> dict[str, Any]:
        people = may_be_named(self.record, timezone.localdate())
        return super().get_form_kwargs() | {"people": people}

    def act(self, **answers: Any) -> ConcernNamed:
        return actions.name_person(
            concern=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )


class NamedEnd(OneClick):
    permission = Permission.CONCERN_RAISE
    done = "From tomorrow they know no more of it."

    def rows(self, request: HttpRequest) -> QuerySet[ConcernNamed]:
        return ConcernNamed.objects.visible_to(request.user).select_related("concern__placement")

    def leads_to(self) -> str:
        return reverse("placements:concern-detail", args=[self.record.concern_id])

    def act(self) -> None:
        actions.unname_person(named=self.record, on=timezone.localdate(), by=self.request.user)
