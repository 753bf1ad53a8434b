"""Pages of one version: its text, its way to the manager, and the papers made from it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.permissions import Permission
from casework.child.people import accountable_workers
from casework.plan import actions, presenters, reads
from casework.plan.actions import versions as version_actions
from casework.plan.clocks import VISIT_IN_NEED, VISIT_PROTECTION
from casework.plan.forms.versions import VersionForm, initial_of
from casework.plan.models import PlanReview, PlanVersion, Status
from casework.plan.views.base import (
    PaperMove,
    PaperReturn,
    PlanPage,
    RefusalsBeside,
    VersionPage,
    Writing,
    may_authorise,
    may_sign,
    send_words,
)
from records.views import ShowsConflict
from timescales.rulebook import Rulebook

PAGE = "casework:plan-version-detail"
# What fits on one page in large print.
ON_ONE_PAGE = 5


class VersionNew(PlanPage, View):
    """Begin the first version, or the one that replaces the plan in force."""

    permission = Permission.PLAN_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            version = actions.new_version(plan=self.record, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("casework:plan-detail", pk=self.record.pk)
        return redirect(PAGE, pk=version.pk)


class VersionDetail(VersionPage, TemplateView):
    """One version: what it says, what changed, and what the reader may do with it."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/version_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, person = self.record, self.request.user
        needs = reads.tree(version)
        moves = reads.moves_of(version)
        writes = version.author_id == person.pk and version.is_editable
        checks = "check" in self.request.GET and writes
        return super().get_context_data(
            needs=needs,
            answers=presenters.answers(version),
            agreements=reads.agreements_of(version),
            sharings=reads.sharings_of(version),
            changes=self.changes(needs),
            moves=moves,
            comment=reads.latest_return(moves) if not version.is_locked else None,
            writes=writes,
            lacks=list(version_actions.missing(version).values()) if checks else [],
            is_author=version.author_id == person.pk,
            may_write=person.may(Permission.PLAN_WRITE),
            may_sign=may_sign(version, self),
            may_authorise=may_authorise(version, self),
            send_words=send_words(self) if writes else "",
            **kwargs,
        )

    def changes(self, needs: list[reads.NeedRow]) -> list[presenters.Change] | None:
        """Against the version before; None while there is none to compare with."""
        version = self.record
        if version.number == 1:
            return None
        before = (
            PlanVersion.objects.visible_to(self.request.user)
            .filter(plan=version.plan, number__lt=version.number)
            .order_by("-number")
            .first()
        )
        if before is None:
            return None
        return presenters.changes(before, version, reads.tree(before), needs)


class VersionWrite(ShowsConflict, Writing, RefusalsBeside, VersionPage, FormView):
    """The text of a draft, written by its author."""

    permission = Permission.PLAN_WRITE
    form_class = VersionForm
    template_name = "casework/plan/version_form.html"
    noun, said = "text", "Saved."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_editable:
            return redirect(PAGE, pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        rule = VISIT_PROTECTION if self.record.plan.is_child_protection else VISIT_IN_NEED
        limit = Rulebook.load().on(rule, self.on).spec.limit(0)
        return super().get_form_kwargs() | {
            "version": self.record,
            "child": self.child,
            "limit": limit,
        }

    def values_of(self, current: PlanVersion) -> dict[str, Any]:
        return initial_of(current)

    def act(self, form: VersionForm) -> HttpResponse:
        began_from = form.cleaned_data["lock_version"]
        actions.save_version(
            version=self.record,
            began_from=-1 if began_from is None else began_from,
            fields=form.answers(),
            by=self.request.user,
        )
        return redirect(PAGE, pk=self.record.pk)


class VersionMove(PaperMove):
    page = PAGE


class VersionSubmit(VersionMove, VersionPage):
    """Send it; where something is missing, the page says what."""

    permission = Permission.PLAN_WRITE
    said = "Sent. Whoever signs next is told."

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.record
        if version.author_id == request.user.pk and version_actions.missing(version):
            page = redirect(PAGE, pk=version.pk)
            page["Location"] += "?check=1"
            return page
        return super().post(request, *args, **kwargs)

    def act(self, began_from: int | None) -> None:
        actions.submit_version(version=self.record, by=self.request.user, began_from=began_from)


class VersionWithdraw(VersionMove, VersionPage):
    permission = Permission.PLAN_WRITE
    said = "Taken back. Change what you need, then send it again."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_version(version=self.record, by=self.request.user)


class VersionSign(VersionMove, VersionPage):
    permission = Permission.PLAN_COUNTERSIGN
    said = "Countersigned. The manager is asked to authorise it."

    def act(self, began_from: int | None) -> None:
        actions.countersign_version(
            version=self.record, by=self.request.user, began_from=began_from
        )


class VersionAuthorise(VersionMove, VersionPage):
    permission = Permission.PLAN_AUTHORISE
    said = "Authorised. It is the plan from now on; its actions are in the list of actions."

    def act(self, began_from: int | None) -> None:
        actions.authorise_version(
            version=self.record, by=self.request.user, began_from=began_from, on=self.on
        )


class VersionReturn(PaperReturn, VersionPage, FormView):
    permission = Permission.PLAN_COUNTERSIGN
    page = PAGE

    def send_back(self, comment: str, began_from: int | None) -> None:
        actions.return_version(
            version=self.record, comment=comment, by=self.request.user, began_from=began_from
        )


class VersionPrint(VersionPage, TemplateView):
    """The whole plan on paper. A draft says on every page that it is one."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/version_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.record
        return super().get_context_data(
            needs=reads.tree(version),
            answers=presenters.answers(version),
            categories=presenters.categories_in_words(
                row.category for row in reads.categories_of(version.plan)
            )
            if version.plan.is_child_protection
            else "",
            agreements=reads.agreements_of(version),
            printed_at=timezone.now(),
            **kwargs,
        )


class VersionEasy(VersionPage, TemplateView):
    """One page for the child, in large print, from the same data: plain words and pictures."""

    permission = Permission.PLAN_VIEW
    template_name = "casework/plan/version_easy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, plan = self.record, self.record.plan
        needs = [row for row in reads.tree(version) if row.status != Status.REMOVED]
        outcomes = [one for need in needs for one in need.standing_outcomes]
        doing = [row for one in outcomes for row in one.standing_actions if not row.is_done]
        asked = reads.agreements_of(version)
        reviews = PlanReview.objects.visible_to(self.request.user).counted().filter(plan=plan)
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        return super().get_context_data(
            outcomes=outcomes[:ON_ONE_PAGE],
            doing=sorted(doing, key=lambda row: row.due_on)[:ON_ONE_PAGE],
            said=[row for row in asked if row.who == "child" and row.own_words],
            next_review=reviews.exclude(next_on=None).values_list("next_on", flat=True).first(),
            worker=worker,
            is_draft=not version.may_leave,
            **kwargs,
        )
