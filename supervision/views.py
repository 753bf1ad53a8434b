"""Pages of supervision: the list, the record while it is written, the record as it is read."""

from datetime import date
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import accountable_workers
from placements.days import counted, projections
from placements.models import PlacementDay, PracticePlacement
from records import reads
from records.actions import NotAllowed
from records.unsent import ONCE, TICKET, VERSION, initial_from, typed
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce
from supervision import actions, agenda, due, policies, presenters
from supervision.filters import SessionFilter
from supervision.forms import (
    AnswerForm,
    Parts,
    QuestionForm,
    SessionForm,
    SessionNewForm,
    Talk,
    action_name,
    initial_of,
)
from supervision.models import (
    AgendaQuestion,
    AgreedAction,
    CaseDiscussion,
    LearningPart,
    SupervisionSession,
    WellbeingPart,
)
from supervision.students import students_of
from timescales.calendars import load_calendar

SECTION = "supervision"
PAGE_SIZE = 25


class Today:
    """The day is asked for once, at the edge."""

    @cached_property
    def on(self) -> date:
        return timezone.localdate()


class SessionList(Today, Door, TemplateView):
    """Own sessions; for a practice educator their students and what each is due as well."""

    permission = Permission.SUPERVISION_VIEW
    template_name = "supervision/session_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        rows = SupervisionSession.objects.visible_to(person, self.on).with_people()
        narrowed = SessionFilter(self.request.GET, queryset=rows, request=self.request)
        page = Paginator(narrowed.qs, PAGE_SIZE).get_page(self.request.GET.get("page"))
        may_write = person.may(Permission.SUPERVISION_RECORD)
        may_ask = person.may(Permission.SUPERVISION_AGREE)
        return super().get_context_data(
            page=page,
            rows=[
                (session, presenters.state_words(session, person), presenters.state_kind(session))
                for session in page
            ],
            filter=narrowed,
            is_filtered=any(self.request.GET.get(name) for name in ("student", "state")),
            may_write=may_write,
            may_ask=may_ask,
            students=self.standings() if may_write else [],
            questions=AgendaQuestion.objects.visible_to(person).open() if may_ask else [],
            question_form=QuestionForm() if may_ask else None,
            **kwargs,
        )

    def standings(self) -> list[dict[str, Any]]:
        return standing_rows(self.request.user, self.on)


def standing_rows(person: Person, on: date) -> list[dict[str, Any]]:
    """Running placements in scope, each with what was due and held, longest owed first."""
    placements = list(
        PracticePlacement.objects.visible_to(person, on).running(on).select_related("student")
    )
    standing = due.standings(placements, on)
    rows = [
        {
            "placement": placement,
            "standing": standing[placement.pk],
            "held": presenters.length(standing[placement.pk].held),
            "due": presenters.length(standing[placement.pk].due),
            "behind": presenters.length(standing[placement.pk].behind),
            "per_five": presenters.length(standing[placement.pk].per_five_days),
            "days": presenters.attended(standing[placement.pk].attended, placement.days_total),
        }
        for placement in placements
    ]
    return sorted(rows, key=lambda row: (-row["standing"].behind, row["placement"].student.name))


class Compliance(Today, Door, TemplateView):
    """Due and held per placement, with the reasons of what was missed. No league table."""

    permission = Permission.SUPERVISION_COMPLIANCE
    template_name = "supervision/compliance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=standing_rows(self.request.user, self.on), on=self.on, **kwargs
        )


class QuestionNew(SubmitsOnce, Door, FormView):
    """The student puts a line on the agenda."""

    permission = Permission.SUPERVISION_AGREE
    form_class = QuestionForm
    template_name = "supervision/question_form.html"

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        actions.ask_question(text=form.cleaned_data["text"], by=self.request.user)
        messages.success(self.request, "It is on the agenda of your next supervision.")
        return redirect("supervision:session-list")


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


class SessionPage(Today, ScopedDoor):
    """A page of one session among those whose header the reader may see."""

    record: SupervisionSession

    def rows(self, request: HttpRequest) -> QuerySet[SupervisionSession]:
        return SupervisionSession.objects.visible_to(request.user, self.on).with_people()

    @cached_property
    def parts(self) -> Parts:
        """The parts this reader may see; each asks for itself."""
        person, session = self.request.user, self.record
        cases = CaseDiscussion.objects.visible_to(person, self.on).filter(session=session)
        agreed = AgreedAction.objects.visible_to(person, self.on).filter(session=session)
        return Parts(
            wellbeing=WellbeingPart.objects.visible_to(person, self.on)
            .filter(session=session)
            .first(),
            learning=LearningPart.objects.visible_to(person, self.on)
            .filter(session=session)
            .first(),
            cases=list(cases.with_all()),
            actions=list(agreed.select_related("owner")),
        )

    def note_children(self, children: Any) -> None:
        """Every child whose record this page tells of is written into the read log."""
        for child in children:
            reads.note(self.request, child_id=child.pk, section=SECTION)


class SessionDetail(SessionPage, TemplateView):
    """The record as it is read: each reader sees the parts made for them."""

    permission = Permission.SUPERVISION_VIEW
    template_name = "supervision/session_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, session = self.request.user, self.record
        self.note_children(case.child for case in self.parts.cases)
        return super().get_context_data(
            session=session,
            parts=self.parts,
            state=presenters.state_words(session, person),
            kind=presenters.state_kind(session),
            length=presenters.length(session.minutes),
            day=presenters.day_said(session.held_on),
            may_write=policies.writes(session, person) and session.is_draft,
            may_take_back=policies.writes(session, person) and session.is_waiting,
            may_answer=policies.answers(session, person) and session.is_waiting,
            is_of_the_two=policies.writes(session, person) or policies.answers(session, person),
            **kwargs,
        )


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
        ledger = list(days.filter(placement=placement, on__lte=self.on))
        days = counted([placement.pk], self.on)[placement.pk]
        projection = projections([placement], self.on, load_calendar())[placement.pk]
        return {
            "picture": presenters.picture(placement, ledger, days, projection),
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


class SessionAnswer(SubmitsOnce, KeepsUnsentText, SessionPage, FormView):
    """The student agrees the record, or says how they see it."""

    permission = Permission.SUPERVISION_AGREE
    form_class = AnswerForm
    template_name = "supervision/session_answer.html"
    unsent_title = "Answer to a supervision record"

    @property
    def form_key(self) -> str:
        return f"supervision.answer.{self.record.pk}"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.answers(self.record, request.user):
            raise PermissionDenied
        if not self.record.is_waiting and request.method == "GET":
            return redirect("supervision:session-detail", pk=self.record.pk)
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"lock_version": self.record.lock_version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.note_children(case.child for case in self.parts.cases)
        return super().get_context_data(
            session=self.record,
            parts=self.parts,
            day=presenters.day_said(self.record.held_on),
            length=presenters.length(self.record.minutes),
            is_of_the_two=False,  # the answer comes first; actions are settled on the record
            **kwargs,
        )

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        answer = {
            "session": self.record,
            "by": self.request.user,
            "began_from": form.cleaned_data["lock_version"],
        }
        try:
            if form.cleaned_data["answer"] == AnswerForm.AGREE:
                actions.agree(**answer)
            else:
                actions.see_differently(says=form.cleaned_data["says"], **answer)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Your answer stands on the record.")
        return redirect("supervision:session-detail", pk=self.record.pk)


class SessionTakeBack(SessionPage, View):
    """Back to a draft, while the student has not answered."""

    permission = Permission.SUPERVISION_RECORD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            actions.take_back(session=self.record, by=request.user)
        except NotAllowed as refused:
            messages.warning(request, str(refused))
            return redirect("supervision:session-detail", pk=pk)
        messages.success(request, "It is a draft again. Decisions already on a file stay there.")
        return redirect("supervision:session-form", pk=pk)


class ActionSettle(ScopedDoor, View):
    """One of the two says that an agreed action is done, or no longer needed."""

    permission = Permission.SUPERVISION_VIEW
    http_method_names = ["post"]

    def rows(self, request: HttpRequest) -> QuerySet[AgreedAction]:
        return AgreedAction.objects.visible_to(request.user)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        dropped = "dropped" in request.POST
        state = AgreedAction.State.DROPPED if dropped else AgreedAction.State.DONE
        try:
            actions.settle_action(action=self.record, state=state, by=request.user)
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        return redirect("supervision:session-detail", pk=self.record.session_id)


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
    text = values[0] if values else ""
    return int(text) if text.isdigit() and len(text) < 4 else 0
