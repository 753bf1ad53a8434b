"""What the web server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pop_portal.settings")

application = get_wsgi_application()

# Only now: the settings have to be read first.
from pop_portal.checks import refuse_dangerous_start  # noqa: E402

refuse_dangerous_start()
