"""Pages to find a child, to check for a duplicate across the team, and to declare a conflict."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from casework.child import kept_searches, presenters
from casework.child.actions import (
    change_child,
    check_duplicates,
    declare_conflict,
    likely_for,
    settle_conflict,
    withdraw_conflict,
)
from casework.child.forms import (
    OF_CHILD,
    ChildForm,
    ConflictForm,
    DuplicateForm,
    FindForm,
    SettleForm,
)
from casework.child.models import Child, DeclaredConflict, DuplicateCheck
from casework.child.pages import ChildPage
from casework.child.search import find, wanted_child
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

PAGE_SIZE = 25


class ChildFind(Door, FormView):
    """Look for a child; what is typed goes by POST and stays out of the address."""

    permission = Permission.CHILD_FIND
    form_class = FindForm
    template_name = "casework/child/child_find.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.request.user}

    def form_valid(self, form: FindForm) -> HttpResponse:
        key = kept_searches.keep(self.request.session, form.asked())
        return redirect("casework:child-found", key=key)


class ChildFound(Door, TemplateView):
    """What a search found, best first, each with the reason."""

    permission = Permission.CHILD_FIND
    template_name = "casework/child/child_found.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        asked = kept_searches.kept(self.request.session, self.kwargs["key"])
        matches = (
            find(
                self.request.user,
                asked["words"],
                dob=date.fromisoformat(asked["dob"]) if asked["dob"] else None,
                school_id=UUID(asked["school"]) if asked["school"] else None,
                on=on,
            )
            if asked
            else []
        )
        form = FindForm(initial=asked, person=self.request.user)
        form.helper.form_action = "casework:child-find"
        return super().get_context_data(
            asked=asked,
            head=presenters.FOUND_HEAD,
            found=presenters.found_rows(
                matches, on, may_break=self.request.user.may(Permission.GLASS_BREAK)
            ),
            again=form,
            may_check=self.request.user.may(Permission.CHILD_CHECK_DUPLICATE),
            **kwargs,
        )


class DuplicateCheckNew(Door, FormView):
    """Ask whether a child is known to any team; every asking is logged."""

    permission = Permission.CHILD_CHECK_DUPLICATE
    form_class = DuplicateForm
    template_name = "casework/child/duplicate_check.html"

    def form_valid(self, form: DuplicateForm) -> HttpResponse:
        given = form.cleaned_data
        check, _ = check_duplicates(by=self.request.user, on=timezone.localdate(), **given)
        asked = given | {"dob": given["dob"].isoformat() if given["dob"] else ""}
        key = kept_searches.keep(self.request.session, asked)
        return redirect("casework:duplicate-check-detail", pk=check.pk, key=key)


class DuplicateCheckDetail(ScopedDoor, TemplateView):
    """What one's own check showed: name, age and worker, nothing else."""

    permission = Permission.CHILD_CHECK_DUPLICATE
    template_name = "casework/child/duplicate_check_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[DuplicateCheck]:
        return DuplicateCheck.objects.visible_to(request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        asked = kept_searches.kept(self.request.session, self.kwargs["key"])
        found = []
        if asked:
            wanted = wanted_child(
                first_name=asked["first_name"],
                last_name=asked["last_name"],
                dob=date.fromisoformat(asked["dob"]) if asked["dob"] else None,
                upn=asked["upn"],
            )
            found = likely_for(self.request.user, wanted, on, among=self.record.child_ids)
        return super().get_context_data(
            check=self.record,
            asked=asked,
            head=presenters.LIKELY_HEAD,
            likely=presenters.likely_rows(found, on),
            **kwargs,
        )


class ChildEdit(SubmitsOnce, KeepsUnsentText, ShowsConflict, ChildPage, FormView):
    """Correct who the child is; where somebody saved first, both texts are shown."""

    permission = Permission.CHILD_EDIT
    section = "details"
    form_class = ChildForm
    template_name = "casework/child/child_edit.html"
    unsent_title = "Details of a child"

    @property
    def form_key(self) -> str:
        return f"casework.child.{self.child.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"person": self.request.user, "school": self.child.school}
        return super().get_form_kwargs() | given

    def values_of(self, current: Child) -> dict[str, Any]:
        return {name: getattr(current, name) for name in OF_CHILD} | {"school": current.school_id}

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {"lock_version": self.record.lock_version}

    def form_valid(self, form: ChildForm) -> HttpResponse:
        try:
            change_child(
                child=self.child,
                began_from=form.cleaned_data["lock_version"],
                facts=form.facts(),
                on=self.on,
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Saved.")
        return redirect("casework:child-overview", pk=self.child.pk)


class ConflictDeclare(SubmitsOnce, Door, FormView):
    """Say that one knows a child, a family or a school; below, what one declared before."""

    permission = Permission.CONFLICT_DECLARE
    form_class = ConflictForm
    template_name = "casework/child/conflict_declare.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = DeclaredConflict.objects.visible_to(self.request.user).made_by(self.request.user)
        return super().get_context_data(declared=own.standing()[:PAGE_SIZE], **kwargs)

    def form_valid(self, form: ConflictForm) -> HttpResponse:
        person, given = self.request.user, form.cleaned_data
        try:
            declare_conflict(
                person=person,
                child=given["child"],
                family_name=given["family_name"],
                school=given["school"],
                nature=given["nature"],
                on=timezone.localdate(),
                by=person,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Declared. Your manager is told.")
        return redirect("casework:conflict-declare")


class ConflictList(Door, TemplateView):
    """Every conflict declared in the manager's teams, those still to settle first."""

    permission = Permission.CONFLICT_VIEW
    template_name = "casework/child/conflict_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = DeclaredConflict.objects.visible_to(self.request.user).standing().to_settle_first()
        rows = rows.select_related("person", "child", "school", "settled_by")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, conflicts=page.object_list, **kwargs)


class ConflictSettle(SubmitsOnce, ScopedDoor, FormView):
    """The manager finds the child that was meant, or that none is."""

    permission = Permission.CONFLICT_VIEW
    form_class = SettleForm
    template_name = "casework/child/conflict_settle.html"

    def rows(self, request: HttpRequest) -> QuerySet[DeclaredConflict]:
        rows = DeclaredConflict.objects.visible_to(request.user).standing()
        return rows.select_related("person", "child", "school")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            conflict=self.record,
            suggested=Child.objects.visible_to(self.request.user).meant_by(self.record.family_name)[
                :10
            ],
            **kwargs,
        )

    def form_valid(self, form: SettleForm) -> HttpResponse:
        given, on, by = form.cleaned_data, timezone.localdate(), self.request.user
        try:
            if given["outcome"] == "mistake":
                withdraw_conflict(conflict=self.record, on=on, by=by)
            else:
                settle_conflict(
                    conflict=self.record, child=form.child, how=given["how"], on=on, by=by
                )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Settled.")
        return redirect("casework:conflict-list")
