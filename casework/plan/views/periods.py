"""The tab “Plan”, the days of a plan, and what stands of them on the record."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.models import Person
from accounts.permissions import Permission
from accounts.prepared import prepared
from casework.child.models import Child
from casework.child.pages import ChildPage
from casework.child.people import answered_by
from casework.episode.models import Episode
from casework.plan import actions, presenters, reads
from casework.plan.clocks import facts_of
from casework.plan.codes import Kind
from casework.plan.forms.periods import CategoryForm, DatesForm, EndForm, StartForm
from casework.plan.models import Plan, PlanReview, PlanVersion, SafetyPlan
from casework.plan.preview import Preview, preview
from casework.plan.views.base import CheckFirst, OfAPlan, PlanPage, RefusalsBeside, Writing
from timescales.calendars import load_calendar
from timescales.presenters import progress, tag
from timescales.rulebook import Rulebook


class ShowsPlan(OfAPlan):
    """The plan as it stands: what it says, its clocks, its reviews, and those before it."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/plan_detail.html"

    @cached_property
    def plans(self) -> list[Plan]:
        """Every plan of the child, newest first."""
        return _plans(self.request.user, self.child, self.on)

    @cached_property
    def answers(self) -> bool:
        """As the plans know it already, where there are any."""
        return self.plans[0].is_answered if self.plans else super().answers

    @property
    def shown(self) -> Plan | None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, plan, now = self.request.user, self.shown, timezone.now()
        context = {
            "plan": plan,
            "plans": [presenters.plan_row(row, self.plans) for row in self.plans],
            "safety_plans": [
                (row, presenters.state_tag(row, person)) for row in _safety(person, self.child)
            ],
            "may_write": person.may(Permission.PLAN_WRITE),
            "may_work": plan is not None and plan.is_open and person.may(Permission.PLAN_WRITE),
            "may_manage": self.may_manage,
            "has_open_plan": any(row.is_open for row in self.plans),
            "version": None,
            "needs": [],
            "making": None,
            "reviews": [],
            "agreements": [],
            "clocks": [],
            "repeat": "",
        }
        if plan is not None:
            context |= self.of_plan(plan, now)
        return super().get_context_data(**context, **kwargs)

    def of_plan(self, plan: Plan, now: Any) -> dict[str, Any]:
        person = self.request.user
        versions = _of_plan(PlanVersion, person, plan)
        left = [row for row in versions if row.may_leave]
        making = [row for row in versions if row not in left]
        version = left[0] if left else None
        reviews = _of_plan(PlanReview, person, plan)
        earlier = [row for row in self.plans if presenters.is_before(row, plan)]
        return {
            "version": version,
            "needs": reads.tree(version) if version else [],
            "making": making[0] if making else None,
            "making_tag": presenters.state_tag(making[0], person) if making else None,
            "replaced": left[1:],
            "reviews": [(row, presenters.state_tag(row, person)) for row in reviews],
            "agreements": reads.agreements_of(version) if version else [],
            "clocks": [
                (row, tag(row, now), progress(row, now)) for row in reads.running_clocks(plan)
            ],
            "repeat": presenters.repeat_words(plan, earlier[::-1]),
            "categories": presenters.categories_in_words(
                (plan.initial_category, plan.latest_category)
            ),
        }


@prepared
def _plans(person: Person, child: Child, on: date) -> QuerySet[Plan]:
    answered = answered_by(person, on).filter(pk=OuterRef("child"))
    rows = Plan.objects.visible_to(person).with_categories()
    return rows.annotate(is_answered=Exists(answered)).select_related("episode").filter(child=child)


@prepared
def _safety(person: Person, child: Child) -> QuerySet[SafetyPlan]:
    return SafetyPlan.objects.visible_to(person).filter(child=child).order_by("-number")[:3]


@prepared
def _of_plan(paper: Any, person: Person, plan: Plan) -> QuerySet[Any]:
    return paper.objects.visible_to(person).filter(plan=plan).select_related("author")


class PlanTab(ShowsPlan, ChildPage, TemplateView):
    """The tab: the plan of today, or the last one."""

    @property
    def shown(self) -> Plan | None:
        return self.plans[0] if self.plans else None


class PlanDetail(ShowsPlan, PlanPage, TemplateView):
    """One plan, also one that has ended."""

    @property
    def shown(self) -> Plan | None:
        return next(row for row in self.plans if row.pk == self.record.pk)


class PlanHistory(PlanPage, TemplateView):
    """Every step of a plan: its days put right, its categories, what was achieved or taken out."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/plan_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.record
        return super().get_context_data(
            corrections=reads.corrections_of(plan),
            categories=reads.categories_of(plan),
            steps=reads.history_of(plan),
            **kwargs,
        )


class TellsConsequences(CheckFirst):
    """Shows which deadlines move and which visits and reviews fall outside."""

    def changed(self, form: Any) -> tuple[Plan | None, Plan]:
        """The plan as it is, None for a new one, and as it would be."""
        raise NotImplementedError

    def consequences(self, form: Any) -> dict[str, Any]:
        before, after = self.changed(form)
        return {"preview": self.preview(before, after), "repeat": self.repeat(after)}

    def preview(self, before: Plan | None, after: Plan) -> Preview:
        facts = facts_of([after])[after.pk]
        was = None
        if before is not None:
            was = replace(
                facts,
                starts_on=before.starts_on,
                ends_on=before.ends_on,
                decided_on=before.decided_on,
            )
        return preview(was, facts, rulebook=Rulebook.load(), calendar=load_calendar(), on=self.on)

    def repeat(self, plan: Plan) -> str:
        return ""


class PlanStart(TellsConsequences, OfAPlan, ChildPage, FormView):
    """A child in need plan begins; a child protection plan begins at its conference."""

    permission = Permission.PLAN_MANAGE
    form_class = StartForm
    template_name = "casework/plan/plan_form.html"
    noun, what = "start", "start a plan"
    confirm, said = "Start the plan", "The plan has started. Now write what it says."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        self.only_who_manages()
        return None

    @cached_property
    def episode(self) -> Episode:
        episode = Episode.objects.visible_to(self.request.user).filter(child=self.child)
        found = episode.open().select_related("child", "referral").first()
        if found is None:
            raise ValidationError("There is no open work with this child.")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Start a child in need plan", **kwargs)

    def changed(self, form: StartForm) -> tuple[Plan | None, Plan]:
        actions.check_start(
            self.episode, Kind.CHILD_IN_NEED, form.cleaned_data["starts_on"], self.on
        )
        after = Plan(
            child=self.child, episode=self.episode, kind=Kind.CHILD_IN_NEED, **self.facts(form)
        )
        return None, after

    def repeat(self, plan: Plan) -> str:
        rows = Plan.objects.visible_to(self.request.user).before(plan)
        return presenters.repeat_words(plan, list(rows))

    def act(self, form: StartForm) -> HttpResponse:
        actions.start_plan(
            episode=self.episode,
            kind=Kind.CHILD_IN_NEED,
            by=self.request.user,
            on=self.on,
            **self.facts(form),
        )
        return redirect("casework:plan-tab", pk=self.child.pk)

    def facts(self, form: StartForm) -> dict[str, Any]:
        names = ("starts_on", "decided_on", "plans_before_us", "last_before_us_ended_on")
        return {name: form.cleaned_data[name] for name in names}


class ChangesPlan(TellsConsequences, PlanPage, FormView):
    """A change of the days of one plan."""

    permission = Permission.PLAN_MANAGE
    template_name = "casework/plan/plan_form.html"
    title = ""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        self.only_who_manages()
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, **kwargs)

    def would_be(self, **days: Any) -> tuple[Plan, Plan]:
        changed = actions.replaced(self.record, **days)
        changed.decided_on = min(changed.decided_on, changed.starts_on)
        return self.record, changed


class PlanEnd(ChangesPlan):
    """A child in need plan ends."""

    form_class = EndForm
    noun, what, title = "end", "end a plan", "End the plan"
    confirm, said = "End the plan", "The plan has ended. It is on the chronology."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        super().turn_away(request)
        if not self.record.is_open or self.record.is_child_protection:
            return redirect("casework:plan-detail", pk=self.record.pk)
        return None

    def changed(self, form: EndForm) -> tuple[Plan | None, Plan]:
        actions.check_end(self.record, form.cleaned_data["ends_on"], self.on)
        return self.would_be(ends_on=form.cleaned_data["ends_on"])

    def act(self, form: EndForm) -> HttpResponse:
        names = ("ends_on", "reason", "note")
        actions.end_plan(
            plan=self.record,
            by=self.request.user,
            on=self.on,
            **{name: form.cleaned_data[name] for name in names},
        )
        return redirect("casework:plan-tab", pk=self.child.pk)


class PlanDates(ChangesPlan):
    """The days of a plan were wrong: put them right, with the reason."""

    form_class = DatesForm
    noun, what, title = "dates", "dates of a plan", "Put the dates right"
    confirm, said = "Save these dates", "The dates are put right. What they were stays on record."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        super().turn_away(request)
        if self.record.is_open and self.record.is_child_protection:
            return redirect("casework:plan-detail", pk=self.record.pk)
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.record.starts_on, "ends_on": self.record.ends_on}

    def days(self, form: DatesForm) -> dict[str, Any]:
        given, plan = form.cleaned_data, self.record
        return {
            "starts_on": given.get("starts_on") or plan.starts_on,
            "ends_on": given.get("ends_on") if plan.ends_on else None,
        }

    def changed(self, form: DatesForm) -> tuple[Plan | None, Plan]:
        days = self.days(form)
        actions.check_correction(self.record, **days, why=form.cleaned_data["why"], on=self.on)
        return self.would_be(**days)

    def act(self, form: DatesForm) -> HttpResponse:
        actions.correct_dates(
            plan=self.record,
            why=form.cleaned_data["why"],
            by=self.request.user,
            on=self.on,
            **self.days(form),
        )
        return redirect("casework:plan-detail", pk=self.record.pk)


class PlanCategoryChange(Writing, RefusalsBeside, PlanPage, FormView):
    """Another category of abuse, as a conference decided it."""

    permission = Permission.PLAN_MANAGE
    form_class = CategoryForm
    template_name = "casework/plan/plan_form.html"
    noun, what = "category", "category of abuse"
    said = "The category is changed. The first one stays for the return."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        self.only_who_manages()
        if not self.record.is_child_protection:
            return redirect("casework:plan-detail", pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Change the category of abuse", **kwargs)

    def act(self, form: CategoryForm) -> HttpResponse:
        names = ("category", "starts_on", "why")
        actions.change_category(
            plan=self.record,
            by=self.request.user,
            on=self.on,
            **{name: form.cleaned_data[name] for name in names},
        )
        return redirect("casework:plan-detail", pk=self.record.pk)
