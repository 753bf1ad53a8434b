"""Life story work: the list, the book with its parts, the check, the approval, the handing over."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.child.people import answers_for_child
from casework.direct_work.life_story import actions, presenters, reads
from casework.direct_work.life_story.forms import (
    PART_FORMS,
    PART_MODELS,
    CheckForm,
    HandOverForm,
    ReturnForm,
    StoryForm,
)
from casework.direct_work.life_story.models import LifeStory, LifeStoryPhoto
from casework.direct_work.views.reading import SECTION
from casework.refusals import show_refusal
from records import attachments
from records import reads as read_log
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from records.views import KeepsUnsentText, SubmitsOnce


class StoryPage(ShowsChild, ScopedDoor):
    """A page of one life story, among those the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[LifeStory]:
        return LifeStory.objects.visible_to(request.user).select_related(
            "child__school", "author", "sensitivity_by", "countersigned_by", "authorised_by",
            "handed_over_by",
        )  # fmt: skip

    @property
    def story(self) -> LifeStory:
        return self.record


class StoryList(ChildPage, TemplateView):
    """The child's life story books."""

    permission = Permission.DIRECT_WORK_VIEW
    section = SECTION
    template_name = "casework/direct_work/life_story/story_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        stories = LifeStory.objects.visible_to(person).filter(child=self.child)
        rows = [
            (one, presenters.state_tag(one, person)) for one in stories.select_related("author")
        ]
        return super().get_context_data(rows=rows, **kwargs)


class AsksOnce(SubmitsOnce, KeepsUnsentText):
    """A form whose refusals stand beside its questions; what is typed is kept."""

    template_name = "casework/direct_work/life_story/story_ask.html"
    heading = ""
    said = ""

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: life story"

    def act(self, form: Any) -> LifeStory:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading_text=self.heading, back_to=self.back_to(), **kwargs)

    def back_to(self) -> str:
        return reverse("casework:life-story-detail", args=[self.record.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            story = self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except Conflict:
            form.add_error(None, "Somebody saved it in the meantime. Open it again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect("casework:life-story-detail", pk=story.pk)


class StoryBegin(AsksOnce, ChildPage, FormView):
    permission = Permission.DIRECT_WORK_RECORD
    section = SECTION
    form_class = StoryForm
    heading = "Begin a life story book"
    said = "Begun. Gather the sources first."

    @property
    def form_key(self) -> str:
        return f"casework.story.new.{self.child.pk}"

    def back_to(self) -> str:
        return reverse("casework:life-story-list", args=[self.child.pk])

    def act(self, form: StoryForm) -> LifeStory:
        given = form.cleaned_data
        return actions.begin_story(
            child=self.child,
            title=given["title"],
            why=given["why"],
            by=self.request.user,
            on=self.on,
        )


class StoryDetail(StoryPage, TemplateView):
    """The workshop: sources, gaps, chapters, photographs, and the next step."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/life_story/story_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        story, person = self.story, self.request.user
        parts = reads.parts_of(story)
        waits = story.state in (State.SUBMITTED, State.COUNTERSIGNED)
        answers = waits and answers_for_child(person, story.child_id, self.on)
        may_sign = answers and story.author_id != person.pk
        return super().get_context_data(
            story=story,
            parts=parts,
            tag=presenters.state_tag(story, person),
            comment=reads.last_return(story) if story.state == State.RETURNED else None,
            may_write=story.author_id == person.pk and story.is_editable,
            may_withdraw=story.author_id == person.pk and story.state == State.SUBMITTED,
            may_check=may_sign
            and story.state == State.SUBMITTED
            and person.may(Permission.DIRECT_WORK_COUNTERSIGN),
            may_approve=may_sign
            and story.state == State.COUNTERSIGNED
            and story.countersigned_by_id != person.pk
            and person.may(Permission.LIFE_STORY_AUTHORISE),
            may_hand_over=story.state == State.AUTHORISED
            and story.handed_on is None
            and person.may(Permission.DIRECT_WORK_RECORD),
            **kwargs,
        )


class StoryPrint(StoryPage, TemplateView):
    """The book itself, on paper: chapters, and the photographs whose owners said yes."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/life_story/story_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = reads.parts_of(self.story)
        known = {one.pk for one in parts.chapters}
        pictures = parts.usable_photos
        chapters = [
            (one, [photo for photo in pictures if photo.chapter_id == one.pk])
            for one in parts.chapters
        ]
        return super().get_context_data(
            story=self.story,
            chapters=chapters,
            at_the_end=[photo for photo in pictures if photo.chapter_id not in known],
            gaps=[gap for gap in parts.gaps if gap.words_for_child],
            **kwargs,
        )


class WritesPart(AsksOnce):
    """The form of one part; `kind` of the address says which."""

    noun: dict[str, str] = {
        "source": "a source", "gap": "a gap", "chapter": "a chapter", "photo": "a photograph",
    }  # fmt: skip

    @property
    def kind(self) -> str:
        if self.kwargs["kind"] not in PART_FORMS:
            raise Http404
        return self.kwargs["kind"]

    def get_form_class(self) -> Any:
        return PART_FORMS[self.kind]

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.story.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.story.is_editable:
            return redirect("casework:life-story-detail", pk=self.story.pk)
        return None


class PartNew(WritesPart, StoryPage, FormView):
    permission = Permission.DIRECT_WORK_RECORD

    @property
    def form_key(self) -> str:
        return f"casework.story.{self.story.pk}.new.{self.kind}"

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"Add {self.noun[self.kind]}"

    @property
    def said(self) -> str:  # type: ignore[override]
        return f"Added: {self.noun[self.kind]}."

    @cached_property
    def part(self) -> Any:
        part = PART_MODELS[self.kind](story=self.story)
        if self.kind == "chapter":
            part.position = reads.next_chapter(self.story)
        return part

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"part": self.part, "story": self.story}

    def act(self, form: Any) -> LifeStory:
        if self.kind == "photo":
            actions.add_photo(
                story=self.story,
                file=form.cleaned_data["file"],
                fields=form.given(),
                by=self.request.user,
            )
        else:
            actions.save_part(part=self.part, fields=form.given(), by=self.request.user)
        return self.story


class PartPage(ShowsChild, ScopedDoor):
    """A page of one part, found among those of stories the reader may see."""

    section = SECTION
    rows_vary = True
    pk_url_kwarg = "part"

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        model = PART_MODELS.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        return model.objects.visible_to(request.user).select_related(
            "story__child__school", "story__author"
        )

    @property
    def story(self) -> LifeStory:
        return self.record.story

    @property
    def child(self) -> Any:
        return self.story.child


class PartChange(WritesPart, PartPage, FormView):
    permission = Permission.DIRECT_WORK_RECORD
    said = "Saved."

    @property
    def form_key(self) -> str:
        return f"casework.story.part.{self.record.pk}"

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"Change {self.noun[self.kind]}"

    def back_to(self) -> str:
        return reverse("casework:life-story-detail", args=[self.story.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"part": self.record, "story": self.story}

    def act(self, form: Any) -> LifeStory:
        actions.save_part(
            part=self.record,
            fields=form.given(),
            by=self.request.user,
            began_from=form.cleaned_data["lock_version"],
        )
        return self.story


class PartRemove(PartPage, View):
    permission = Permission.DIRECT_WORK_RECORD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        story = self.story
        try:
            actions.remove_part(part=self.record, by=request.user)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Taken out.")
        return redirect("casework:life-story-detail", pk=story.pk)


class PhotoFile(ScopedDoor):
    """The picture itself, for the page that shows it."""

    permission = Permission.ATTACHMENT_VIEW

    def rows(self, request: HttpRequest) -> QuerySet[LifeStoryPhoto]:
        rows = LifeStoryPhoto.objects.visible_to(request.user)
        return rows.select_related("attachment", "story")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        read_log.note(request, child_id=self.record.story.child_id, section=SECTION)
        return attachments.serve(self.record.attachment)


class StoryMove(StoryPage, View):
    """A button that moves the book on; refusals are said on its page."""

    http_method_names = ["post"]
    said = ""

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except NotAllowed as refused:
            messages.error(request, str(refused))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, self.said)
        return redirect("casework:life-story-detail", pk=self.story.pk)


class StorySend(StoryMove):
    permission = Permission.DIRECT_WORK_RECORD
    said = "Sent to the sensitivity check."

    def act(self) -> None:
        actions.send_story(story=self.story, by=self.request.user)


class StoryWithdraw(StoryMove):
    permission = Permission.DIRECT_WORK_RECORD
    said = "Taken back."

    def act(self) -> None:
        actions.withdraw_story(story=self.story, by=self.request.user)


class StoryApprove(StoryMove):
    permission = Permission.LIFE_STORY_AUTHORISE
    said = "Approved. It can be handed to the child."

    def act(self) -> None:
        actions.approve_story(story=self.story, by=self.request.user)


class StoryCheck(AsksOnce, StoryPage, FormView):
    """The sensitivity check and the first signature, in one."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    form_class = CheckForm
    heading = "Sensitivity check"
    said = "Checked and signed. The manager approves it next."

    @property
    def form_key(self) -> str:
        return f"casework.story.check.{self.story.pk}"

    def act(self, form: CheckForm) -> LifeStory:
        given = form.cleaned_data
        return actions.check_and_sign(
            story=self.story, others=given["others"], ready=given["ready"], by=self.request.user
        )


class StoryReturn(AsksOnce, StoryPage, FormView):
    permission = Permission.DIRECT_WORK_COUNTERSIGN
    form_class = ReturnForm
    heading = "Return the book with a comment"
    said = "Returned."

    @property
    def form_key(self) -> str:
        return f"casework.story.return.{self.story.pk}"

    def act(self, form: ReturnForm) -> LifeStory:
        return actions.return_story(
            story=self.story, comment=form.cleaned_data["comment"], by=self.request.user
        )


class StoryHandOver(AsksOnce, StoryPage, FormView):
    permission = Permission.DIRECT_WORK_RECORD
    form_class = HandOverForm
    heading = "Hand the book over"
    said = "The child has the book. It is on the chronology."

    @property
    def form_key(self) -> str:
        return f"casework.story.hand-over.{self.story.pk}"

    def act(self, form: HandOverForm) -> LifeStory:
        given = form.cleaned_data
        return actions.hand_over(
            story=self.story,
            on=given["handed_on"],
            to=given["handed_to"],
            childs_answer=given["childs_answer"],
            copy_where=given["copy_where"],
            by=self.request.user,
        )
