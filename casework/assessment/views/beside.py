"""What others do beside an assessment: comments, notes, additions, sharing, checkpoints."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from accounts.reporting import practice_educator_of
from casework.assessment import actions, presenters, reads, wording
from casework.assessment.actions.holding import may_move
from casework.assessment.actions.reviewing import may_add
from casework.assessment.forms.beside import (
    AdditionForm,
    CheckpointForm,
    CommentForm,
    ElsewhereForm,
    NoteForm,
    ShareForm,
)
from casework.assessment.models import Assessment
from casework.assessment.sections import BY_KEY, worded
from casework.assessment.texts import section_text
from casework.assessment.views.pages import SECTION, AssessmentPage
from casework.child.pages import ShowsChild
from casework.episode.models import Episode
from casework.refusals import show_refusal
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.states import Move
from records.views import KeepsUnsentText, SubmitsOnce


class BesideForm(SubmitsOnce, KeepsUnsentText, AssessmentPage, FormView):
    """A small form about an assessment. `does` acts; `said` is what the page says then."""

    what = ""
    said = ""

    @property
    def form_key(self) -> str:
        return f"casework.assessment.{self.what}.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: assessment, {self.what}"

    def does(self, form: Any) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assessment=self.record, first=self.first, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.does(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("casework:assessment-detail", args=[self.record.pk])


class CommentPin(BesideForm):
    """A remark on one paragraph: `section` and `paragraph` stand in the address."""

    permission = Permission.ASSESSMENT_VIEW
    form_class = CommentForm
    template_name = "casework/assessment/comment_form.html"
    what = "comment"
    said = "Kept. The author reads it when you return the assessment."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if Move.RETURN not in self.record.open_moves:
            return redirect("casework:assessment-detail", pk=self.record.pk)
        own = self.record.author_id == request.user.pk
        if own or not may_move(self.record, request.user, self.on, self.standing)(Move.RETURN):
            raise PermissionDenied
        return None

    @property
    def key(self) -> str:
        key = self.request.GET.get("section", "reason")
        if key not in BY_KEY:
            raise Http404
        return key

    @cached_property
    def quote(self) -> str:
        """The paragraph as it stands; empty where the comment is about the whole section."""
        texts = wording.paragraphs(section_text(reads.part(self.record, self.key), self.key))
        number = whole_number(self.request.GET.get("paragraph"))
        return texts[number] if number is not None and number < len(texts) else ""

    @property
    def form_key(self) -> str:
        number = whole_number(self.request.GET.get("paragraph"))
        place = "all" if number is None else number
        return f"casework.assessment.comment.{self.record.pk}.{self.key}.{place}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = worded(BY_KEY[self.key].title, self.first)
        return super().get_context_data(quote=self.quote, title=title, **kwargs)

    def does(self, form: CommentForm) -> None:
        actions.pin_comment(
            assessment=self.record,
            section_key=self.key,
            quote=self.quote,
            text=form.cleaned_data["text"],
            by=self.request.user,
        )

    def get_success_url(self) -> str:
        page = reverse("casework:assessment-read", args=[self.record.pk])
        return f"{page}#{self.key}"


class CommentTakeBack(AssessmentPage, View):
    """Take away a remark of one's own before it is sent."""

    permission = Permission.ASSESSMENT_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.take_back_comment(
                assessment=self.record, comment_id=kwargs["comment"], by=request.user
            )
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Your comment is gone.")
        return redirect("casework:assessment-read", pk=self.record.pk)


class LearningNoteAdd(BesideForm):
    """The practice educator to their student."""

    permission = Permission.ASSESSMENT_NOTE
    form_class = NoteForm
    template_name = "casework/assessment/note_form.html"
    what = "learning note"
    said = "Left. Only the author and you can read it."

    @property
    def form_key(self) -> str:
        return f"casework.assessment.note.{self.record.pk}"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        educator = practice_educator_of(self.record.author, self.on)
        if educator is None or educator.pk != request.user.pk:
            raise PermissionDenied
        return None

    def does(self, form: NoteForm) -> None:
        actions.add_learning_note(
            assessment=self.record, text=form.cleaned_data["text"], by=self.request.user
        )


class AroundSigned(BesideForm):
    """For those who work with the child or answer for it, on a text that cannot be changed."""

    permission = Permission.ASSESSMENT_VIEW

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        around = self.works_with or self.standing.answers_for
        if not around or not may_add(request.user):
            raise PermissionDenied
        return None


class AdditionNew(AroundSigned):
    """Something to add under the signed text."""

    form_class = AdditionForm
    template_name = "casework/assessment/addition_form.html"
    what = "addition"
    said = "Added. It stands under the signed text."

    def does(self, form: AdditionForm) -> None:
        actions.add_to_assessment(
            assessment=self.record, text=form.cleaned_data["text"], by=self.request.user
        )


class Share(AroundSigned):
    """When the family was given the assessment."""

    form_class = ShareForm
    template_name = "casework/assessment/share_form.html"
    what = "sharing"
    said = "Saved. It is on the chronology."

    def does(self, form: ShareForm) -> None:
        actions.share_with_family(
            assessment=self.record, by=self.request.user, **_asked(form, "on", "how")
        )


class EpisodeOfChild(ShowsChild, ScopedDoor):
    """A page that starts from a case, written or not."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        rows = Episode.objects.visible_to(request.user)
        return rows.select_related("child__school", "referral")

    @cached_property
    def open_one(self) -> Assessment | None:
        return reads.open_one(self.record.pk)


class AssessmentPlace(EpisodeOfChild, View):
    """Where a clock of assessing leads: to the open assessment, or where one is begun."""

    permission = Permission.CHILD_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(Permission.ASSESSMENT_VIEW):
            return redirect("casework:child-overview", pk=self.record.child_id)
        if self.open_one:
            return redirect("casework:assessment-detail", pk=self.open_one.pk)
        return redirect("casework:assessment-list", pk=self.record.child_id)


class AuthorisedElsewhere(SubmitsOnce, EpisodeOfChild, FormView):
    """Note the day on which an assessment of the council's own system was authorised."""

    permission = Permission.ALLOCATE
    form_class = ElsewhereForm
    template_name = "casework/assessment/elsewhere_form.html"

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return super().rows(request).open().filter(kind=Episode.Kind.IN_NEED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(episode=self.record, **kwargs)

    def form_valid(self, form: ElsewhereForm) -> HttpResponse:
        try:
            actions.note_authorised_elsewhere(
                episode=self.record, on=form.cleaned_data["on"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Noted. The assessment's clock has stopped.")
        return redirect("casework:episode-detail", pk=self.record.pk)


class CheckpointRecord(SubmitsOnce, KeepsUnsentText, EpisodeOfChild, FormView):
    """A manager or practice educator looks at how the assessment is coming on."""

    permission = Permission.ASSESSMENT_REVIEW
    form_class = CheckpointForm
    template_name = "casework/assessment/checkpoint_form.html"

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return super().rows(request).open()

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.kind != Episode.Kind.IN_NEED or not self.stages:
            messages.info(request, "There is no checkpoint left to review.")
            return redirect("casework:assessment-list", pk=self.record.child_id)
        return None

    @property
    def reassessment(self) -> Assessment | None:
        found = self.open_one
        is_again = found is not None and found.kind == Assessment.Kind.REASSESSMENT
        return found if is_again and found.version == 1 else None

    @cached_property
    def stages(self) -> list:
        return reads.stages_left(self.record, self.reassessment)

    @property
    def form_key(self) -> str:
        return f"casework.assessment.checkpoint.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: assessment checkpoint"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stages": self.stages, "on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = self.open_one
        rows = reads.task_rows(assessment) if assessment else []
        return super().get_context_data(
            assessment=assessment,
            finished=sum(1 for row in rows if row.is_finished),
            total=len(rows),
            groups=presenters.tasks(assessment, rows, self.child, self.request.user)
            if assessment
            else [],
            **kwargs,
        )

    def form_valid(self, form: CheckpointForm) -> HttpResponse:
        names = ("stage", "held_on", "progress", "note", "next_step")
        try:
            actions.record_checkpoint(
                episode=self.record,
                reassessment=self.reassessment,
                by=self.request.user,
                **_asked(form, *names),
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Recorded. The checkpoint is met.")
        return redirect("casework:assessment-place", pk=self.record.pk)


def _asked(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
