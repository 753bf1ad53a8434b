"""Pages of episodes: one's children, what nobody is accountable for, who works on what."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ShowsChild
from casework.episode import presenters, reads
from casework.episode.actions import (
    allocate_accountable,
    allocate_co_worker,
    end_allocation,
)
from casework.episode.clocks import SUBJECT
from casework.episode.filters import ChildFilter
from casework.episode.forms import AllocateForm, EndForm
from casework.episode.models import Allocation, Episode
from casework.episode.people import (
    accountable_candidates,
    accountable_worker,
    allocation_candidates,
    practice_educators_of,
)
from casework.refusals import show_refusal
from records.views import SubmitsOnce
from timescales.models import Deadline

PAGE_SIZE = 25
SECTION = "overview"


class ChildList(Door, TemplateView):
    """The children one may see, by name; open work first asked for."""

    permission = Permission.CHILD_VIEW
    template_name = "casework/episode/child_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, on = self.request.user, timezone.localdate()
        rows = Child.objects.visible_to(person, on).select_related("school").by_name()
        found = ChildFilter(self.request.GET, queryset=rows, request=self.request)
        page = Paginator(found.qs, PAGE_SIZE).get_page(self.request.GET.get("page"))
        episodes = reads.open_episodes([child.pk for child in page])
        allocations = reads.current_allocations([row.pk for row in episodes.values()], on)
        masked = reads.masked_children(person, on) if page.number == 1 else []
        may_break = person.may(Permission.GLASS_BREAK)
        return super().get_context_data(
            filter=found,
            page=page,
            head=presenters.CHILD_HEAD,
            rows=presenters.child_rows(page, episodes, allocations, on),
            masked_head=presenters.masked_head(may_break=may_break),
            masked=presenters.masked_rows(masked, on, may_break=may_break),
            is_team=bool(person.team_wide_ids(on)),
            may_find=person.may(Permission.CHILD_FIND),
            may_declare=person.may(Permission.CONFLICT_DECLARE),
            **kwargs,
        )


class UnallocatedQueue(Door, TemplateView):
    """Open work that nobody is accountable for, the longest first."""

    permission = Permission.EPISODE_VIEW
    template_name = "casework/episode/unallocated_queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        due = Deadline.objects.running().filter(
            subject_type=SUBJECT, code="C19", subject_id=OuterRef("pk")
        )
        rows = (
            Episode.objects.visible_to(self.request.user)
            .without_accountable(on)
            .annotate(due=Subquery(due.values("overdue_from")[:1]))
            .select_related("child", "team")
            .order_by("due", "opened_on")
        )
        long = reads.unallocated_long(self.request.user, on)
        only_long = self.request.GET.get("long") == "1"
        if only_long:
            rows = rows.filter(pk__in=long.long_ids)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        clocks = reads.allocation_clocks([row.pk for row in page])
        may_allocate = self.request.user.may(Permission.ALLOCATE)
        return super().get_context_data(
            page=page,
            head=presenters.UNALLOCATED_HEAD,
            rows=presenters.unallocated_rows(page, clocks, on, may_allocate=may_allocate),
            indicator=presenters.kpisc11(long, on),
            only_long=only_long,
            may_open=self.request.user.may(Permission.EPISODE_OPEN),
            **kwargs,
        )


class EpisodePage(ShowsChild, ScopedDoor):
    """A page of one episode, of a child whose record the reader may open."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        rows = Episode.objects.visible_to(request.user)
        return rows.select_related("child__school", "team", "referral")


class EpisodeDetail(EpisodePage, TemplateView):
    """One spell of work: its dates and clocks, who carries it and who did."""

    permission = Permission.EPISODE_VIEW
    template_name = "casework/episode/episode_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        episode, person = self.record, self.request.user
        allocations = Allocation.objects.visible_to(person).filter(episode=episode)
        workers = presenters.workers(allocations.select_related("person", "made_by"), self.on)
        students = [row["allocation"].person_id for row in workers if row["is_now"]]
        clocks = Deadline.objects.open().with_rule().of_roots(SUBJECT, [episode.pk])
        may_allocate = person.may(Permission.ALLOCATE) and episode.is_open
        waits = episode.kind == Episode.Kind.IN_NEED and not episode.assessment_authorised_on
        return super().get_context_data(
            episode=episode,
            facts=presenters.episode_facts(episode),
            workers=workers,
            educators=practice_educators_of(students, self.on),
            clocks=clocks,
            may_allocate=may_allocate,
            may_plan_goodbye=episode.is_open and person.may(Permission.ALLOCATE),
            may_note_assessment=may_allocate and waits,
            **kwargs,
        )


class EpisodeAllocate(SubmitsOnce, EpisodePage, FormView):
    """Choose who is accountable and which student co-works, seeing what each carries."""

    permission = Permission.ALLOCATE
    form_class = AllocateForm
    template_name = "casework/episode/episode_allocate.html"

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return super().rows(request).open()

    @cached_property
    def accountable(self) -> Person | None:
        return accountable_worker(self.record, self.on)

    def get_form_kwargs(self) -> dict[str, Any]:
        registered, students = allocation_candidates(self.record, self.on)
        return super().get_form_kwargs() | {
            "accountable": self.accountable,
            "registered": [] if self.accountable else registered,
            "students": students,
            "on": self.on,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(episode=self.record, accountable=self.accountable, **kwargs)

    def form_valid(self, form: AllocateForm) -> HttpResponse:
        try:
            self.allocate(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Allocated. Everyone concerned is told.")
        return redirect("casework:episode-detail", pk=self.record.pk)

    @transaction.atomic
    def allocate(self, form: AllocateForm) -> None:
        """Both or neither: an error in the second undoes the first."""
        given = form.cleaned_data
        common = {
            "episode": self.record,
            "starts_on": given["starts_on"],
            "why": given["why"],
            "by": self.request.user,
        }
        if form.chosen_accountable:
            allocate_accountable(person=form.chosen_accountable, **common)
        if form.chosen_student:
            allocate_co_worker(
                student=form.chosen_student,
                override_reason=given.get("override_reason") or "",
                part=given["part"],
                learning=given["learning"],
                **common,
            )


class AllocationEnd(SubmitsOnce, ShowsChild, ScopedDoor, FormView):
    """End one worker's part; the last accountable one leaves to a successor or with a reason."""

    permission = Permission.ALLOCATE
    section = SECTION
    form_class = EndForm
    template_name = "casework/episode/allocation_end.html"

    def rows(self, request: HttpRequest) -> QuerySet[Allocation]:
        rows = Allocation.objects.visible_to(request.user).filter(ends_on=None)
        return rows.select_related("episode__child__school", "episode__team", "person")

    @property
    def child(self) -> Child:
        return self.record.episode.child

    def get_form_kwargs(self) -> dict[str, Any]:
        is_accountable = self.record.role == Allocation.Role.ACCOUNTABLE
        candidates = accountable_candidates(self.record.episode, self.on) if is_accountable else []
        return super().get_form_kwargs() | {
            "allocation": self.record,
            "candidates": candidates,
            "on": self.on,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_planned = self.record.starts_on > self.on
        return super().get_context_data(allocation=self.record, is_planned=is_planned, **kwargs)

    def form_valid(self, form: EndForm) -> HttpResponse:
        try:
            end_allocation(
                allocation=self.record,
                on=form.last_day,
                why=form.cleaned_data["why"],
                successor=form.chosen_successor,
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, presenters.ended(self.record, form.last_day))
        return redirect("casework:episode-detail", pk=self.record.episode_id)
