"""People, for administrators: who may sign in, until when, in which team, answering to whom."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, ListView, TemplateView

from accounts import actions, presenters, second_factor
from accounts.filters import PersonFilter
from accounts.forms import people as forms
from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission


def say(form: Any, error: ValidationError) -> None:
    """Show what an action refused beside the field it speaks of, else above the form."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, errors)


class PersonList(Door, ListView):
    permission = Permission.PEOPLE_VIEW
    template_name = "accounts/person_list.html"
    paginate_by = 50

    def get_queryset(self):
        people = Person.objects.visible_to(self.request.user)
        self.filter = PersonFilter(self.request.GET, people)
        return self.filter.qs.with_teams(timezone.localdate())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        return context | {
            "head": ["Name", "Role", "Team", "Access"],
            "rows": presenters.people_rows(context["object_list"], timezone.localdate()),
        }


class PersonAdd(Door, FormView):
    permission = Permission.PEOPLE_EDIT
    form_class, template_name = forms.PersonAddForm, "accounts/person_form.html"

    def get_context_data(self, **kwargs):
        back = {"back": reverse("accounts:person-list"), "back_text": "People"}
        return super().get_context_data(title="Add a person", what_follows=[], **back, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        by = self.request.user
        try:
            person = actions.add_person(**form.cleaned_data, by=by)
            actions.invite(person=person, at=timezone.now(), by=by)
        except ValidationError as error:
            say(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request, f"{person} was added. A link to set a password is on its way to them."
        )
        return redirect("accounts:person-detail", person.pk)


class PersonPage(ScopedDoor):
    """A page about one person."""

    permission = Permission.PEOPLE_VIEW

    def rows(self, request: HttpRequest):
        return Person.objects.visible_to(request.user)


class PersonDetail(PersonPage, TemplateView):
    template_name = "accounts/person_detail.html"
    extra_context = {
        "member_head": ["Team", "Days", "Change"],
        "line_head": ["Who", "Kind", "Days", "Change"],
        "down_head": ["Who", "Kind", "Days"],
        "deputy_head": ["Who", "Days", "Change"],
        "access_head": ["Days", "Why"],
    }

    def get_context_data(self, **kwargs):
        on = timezone.localdate()
        return super().get_context_data(
            person=self.record,
            state=presenters.access_state(self.record, on),
            about=presenters.about_person(self.record, second_factor.has(self.record), on),
            memberships=presenters.membership_rows(self.record, on),
            lines_up=presenters.line_up_rows(self.record, on),
            lines_down=presenters.line_down_rows(self.record, on),
            deputies=presenters.deputy_rows(self.record, on),
            may_have_deputy=presenters.may_have_deputy(self.record),
            children_access=presenters.children_access_rows(self.record),
        )


class PersonFormPage(PersonPage, FormView):
    """A form about one person: `act` does it, an action's refusal is shown in the form."""

    permission = Permission.PEOPLE_EDIT
    template_name = "accounts/person_form.html"
    title = ""
    said = "Saved."

    def act(self, **answers: Any) -> object:
        raise NotImplementedError

    def what_follows(self) -> list[str]:
        """Sentences about what this will do, above the form."""
        return []

    def form_valid(self, form) -> HttpResponse:
        try:
            self.act(**form.cleaned_data, by=self.request.user)
        except ValidationError as error:
            say(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect("accounts:person-detail", self.record.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title.format(self.record),
            back=reverse("accounts:person-detail", args=[self.record.pk]),
            back_text=self.record.name,
            what_follows=self.what_follows(),
            **kwargs,
        )


class PersonChange(PersonFormPage):
    form_class, title = forms.PersonForm, "Change {}"

    def get_initial(self):
        shown = ("name", "email", "role", "registration_number", "phone")
        return {name: getattr(self.record, name) for name in shown}

    def act(self, **answers):
        actions.change_person(person=self.record, **answers)


class AccessOpen(PersonFormPage):
    form_class, title = forms.AccessForm, "Open access for {}"
    said = "Access is open for these days."

    def get_initial(self):
        return {"access_from": self.record.access_from, "access_until": self.record.access_until}

    def what_follows(self):
        return ["Teams and reporting lines that ended do not come back by themselves."]

    def act(self, **answers):
        actions.set_access(person=self.record, **answers)


class AccessEnd(PersonFormPage):
    form_class, title = forms.EndAccessForm, "End access of {}"
    said = "Access ends on that day, at midnight."

    def what_follows(self):
        return presenters.consequences_of_ending(self.record, timezone.localdate())

    def act(self, **answers):
        actions.end_access(person=self.record, **answers)


class Invitation(PersonFormPage):
    form_class, title = forms.InviteForm, "Send {} a link to set a password"
    said = "The link is on its way."

    def what_follows(self):
        return [f"The mail goes to {self.record.email}. A password they have works until then."]

    def act(self, **answers):
        actions.invite(person=self.record, at=timezone.now(), **answers)


class SecondFactorReset(PersonFormPage):
    form_class, title = forms.ResetSecondFactorForm, "Switch off the second factor of {}"
    said = "Their second factor is off. They are asked to switch it on anew."

    def what_follows(self):
        return [
            "Do this only when you are sure who is asking: speak to them, do not go by e-mail.",
            "Their recovery codes stop working too.",
        ]

    def act(self, **answers):
        actions.reset_second_factor(person=self.record, **answers)


class MembershipAdd(PersonFormPage):
    form_class, title = forms.MembershipForm, "Add {} to a team"
    said = "They are in the team from that day."

    def act(self, **answers):
        actions.join_team(person=self.record, **answers)


class RowEnd(PersonFormPage):
    """Ends one dated row of this person; the row is asked for through the person."""

    form_class = forms.LastDayForm
    said = "It ends on that day."
    related = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = presenters.rows_of(self.record, self.related).filter(pk=kwargs["row"]).first()
        if found is None:
            request.out_of_scope = True
            raise Http404
        self.row = found

    def what_follows(self):
        return [presenters.sentence_of(self.row)]


class MembershipEnd(RowEnd):
    related, title = "memberships", "End {}'s place in a team"

    def act(self, **answers):
        actions.leave_team(membership=self.row, **answers)


class LineAdd(PersonFormPage):
    form_class, title = forms.LineForm, "Who does {} answer to?"
    said = "The line starts on that day."

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["answers_to"].queryset = Person.objects.visible_to(self.request.user)
        return form

    def act(self, **answers):
        actions.start_reporting_line(person=self.record, **answers)


class LineEnd(RowEnd):
    form_class, related, title = forms.EndLineForm, "lines_up", "End a line of {}"

    def act(self, **answers):
        actions.end_reporting_line(line=self.row, **answers)


class DeputyAdd(PersonFormPage):
    form_class, title = forms.DeputyForm, "Appoint a deputy for {}"
    said = "They act from that day, with the same verbs and the same teams."

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["deputy"].queryset = forms.may_deputise(
            Person.objects.visible_to(self.request.user)
        )
        return form

    def act(self, **answers):
        actions.appoint_deputy(manager=self.record, **answers)


class DeputyEnd(RowEnd):
    related, title = "deputies", "End a deputy of {}"

    def act(self, **answers):
        actions.end_deputyship(deputyship=self.row, **answers)
