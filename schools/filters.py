"""What narrows the log of drop-ins: coded choices only."""

import django_filters
from django.http import HttpRequest

from govuk.forms import Form
from govuk.layout import FilterHelper
from partners.models import School
from schools.models import DropIn


class FilterForm(Form):
    says_optional = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self)


def _schools(request: HttpRequest):
    """Schools of which the reader sees a drop-in."""
    seen = DropIn.objects.visible_to(request.user).values("school")
    return School.objects.filter(pk__in=seen)


class DropInFilter(django_filters.FilterSet):
    school = django_filters.ModelChoiceFilter(queryset=_schools, empty_label="Every school")
    theme = django_filters.ChoiceFilter(choices=DropIn.Theme.choices, empty_label="Every theme")

    class Meta:
        model = DropIn
        form = FilterForm
        fields = ["school", "theme"]

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values())
