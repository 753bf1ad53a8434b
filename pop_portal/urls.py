"""The root of every address; each room owns what stands under its own prefix."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from notices.urls import addresses as notices
from pop_portal.gallery import Gallery
from pop_portal.health import Health
from pop_portal.views import Home
from timescales.rights import open_to

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("health/", login_not_required(Health.as_view()), name="health"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("notices/", include(notices(open_to))),
    path("records/", include("records.urls")),
    path("partners/", include("partners.urls")),
    path("timescales/", include("timescales.urls")),
    path("", include("casework.urls")),
    path("placements/", include("placements.urls")),
    path("schools/", include("schools.urls")),
    path("supervision/", include("supervision.urls")),
    path("oversight/", include("oversight.urls")),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("gallery/", Gallery.as_view(), name="gallery"))
