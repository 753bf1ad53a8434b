"""Pages of direct work: begin, write, read, sign, and the lists of each."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ChildPage, ShowsChild
from casework.child.people import accountable_workers, answers_for_child
from casework.direct_work import actions, presenters, reads, words
from casework.direct_work.completeness import missing
from casework.direct_work.forms import ReturnForm, SessionForm, initial_of
from casework.direct_work.models import DirectWorkSession, Tool
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.models import StateChange
from records.states import Move, State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

SECTION = "direct_work"
PAGE_SIZE = 25


class SessionPage(ShowsChild, ScopedDoor):
    """A page of one session, among those the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[DirectWorkSession]:
        return DirectWorkSession.objects.visible_to(request.user).select_related(
            "child__school", "author", "tool", "countersigned_by"
        )


def say_beside(form: SessionForm, refused: ValidationError) -> None:
    """What an action refused, beside the field it is about where the form has it."""
    for name, errors in getattr(refused, "error_dict", {"": refused}).items():
        form.add_error(name if name in form.fields else None, errors)


class WritesSession(SubmitsOnce, KeepsUnsentText, ShowsConflict):
    """The form of a session, for a new one and for one begun before."""

    form_class = SessionForm
    template_name = "casework/direct_work/session_form.html"
    session: DirectWorkSession | None = None

    @property
    def form_key(self) -> str:
        known = self.session.pk if self.session else f"new.{self.child.pk}"
        return f"casework.session.{known}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: direct work"

    def get_form_kwargs(self) -> dict[str, Any]:
        told = reads.told_of_worry(self.request.user, self.accountable, self.on)
        return super().get_form_kwargs() | {
            "child": self.child,
            "on": self.on,
            "session": self.session,
            "readings": reads.readings_around(self.child.pk, self.session),
            "told": presenters.told_words(told),
            "send": self.send_words,
        }

    @cached_property
    def accountable(self) -> Person | None:
        return accountable_workers([self.child.pk], self.on).get(self.child.pk)

    @cached_property
    def send_words(self) -> str:
        person = self.request.user
        if person.registration_number and answers_for_child(person, self.child.pk, self.on):
            return "Sign and finish"
        worker = self.accountable
        return f"Send to {worker.first_name} to sign" if worker else "Send to be signed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = self.session.happened_on if self.session else self.on
        return super().get_context_data(
            consent=reads.consent_for(self.child, day),
            comment=self.comment,
            session=self.session,
            **kwargs,
        )

    @cached_property
    def comment(self) -> StateChange | None:
        """What came back with it, while it is still to be answered."""
        if self.session is None or self.session.state != State.RETURNED:
            return None
        return reads.latest_comment(self.session)

    def values_of(self, current: DirectWorkSession) -> dict[str, Any]:
        readings = reads.readings_around(current.child_id, current)
        return initial_of(current, self.on, readings.now)

    def form_valid(self, form: SessionForm) -> HttpResponse:
        try:
            session = self.write(form)
        except ValidationError as refused:
            say_beside(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        if "send" not in self.request.POST:
            messages.success(self.request, "Saved. You find it under “To finish” on your page.")
            return redirect("casework:session-list", pk=self.child.pk)
        return self.send(session)

    def write(self, form: SessionForm) -> DirectWorkSession:
        raise NotImplementedError

    def send(self, session: DirectWorkSession) -> HttpResponse:
        """Saved already: what stops the sending is said on the form, and nothing is lost."""
        form_page = reverse("casework:session-form", args=[session.pk])
        if missing(session):
            return redirect(f"{form_page}?check=1")
        try:
            sent = actions.submit_session(session=session, by=self.request.user)
        except actions.ConsentMissing:
            messages.warning(
                self.request, "Saved, not sent. It can be sent once consent is in place."
            )
            return redirect(form_page)
        said = "Signed. It is on the chronology." if sent.is_locked else "Sent."
        messages.success(self.request, said)
        return redirect("casework:session-detail", pk=session.pk)


class SessionNew(WritesSession, ChildPage, FormView):
    """Begin a session with this child."""

    permission = Permission.DIRECT_WORK_RECORD
    section = SECTION

    def write(self, form: SessionForm) -> DirectWorkSession:
        return actions.start_session(
            child=self.child,
            by=self.request.user,
            fields=form.answers(),
            scales=form.scales(),
            on=self.on,
        )


class SessionWrite(WritesSession, SessionPage, FormView):
    """Go on with a draft, or answer what came back."""

    permission = Permission.DIRECT_WORK_RECORD

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_editable:
            return redirect("casework:session-detail", pk=self.record.pk)
        return None

    @property
    def session(self) -> DirectWorkSession:  # type: ignore[override]
        return self.record

    def get_form(self, form_class: Any = None) -> SessionForm:
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound:
            form.show_missing(missing(self.record))
        return form

    def write(self, form: SessionForm) -> DirectWorkSession:
        began_from = form.cleaned_data["lock_version"]
        return actions.save_session(
            session=self.record,
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            fields=form.answers(),
            scales=form.scales(),
            on=self.on,
        )


class SessionStart(Door, TemplateView):
    """Which child was it? Where the way here did not come from a child's page."""

    permission = Permission.DIRECT_WORK_RECORD
    template_name = "casework/direct_work/session_start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        children = Child.objects.visible_to(self.request.user).select_related("school")
        return super().get_context_data(
            children=children.order_by("first_name", "last_name")[:200], **kwargs
        )


class SessionPlace(ScopedDoor):
    """Where a clock on a session leads: to the session, or as near to it as the reader may come."""

    permission = Permission.CHILD_VIEW

    def rows(self, request: HttpRequest) -> QuerySet[DirectWorkSession]:
        return reads.with_children_of(request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(Permission.DIRECT_WORK_VIEW):
            return redirect("casework:child-overview", pk=self.record.child_id)
        if DirectWorkSession.objects.visible_to(request.user).filter(pk=self.record.pk).exists():
            return redirect("casework:session-detail", pk=self.record.pk)
        return redirect("casework:session-list", pk=self.record.child_id)


class SessionDetail(SessionPage, TemplateView):
    """One session as it stands, what changed, and what the reader may do with it."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/session_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, person = self.record, self.request.user
        written = reads.as_sent(session)
        moves = reads.moves_of(session)
        returned = [move for move in moves if move.move == Move.RETURN]
        apart = {"childs_words", "worry", "worry_text", "tell_school", "happened_on", "tool"}
        return super().get_context_data(
            session=session,
            tag=presenters.state_tag(session, person),
            in_short=words.in_short(session),
            answers=presenters.answers(written, apart),
            moves=moves,
            comment=returned[-1] if returned and not session.is_locked else None,
            changes=self.changes(written),
            is_author=session.author_id == person.pk,
            may_sign=self.may_sign(),
            consent=reads.consent_for(session.child, session.happened_on)
            if not session.is_locked
            else None,
            **kwargs,
        )

    def changes(self, written: dict[str, Any]) -> list[presenters.Change] | None:
        """Against what was sent before; None while there is nothing to compare."""
        session = self.record
        if session.is_locked:
            return None
        sent = list(session.submissions.order_by("-number")[:2])
        before = sent[1:] if session.state == State.SUBMITTED else sent[:1]
        if not before:
            return None
        found = presenters.changes(before[0].fields, written)
        # That nothing changed is news to a signer, not to an author who has yet to begin.
        return found if found or session.state == State.SUBMITTED else None

    def may_sign(self) -> bool:
        session, person = self.record, self.request.user
        return (
            session.state == State.SUBMITTED
            and session.author_id != person.pk
            and person.may(Permission.DIRECT_WORK_COUNTERSIGN)
            and answers_for_child(person, session.child_id, self.on)
        )


class SessionMove(SessionPage, View):
    """A button on the session's page that moves it on; refusals are said there."""

    http_method_names = ["post"]
    said = ""

    def act(self, began_from: int | None) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = request.POST.get("lock_version", "")
        try:
            self.act(int(version) if version.isdigit() else None)
        except Conflict:
            messages.warning(request, "It changed while you were reading. Read it again first.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.said)
        return redirect("casework:session-detail", pk=self.record.pk)


class SessionSign(SessionMove):
    permission = Permission.DIRECT_WORK_COUNTERSIGN
    said = "Countersigned. It is on the chronology and cannot be changed any more."

    def act(self, began_from: int | None) -> None:
        actions.countersign_session(
            session=self.record, by=self.request.user, began_from=began_from
        )


class SessionWithdraw(SessionMove):
    permission = Permission.DIRECT_WORK_RECORD
    said = "Taken back. Change what you need, then send it again."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_session(session=self.record, by=self.request.user)


class SessionReturn(SubmitsOnce, KeepsUnsentText, SessionPage, FormView):
    """Send it back to its author with a comment."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    form_class = ReturnForm
    template_name = "casework/direct_work/session_return.html"

    @property
    def form_key(self) -> str:
        return f"casework.session.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on a session"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(session=self.record, **kwargs)

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            actions.return_session(
                session=self.record,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, "It changed while you were writing. Read it again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Returned to {self.record.author.name}.")
        return redirect("casework:direct-work-to-sign")


class SessionList(ChildPage, TemplateView):
    """The tab: every session with the child, newest first."""

    permission = Permission.DIRECT_WORK_VIEW
    section = SECTION
    template_name = "casework/direct_work/session_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        sessions = (
            DirectWorkSession.objects.visible_to(person)
            .filter(child=self.child)
            .select_related("author", "tool")
        )
        page = Paginator(sessions, PAGE_SIZE).get_page(self.request.GET.get("page"))
        rows = [
            {
                "session": session,
                "tag": presenters.state_tag(session, person),
                "in_short": words.in_short(session),
            }
            for session in page
        ]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class ToSign(Door, TemplateView):
    """What waits for the reader's signature; and, for an educator, what waits elsewhere."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    template_name = "casework/direct_work/to_sign.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        waiting = reads.to_sign(person)
        page = Paginator(waiting, PAGE_SIZE).get_page(self.request.GET.get("page"))
        elsewhere = reads.waiting_elsewhere(person)[:PAGE_SIZE]
        return super().get_context_data(page=page, elsewhere=elsewhere, **kwargs)


class ToolList(Door, TemplateView):
    """The library of tools: what each helps with and how to use it."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/tool_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tools=Tool.objects.in_use(), **kwargs)
