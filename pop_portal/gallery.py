"""The gallery: every component on one page, with made-up words. Only where DEBUG or DEMO is on."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from govuk import charts, forms
from govuk.layout import Beside, FilterHelper, Section


class EveryField(forms.Form):
    """One of each: the form the gallery shows, empty, filled in or refused."""

    reveals = {
        "met": {"other": ["where"]},
        "asked": {"no": ["why_not"]},
        "shared": {"True": ["shared_with"]},
    }

    happened_on = forms.DateField(
        label="When was it?",
        subject="The date of the visit",
        when=forms.When.TODAY_OR_PAST,
        help_text="For example, 19 11 2026",
    )
    began = django_forms.TimeField(label="Time it began", help_text="For example, 14:30")
    minutes = django_forms.IntegerField(
        label="How long did it take?", widget=forms.TextInput(width=3, suffix="minutes")
    )
    met = django_forms.ChoiceField(
        label="Where did you meet?",
        choices=[("school", "At school"), ("home", "At home"), ("other", "Somewhere else")],
        widget=forms.RadioSelect(hints={"home": "Read the safety note first"}),
    )
    where = django_forms.CharField(label="Where?", max_length=80)
    words = django_forms.CharField(
        label="What did Tomasz say, in his own words?",
        help_text="As close to word for word as you can.",
        widget=forms.Textarea(words=200),
    )
    safe = forms.ScaleField(
        label="How safe does Tomasz say it feels?",
        help_text="0 worst, 10 safe enough for us to stop worrying. Last time: 4",
    )
    worried = forms.YesNoField(label="Anything that worries you today?")
    tools = django_forms.MultipleChoiceField(
        label="What did you use?",
        required=False,
        choices=[("houses", "Three houses"), ("scale", "Scaling"), ("comic", "Comic strip")],
        widget=forms.CheckboxSelectMultiple(hints={"scale": "0 to 10, said by the child"}),
    )
    asked = django_forms.ChoiceField(
        label="Did you ask Mum?",
        choices=[("", ""), ("yes", "Yes"), ("no", "No")],
    )
    why_not = django_forms.CharField(label="Why not?", widget=forms.Textarea(rows=2))
    email = django_forms.EmailField(label="E-mail address", required=False)
    file = django_forms.FileField(label="Drawing or photo", required=False)
    password = django_forms.CharField(label="Password", widget=django_forms.PasswordInput)
    shared = django_forms.BooleanField(label="I told someone at the school", required=False)
    shared_with = django_forms.CharField(label="Whom did you tell?")
    agreed = django_forms.BooleanField(label="I have read it once more")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            Section(
                "When and where",
                "happened_on",
                Beside("began", "minutes"),
                "met",
                note="Goes on the chronology when you save",
            ),
            *(
                name
                for name in self.fields
                if name not in {"happened_on", "began", "minutes", "met"}
            ),
        )
        helper.add_input(Submit("send", "Send to Lorna to sign"))
        helper.add_input(Submit("later", "Finish later", css_class="govuk-button--secondary"))
        return helper


class SampleFilter(forms.Form):
    says_optional = False
    state = django_forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), ("open", "Open"), ("done", "Done")]
    )
    kind = django_forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any"), ("visit", "Visit")]
    )

    @property
    def helper(self) -> FilterHelper:
        return FilterHelper(target="gallery-results")


class Gallery(Door, TemplateView):
    permission = Permission.ACCOUNT_OWN
    template_name = "pop_portal/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return (
            super().get_context_data(**kwargs)
            | samples()
            | {
                "form": EveryField(),
                "filter_form": SampleFilter(self.request.GET or None),
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Shows what was sent, refused or not; keeps nothing."""
        form = EveryField(request.POST, request.FILES)
        return self.render_to_response(self.get_context_data() | {"form": form})


def samples() -> dict[str, Any]:
    """Made-up figures for every component."""
    return {
        "navigation": _links("Today", "My children", "My groups", "My placement", "Supervision"),
        "tab_items": _links("Overview", "Chronology", "Visits and direct work", "Plan", "Consent"),
        "facts": [
            {"label": "Age", "value": "9 (4 Mar 2017)"},
            {"label": "School", "value": "Year 5, Oakfield Primary"},
            {"label": "Language", "value": "Polish, English"},
            {"label": "Status", "value": "Child in need", "kind": "blue"},
            {"label": "You", "value": "Co-worker"},
            {"label": "Accountable", "value": "Lorna Grant"},
            {"label": "Practice educator", "value": "Nadia Rahman"},
        ],
        "flags": [{"text": "Visit in pairs", "kind": "red"}],
        "kinds": [
            ("red", "Overdue 1 working day"),
            ("amber", "Due in 2 working days"),
            ("green", "Countersigned"),
            ("blue", "Child in need"),
            ("grey", "Draft"),
        ],
        "caseload": _caseload(),
        "readings": _readings(),
        "days": _days(),
        "trend": charts.sparkline("Decided in 24 hours", [71, 74, 79, 80, 83, 84], band=(52, 63)),
        "trend_in_band": charts.sparkline("Assessments", [88, 86, 85, 83, 82, 82], band=(76, 89)),
        "head": ["Child", "Clock", "Due", "Who", {"text": "Days", "numeric": True}],
        "rows": _rows(),
        "summary": [
            {"key": "Name", "value": "Tomasz S"},
            {"key": "Languages", "value": ["Polish", "English"], "href": "#", "link": "Change"},
            {"key": "Telephone", "value": ""},
        ],
        "tasks": [
            {"title": "Who lives at home", "href": "#", "status": "Done"},
            {"title": "What is going well", "href": "#", "status": "Not started", "kind": "blue"},
            {
                "title": "The child's own words",
                "href": "#",
                "hint": "Needs one session",
                "status": "Two left",
                "kind": "amber",
            },
        ],
        "page": Paginator(range(312), 25).page(4),
        "filters_in_force": [{"text": "Open", "href": "?"}, {"text": "Visit", "href": "?"}],
    }


def _links(*texts: str) -> list[dict[str, Any]]:
    return [{"text": text, "href": "#", "here": place == 1} for place, text in enumerate(texts)]


def _caseload() -> charts.Chart:
    figures = [
        ("Amara Okafor", 3.5, 5), ("Ben Whitlock", 6.5, 6), ("Chloe Marsh", 1, 2),
        ("Dev Patel", 5, 6), ("Ewa Nowak", 4, 4), ("Farah Aziz", 4.5, 5),
    ]  # fmt: skip
    return charts.bar_chart(
        "Caseload against each student's limit",
        [charts.Bar(name, value, limit, href="#") for name, value, limit in figures],
        note="Bar: weighted cases today. Black line: this student's limit today.",
        head=("Student", "Weighted cases", "Limit"),
    )


def _readings() -> charts.Chart:
    days = [date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 17)]
    said = {"Tomasz": (2, 2.5, 3, 4), "Mum": (6, 5.5, 6, 6.5), "Worker": (3, 3.5, 4, 4.5)}
    return charts.line_chart(
        "How safe does it feel?",
        [
            charts.Series(name, name[0], list(zip(days, values, strict=True)))
            for name, values in said.items()
        ],
        note="Tomasz, Mum, worker.",
    )


def _days() -> charts.Chart:
    start = date(2026, 9, 28)
    kinds = ["done"] * 10 + ["away"] * 2 + ["done"] * 18 + ["ahead"] * 40
    return charts.day_grid(
        "Placement days",
        [
            charts.DaySquare(kind, f"{start + timedelta(days=place):%-d %b}")
            for place, kind in enumerate(kinds)
        ],
    )


def _rows() -> list[list[Any]]:
    return [
        [
            {"text": "JB-1042", "href": "#"},
            {"text": "Child protection conference", "hint": "15 working days from Wed 28 Oct"},
            {"text": "Wed 18 Nov", "tag": "Overdue 1 working day", "kind": "red"},
            {"text": "R. Hale", "hint": "with Ben Whitlock"},
            "16",
        ],
        [
            {"text": "TS-1108", "href": "#"},
            {"text": "Assessment, day 43 of 45", "hint": "45 working days from Mon 21 Sep"},
            {"text": "Mon 23 Nov", "tag": "Due in 2 working days", "kind": "amber"},
            {"text": "L. Grant", "hint": "with Ewa Nowak"},
            "43",
        ],
    ]
