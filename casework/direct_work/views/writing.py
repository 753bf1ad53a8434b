"""Begin a session, go on writing it, send it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.child.people import accountable_workers, answers_for_child
from casework.direct_work import actions, presenters, reads
from casework.direct_work.completeness import missing
from casework.direct_work.forms import SessionForm, initial_of
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.views.reading import SECTION, SessionPage
from records.actions import NotAllowed
from records.models import StateChange
from records.states import State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce


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
