"""How a visit went: one child, or siblings in one recording."""

from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from accounts.guards import ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ChildPage
from casework.child.people import accountable_workers, answers_for_child
from casework.direct_work.presenters import told_words
from casework.direct_work.reads import told_of_worry
from casework.direct_work.views.reading import SECTION
from casework.direct_work.visit import actions, guard, presenters, reads
from casework.direct_work.visit.actions.signing import ConsentMissing
from casework.direct_work.visit.actions.together import LineRefused
from casework.direct_work.visit.completeness import missing
from casework.direct_work.visit.forms import JointForm, JointWhoForm, VisitForm
from casework.direct_work.visit.forms.recording import initial_of
from casework.direct_work.visit.models import JointVisit, Visit
from casework.direct_work.visit.views.reading import VisitPage
from casework.refusals import show_refusal
from records import reads as read_log
from records.actions import NotAllowed
from records.states import State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce


class WritesVisit(SubmitsOnce, KeepsUnsentText, ShowsConflict):
    """The form after a visit: for one never planned, and for one planned or begun before."""

    form_class = VisitForm
    template_name = "casework/direct_work/visit/visit_form.html"
    visit: Visit | None = None

    @property
    def form_key(self) -> str:
        known = self.visit.pk if self.visit else f"new.{self.child.pk}"
        return f"casework.visit.{known}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: visit"

    @cached_property
    def accountable(self) -> Person | None:
        return accountable_workers([self.child.pk], self.on).get(self.child.pk)

    @cached_property
    def send_words(self) -> str:
        person, worker = self.request.user, self.accountable
        if person.registration_number and answers_for_child(person, self.child.pk, self.on):
            return "Sign and finish"
        return f"Send to {worker.first_name} to sign" if worker else "Send to be signed"

    def get_form_kwargs(self) -> dict[str, Any]:
        told = told_of_worry(self.request.user, self.accountable, self.on)
        return super().get_form_kwargs() | {
            "child": self.child,
            "visit": self.visit,
            "on": self.on,
            "told": told_words(told),
            "send": self.send_words,
            "registered": reads.registered_workers(self.request.user, self.on),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.visit
        returned = visit is not None and visit.state == State.RETURNED
        moves = reads.moves_of(visit) if visit is not None and returned else []
        return super().get_context_data(
            visit=visit,
            planned=presenters.planned_words(visit) if visit else "",
            comment=next((move for move in reversed(moves) if move.comment), None),
            **kwargs,
        )

    def values_of(self, current: Visit) -> dict[str, Any]:
        return initial_of(current, self.on)

    def form_valid(self, form: VisitForm) -> HttpResponse:
        sending = "send" in self.request.POST
        if sending and not form.cleaned_data["names_ok"] and (found := self.doubts(form)):
            form.ask_about(found)
            return self.form_invalid(form)
        try:
            visit = self.write(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        if not sending:
            messages.success(self.request, "Saved. You find it under “To finish” on your page.")
            return redirect("casework:session-list", pk=self.child.pk)
        return self.send(visit)

    def doubts(self, form: VisitForm) -> list[str]:
        lines = {self.child.pk: form.texts()}
        return guard.doubts(about=[self.child], shared=[], lines=lines, reader=self.request.user)

    def write(self, form: VisitForm) -> Visit:
        raise NotImplementedError

    def send(self, visit: Visit) -> HttpResponse:
        """Saved already: what stops the sending is said on the form, and nothing is lost."""
        form_page = reverse("casework:visit-form", args=[visit.pk])
        if missing(visit):
            return redirect(f"{form_page}?check=1")
        try:
            sent = actions.submit_visit(visit=visit, by=self.request.user)
        except ConsentMissing:
            messages.warning(
                self.request, "Saved, not sent. It can be sent once consent is in place."
            )
            return redirect(form_page)
        said = "Signed. It is on the chronology." if sent.is_locked else "Sent."
        messages.success(self.request, said)
        return redirect("casework:visit-detail", pk=visit.pk)


class VisitNew(WritesVisit, ChildPage, FormView):
    """Record a visit that nobody had planned."""

    permission = Permission.DIRECT_WORK_RECORD
    section = SECTION

    def write(self, form: VisitForm) -> Visit:
        return actions.record_visit(
            child=self.child, by=self.request.user, fields=form.answers(), on=self.on
        )


class VisitWrite(WritesVisit, VisitPage, FormView):
    """Say how a planned visit went, go on with a draft, or answer what came back."""

    permission = Permission.DIRECT_WORK_RECORD

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        visit = self.record
        if visit.author_id != request.user.pk:
            raise PermissionDenied
        if request.method != "GET":
            return None
        if not visit.is_editable or visit.outcome == Visit.Outcome.NOT_HELD:
            return redirect("casework:visit-detail", pk=visit.pk)
        if visit.together_id:
            return redirect("casework:joint-form", pk=visit.together_id)
        return None

    @property
    def visit(self) -> Visit:  # type: ignore[override]
        return self.record

    def get_form(self, form_class: Any = None) -> VisitForm:
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound:
            form.show_missing(missing(self.record))
        return form

    def write(self, form: VisitForm) -> Visit:
        began_from = form.cleaned_data["lock_version"]
        return actions.save_visit(
            visit=self.record,
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            fields=form.answers(),
            on=self.on,
        )


class JointWho(ChildPage, FormView):
    """Which of the family were seen together: leads to the one recording."""

    permission = Permission.DIRECT_WORK_RECORD
    section = SECTION
    form_class = JointWhoForm
    template_name = "casework/direct_work/visit/joint_who.html"

    @cached_property
    def offered(self) -> list[Child]:
        return [self.child, *reads.family_of(self.child, self.request.user)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"offered": self.offered, "on": self.on}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"children": [str(self.child.pk)]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alone=len(self.offered) == 1, **kwargs)

    def form_valid(self, form: JointWhoForm) -> HttpResponse:
        chosen = "&".join(f"with={pk}" for pk in form.cleaned_data["children"])
        address = reverse("casework:joint-new", args=[self.child.pk])
        return redirect(f"{address}?{chosen}")


class WritesJoint(SubmitsOnce, KeepsUnsentText, ShowsConflict):
    """The one recording of siblings; what is refused about a child stands in that child's part."""

    form_class = JointForm
    template_name = "casework/direct_work/visit/joint_form.html"
    joint: JointVisit | None = None

    @property
    def children(self) -> list[Child]:
        raise NotImplementedError

    @property
    def unsent_title(self) -> str:
        return f"{', '.join(child.reference for child in self.children)}: visit"

    @cached_property
    def drafts(self) -> dict[UUID, Visit]:
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        ids = [child.pk for child in self.children]
        workers = accountable_workers(ids, self.on)
        told = told_of_worry(self.request.user, next(iter(workers.values()), None), self.on)
        return super().get_form_kwargs() | {
            "children": self.children,
            "visits": self.drafts,
            "joint": self.joint,
            "is_text_locked": any(visit.is_locked for visit in self.drafts.values()),
            "on": self.on,
            "told": told_words(told),
            "send": "Send all of them to sign",
            "registered": reads.registered_workers(self.request.user, self.on),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        for child in self.children:
            read_log.note(self.request, child_id=child.pk, section=SECTION)
        return super().get_context_data(
            children=self.children,
            names=" and ".join(child.short_name for child in self.children),
            **kwargs,
        )

    def values_of(self, current: JointVisit) -> dict[str, Any]:
        form = self.get_form_class()(
            **(self.get_form_kwargs() | {"data": None, "files": None, "joint": current})
        )
        return form.initial

    def form_valid(self, form: JointForm) -> HttpResponse:
        sending = "send" in self.request.POST
        if sending and not form.cleaned_data["names_ok"] and (found := self.doubts(form)):
            form.ask_about(found)
            return self.form_invalid(form)
        try:
            joint = self.write(form)
        except ValidationError as refused:
            self.say_beside(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        if not sending:
            messages.success(self.request, "Saved. You find it under “To finish” on your page.")
            return redirect("casework:visit-mine")
        return self.send(joint)

    def doubts(self, form: JointForm) -> list[str]:
        return guard.doubts(
            about=self.children,
            shared=[form.cleaned_data["shared_text"]],
            lines=form.texts_of(),
            reader=self.request.user,
        )

    def say_beside(self, form: JointForm, refused: ValidationError) -> None:
        child_id = refused.child_id if isinstance(refused, LineRefused) else None
        if not hasattr(refused, "error_dict"):
            form.add_error(None, refused)
            return
        for name, said in refused.message_dict.items():
            for message in said:
                form.add_error(form.field_of(child_id, name), message)

    def write(self, form: JointForm) -> JointVisit:
        raise NotImplementedError

    def send(self, joint: JointVisit) -> HttpResponse:
        form_page = reverse("casework:joint-form", args=[joint.pk])
        try:
            sent = actions.submit_together(joint=joint, by=self.request.user)
        except LineRefused:
            return redirect(f"{form_page}?check=1")
        except ConsentMissing as refused:
            messages.warning(self.request, f"Saved, not sent. {refused}")
            return redirect(form_page)
        messages.success(self.request, f"Sent: {len(sent)} records.")
        return redirect("casework:visit-detail", pk=sent[0].pk)


class JointNew(WritesJoint, ChildPage, FormView):
    """Record a visit to siblings that nobody had planned."""

    permission = Permission.DIRECT_WORK_RECORD
    section = SECTION

    @property
    def form_key(self) -> str:
        return f"casework.joint.new.{self.child.pk}"

    @cached_property
    def children(self) -> list[Child]:  # type: ignore[override]
        """This child, and those of its family that the address names and the reader may see."""
        family = reads.family_of(self.child, self.request.user)
        asked = set(self.request.GET.getlist("with"))
        chosen = [child for child in family if str(child.pk) in asked]
        if not chosen:
            raise Http404
        return [self.child, *chosen]

    def write(self, form: JointForm) -> JointVisit:
        return actions.start_together(
            children=self.children,
            by=self.request.user,
            shared=form.shared(),
            shared_text=form.cleaned_data["shared_text"],
            lines=form.lines(),
            on=self.on,
        )


class JointWrite(WritesJoint, ScopedDoor, FormView):
    """Say how a planned visit to siblings went, or go on writing."""

    permission = Permission.DIRECT_WORK_RECORD

    def rows(self, request: HttpRequest) -> QuerySet[JointVisit]:
        return JointVisit.objects.visible_to(request.user)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.children:
            return redirect("casework:visit-mine")
        return None

    @property
    def form_key(self) -> str:
        return f"casework.joint.{self.record.pk}"

    @cached_property
    def on(self) -> Any:
        return timezone.localdate()

    @property
    def joint(self) -> JointVisit:  # type: ignore[override]
        return self.record

    @cached_property
    def drafts(self) -> dict[UUID, Visit]:
        return {row.child_id: row for row in reads.of_joint(self.record, self.request.user)}

    @property
    def children(self) -> list[Child]:
        """Those whose records are still with their author."""
        rows = [row for row in self.drafts.values() if row.is_editable]
        return [cast(Child, row.child) for row in rows if row.outcome != Visit.Outcome.NOT_HELD]

    def get_form(self, form_class: Any = None) -> JointForm:
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound:
            lacks = {}
            for child in self.children:
                for name, text in missing(self.drafts[child.pk]).items():
                    lacks[form.field_of(child.pk, name) or name] = text
            form.show_missing({name: text for name, text in lacks.items() if name in form.fields})
        return form

    def write(self, form: JointForm) -> JointVisit:
        began_from = form.cleaned_data["lock_version"]
        return actions.save_together(
            joint=self.record,
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            shared=form.shared(),
            shared_text=form.cleaned_data["shared_text"],
            lines=form.lines(),
            on=self.on,
        )
