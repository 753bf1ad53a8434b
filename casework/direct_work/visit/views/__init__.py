"""Pages of visits: plan, go and come back, record, read, sign."""

from casework.direct_work.visit.views.reading import VisitDetail, VisitPlace

__all__ = ["VisitDetail", "VisitPlace"]
