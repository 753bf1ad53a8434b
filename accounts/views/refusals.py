"""Which doors stayed shut, for who looks after access."""

from django.views.generic import ListView

from accounts import presenters
from accounts.filters import RefusalFilter
from accounts.guards import Door
from accounts.models import Refusal
from accounts.permissions import Permission


class RefusalList(Door, ListView):
    permission = Permission.REFUSALS_VIEW
    template_name = "accounts/refusal_list.html"
    paginate_by = 50

    def get_queryset(self):
        rows = Refusal.objects.visible_to(self.request.user).select_related("person")
        self.filter = RefusalFilter(self.request.GET, rows)
        return self.filter.qs

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        return context | {
            "head": ["When", "Who", "What happened", "Page"],
            "rows": presenters.refusal_rows(context["object_list"]),
        }
