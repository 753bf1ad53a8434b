"""Merging two records of one child: which, what would happen, do it, undo it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ChildPage, ShowsChild
from casework.family.merging import presenters
from casework.family.merging.actions import (
    IDENTITY,
    carry_out_merge,
    differing,
    propose_merge,
    undo_merge,
)
from casework.family.merging.forms import MergeForm, ProposeForm, UndoForm
from casework.family.merging.models import ChildMerge
from casework.refusals import show_refusal
from records import reads
from records.views import SubmitsOnce

SECTION = "overview"


class MergePropose(SubmitsOnce, ChildPage, FormView):
    """Which record is the same child; below, what was merged before."""

    permission = Permission.CHILD_MERGE
    section = SECTION
    form_class = ProposeForm
    template_name = "casework/merging/merge_propose.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        children = Child.objects.visible_to(self.request.user)
        return super().get_form_kwargs() | {"children": children, "kept": self.child}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = ChildMerge.objects.visible_to(self.request.user).filter(kept=self.child)
        rows = [(merge, presenters.state_tag(merge)) for merge in before.select_related("dropped")]
        return super().get_context_data(before=rows, **kwargs)

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        try:
            merge = propose_merge(
                kept=self.child,
                dropped=form.other,
                why=form.cleaned_data["why"],
                at=timezone.now(),
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        return redirect("casework:merge-detail", pk=merge.pk)


class MergePage(SubmitsOnce, ShowsChild, ScopedDoor, FormView):
    """A page of one merge, on the record that is kept."""

    permission = Permission.CHILD_MERGE
    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[ChildMerge]:
        rows = ChildMerge.objects.visible_to(request.user)
        return rows.select_related(
            "kept__school", "dropped__school", "proposed_by", "done_by", "undone_by"
        )

    @property
    def child(self) -> Child:
        return self.record.kept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reads.note(self.request, child_id=self.record.dropped_id, section=SECTION)
        return super().get_context_data(
            merge=self.record, tag=presenters.state_tag(self.record), **kwargs
        )


class MergeDetail(MergePage):
    """What the trial run found; where the records differ, whose answer stays; and what was done."""

    form_class = MergeForm
    template_name = "casework/merging/merge_detail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kept, dropped = self.record.kept, self.record.dropped
        differs = differing(kept, dropped)
        return super().get_form_kwargs() | {"kept": kept, "dropped": dropped, "differs": differs}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = self.record
        may_see = Child.objects.visible_to(self.request.user).filter(pk=merge.dropped_id).exists()
        is_open = merge.state == ChildMerge.State.PROPOSED
        return super().get_context_data(
            facts=presenters.side_by_side(merge.kept, merge.dropped, IDENTITY) if is_open else [],
            stops=merge.found.get("stops", []),
            counts=presenters.move_rows(merge.found.get("moves", []))
            if is_open
            else presenters.moved(merge.moves.all()),
            is_open=is_open,
            is_done=merge.state == ChildMerge.State.DONE,
            may_merge=is_open and may_see and not merge.found.get("stops"),
            **kwargs,
        )

    def form_valid(self, form: MergeForm) -> HttpResponse:
        children = Child.objects.visible_to(self.request.user)
        if not children.filter(pk=self.record.dropped_id).exists():
            form.add_error(None, "You can no longer open the other record.")
            return self.form_invalid(form)
        try:
            carry_out_merge(
                merge=self.record,
                picks=form.picks(),
                at=timezone.now(),
                on=self.on,
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Merged. You can take them apart again on this page.")
        return redirect("casework:merge-detail", pk=self.record.pk)


class MergeUndo(MergePage):
    """Two children after all."""

    form_class = UndoForm
    template_name = "casework/merging/merge_undo.html"

    def form_valid(self, form: UndoForm) -> HttpResponse:
        try:
            _, stayed = undo_merge(
                merge=self.record,
                why=form.cleaned_data["why"],
                at=timezone.now(),
                on=self.on,
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        said = "They are two records again."
        if stayed:
            said += (
                f" {stayed} rows stay with this record, since they were changed after the merge."
            )
        messages.success(self.request, said)
        return redirect("casework:merge-detail", pk=self.record.pk)
