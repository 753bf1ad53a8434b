"""How gunicorn serves the portal, here and in production: behind a proxy, at PORT."""

import os

from pop_portal.logging import configuration

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
wsgi_app = "pop_portal.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
# A worker tells its master that it lives through a file: in memory, never on a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# A worker starts anew now and then, at different moments: nothing leaks for weeks.
max_requests = 5000
max_requests_jitter = 500
logconfig_dict = configuration()
