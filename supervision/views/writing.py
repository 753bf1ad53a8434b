"""The record while the practice educator writes it, the agenda beside it."""

from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.guards import Door
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import accountable_workers
from govuk.numbers import whole_number
from placements.days import projection_of
from placements.models import PlacementDay, PracticePlacement
from records.actions import NotAllowed
from records.unsent import ONCE, TICKET, VERSION, initial_from, typed
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce
from supervision import actions, agenda, due, policies, presenters
from supervision.forms.beginning import SessionNewForm
from supervision.forms.parts import Talk, action_name, initial_of
from supervision.forms.record import SessionForm
from supervision.models import (
    AgendaQuestion,
    AgreedAction,
    SupervisionSession,
)
from supervision.students import students_of
from supervision.views.pages import SessionPage, Today
from timescales.calendars import load_calendar


class SessionNew(Today, SubmitsOnce, Door, FormView):
    """Choose the student and the day; the record itself is the next page."""

    permission = Permission.SUPERVISION_RECORD
    form_class = SessionNewForm
    template_name = "supervision/session_new.html"

    @cached_property
    def students(self) -> list[Person]:
        return students_of(self.request.user, self.on)

    def get_initial(self) -> dict[str, Any]:
        only = str(self.students[0].pk) if len(self.students) == 1 else None
        chosen = str(self.kwargs["student"]) if "student" in self.kwargs else only
        return {
            "held_on": self.on,
            "kind": SupervisionSession.Kind.PLANNED,
            "took_place": "yes",
            "student": chosen,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"students": self.students}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(students=self.students, **kwargs)

    def form_valid(self, form: SessionNewForm) -> HttpResponse:
        answers = form.cleaned_data
        try:
            session = actions.start_session(
                student=form.chosen,
                held_on=answers["held_on"],
                kind=answers["kind"],
                is_missed=answers["took_place"] == "no",
                missed_why=answers["missed_why"],
                by=self.request.user,
                on=self.on,
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("supervision:session-form", pk=session.pk)


class SessionEdit(SubmitsOnce, KeepsUnsentText, ShowsConflict, SessionPage, FormView):
    """The record while the practice educator writes it, the agenda beside it."""

    permission = Permission.SUPERVISION_RECORD
    form_class = SessionForm
    template_name = "supervision/session_form.html"
    unsent_title = "Supervision record"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.writes(self.record, request.user):
            raise PermissionDenied
        if not self.record.is_draft and request.method == "GET":
            return redirect("supervision:session-detail", pk=self.record.pk)
        return None

    @property
    def form_key(self) -> str:
        return f"supervision.session.{self.record.pk}"

    def get_later_url(self) -> str:
        return reverse("supervision:session-list")

    # ---- What the form is made of ------------------------------------------------------------

    @cached_property
    def agenda(self) -> agenda.Agenda:
        return agenda.build(self.record.student, self.request.user, self.on)

    @cached_property
    def talk(self) -> Talk:
        children = {child.pk: child for child in self.agenda.children}
        children |= {case.child_id: case.child for case in self.parts.cases}
        return Talk(children=children, accountable=accountable_workers(list(children), self.on))

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was typed into the form that came in or was kept, else nothing."""
        if self.request.method == "POST":
            return typed(self.request.POST)
        return self.kept.fields if self.kept else {}

    def child_ids(self) -> list[UUID]:
        """Children the form shows: those it came with, one more if asked for; at first the

        one whose clock is the most pressing.
        """
        stored = [case.child_id for case in self.parts.cases]
        if not self.answers:
            pressing = [clock.child.pk for clock in self.agenda.clocks[:1]]
            return stored or pressing
        shown = _uuids(",".join(self.answers.get("children", [])))
        if "add_child" in self.answers:
            shown += _uuids(",".join(self.answers.get("next_child", [])))
        return list(dict.fromkeys([*shown, *stored]))

    def action_rows(self) -> int:
        stored = len(self.parts.actions) + 1
        shown = _number(self.answers.get("action_rows"))
        return min(max(shown + ("add_action" in self.answers), stored), 30)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {
            "session": self.record,
            "parts": self.parts,
            "talk": self.talk,
            "child_ids": self.child_ids(),
            "action_rows": self.action_rows(),
            "asking": "ask" in self.answers,
            "on": self.on,
        }
        if self.is_shown_again:
            kwargs.pop("data", None)
            kwargs.pop("files", None)
        return kwargs

    def values_of(self, current: SupervisionSession) -> dict[str, Any]:
        self.__dict__.pop("parts", None)
        return initial_of(current, self.parts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        self.note_children(self.agenda.children)
        session = self.record
        return context | {
            "session": session,
            "agenda": self.agenda,
            "day": presenters.day_said(session.held_on),
            **self.placement_words(),
        }

    def placement_words(self) -> dict[str, Any]:
        """The student's placement as a picture, and what supervision it is due."""
        rows = PracticePlacement.objects.visible_to(self.request.user, self.on).running(self.on)
        placement = rows.filter(student=self.record.student).first()
        if placement is None:
            return {"picture": None, "standing": None, "number": 0, "per_five": ""}
        standing = due.standings([placement], self.on)[placement.pk]
        days = PlacementDay.objects.visible_to(self.request.user)
        ledger = list(days.filter(placement=placement))
        until_today = [day for day in ledger if day.on <= self.on]
        projection = projection_of(placement, ledger, self.on, load_calendar())
        return {
            "picture": presenters.picture(placement, until_today, standing.days, projection),
            "standing": standing,
            "number": standing.sessions + 1,
            "per_five": presenters.length(standing.per_five_days),
        }

    # ---- What happens with it ----------------------------------------------------------------

    is_shown_again = False
    SMALL_STEPS = ("add_child", "add_action", "carry", "done", "talked")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A small step beside the form changes one thing and shows the form again as typed."""
        step = next((name for name in self.SMALL_STEPS if name in request.POST), None)
        if step is None:
            return super().post(request, *args, **kwargs)
        try:
            self.small_step(step, request.POST[step])
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        self.keep(request)
        return self.show_again()

    def small_step(self, step: str, value: str) -> None:
        person, session = self.request.user, self.record
        if step in {"carry", "done"}:
            action = _found(AgreedAction.objects.visible_to(person), value)
            if step == "carry":
                carried = actions.carry_over(action=action, into=session, by=person, on=self.on)
                self.answers |= row_of(carried, self.free_row())
            else:
                done = AgreedAction.State.DONE
                actions.settle_action(action=action, state=done, by=person, on=self.on)
        elif step == "talked":
            question = _found(AgendaQuestion.objects.visible_to(person), value)
            actions.mark_discussed(question=question, session=session, by=person)

    def free_row(self) -> int:
        """The first row of agreed actions in which nothing is typed."""
        texts = (self.answers.get(action_name(row, "text"), [""])[0] for row in count())
        return next(row for row, text in enumerate(texts) if not text.strip())

    def typed_text(self) -> dict[str, list[str]]:
        return self.answers

    def show_again(self) -> HttpResponse:
        """The form as it was typed, not yet judged, with what it carried."""
        self.is_shown_again = True
        form = self.get_form()
        form.initial |= initial_from(form, self.answers)
        for name in ("children", "action_rows"):
            form.initial[name] = form._initial()[name]
        for name in (TICKET, ONCE, VERSION):
            form.initial[name] = self.request.POST.get(name, "")
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: SessionForm) -> HttpResponse:
        try:
            with transaction.atomic():
                session = self.save(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        if session.is_draft:
            messages.success(self.request, "The draft is saved. Nobody but you sees it.")
            return redirect("supervision:session-form", pk=session.pk)
        messages.success(self.request, f"Sent. {session.student.first_name} is asked to agree it.")
        return redirect("supervision:session-detail", pk=session.pk)

    def save(self, form: SessionForm) -> SupervisionSession:
        session = actions.save_session(
            session=self.record,
            began_from=form.cleaned_data["lock_version"],
            by=self.request.user,
            header=form.header(),
            wellbeing=form.wellbeing_part(),
            learning=form.learning_part(),
            cases=form.cases(),
            actions=form.agreed_actions(),
        )
        if "ask" not in self.request.POST:
            return session
        return actions.ask_to_agree(
            session=session, began_from=session.lock_version, by=self.request.user, on=self.on
        )


def row_of(action: AgreedAction, row: int) -> dict[str, list[str]]:
    """An agreed action as if it had been typed into that row of the form."""
    due = action.due_on
    return {
        action_name(row, "id"): [str(action.pk)],
        action_name(row, "text"): [action.text],
        action_name(row, "owner"): [str(action.owner_id)],
        action_name(row, "due_on_day"): [str(due.day) if due else ""],
        action_name(row, "due_on_month"): [str(due.month) if due else ""],
        action_name(row, "due_on_year"): [str(due.year) if due else ""],
        "action_rows": [str(row + 2)],
    }


def _found(rows: QuerySet[Any], value: str) -> Any:
    try:
        row = rows.filter(pk=UUID(value)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404
    return row


def _uuids(text: str) -> list[UUID]:
    found = []
    for part in text.split(","):
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


def _number(values: list[str] | None) -> int:
    return whole_number(values[0] if values else "") or 0
