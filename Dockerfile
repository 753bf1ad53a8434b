# The portal as one image: web, worker, beat and migrate are the same files with another command.

FROM python:3.11-slim-bookworm AS packages
COPY requirements/production.txt /tmp/production.txt
RUN python -m venv /opt/venv
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/production.txt

# Node is needed to fetch the design system and stays in this stage, as do the fetched packages.
FROM python:3.11-slim-bookworm AS pages
WORKDIR /app
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/build
RUN /opt/build/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/runtime.txt
COPY . .
RUN /opt/build/bin/python -m pop_portal.servers.assets
RUN SECRET_KEY=for-this-step-only STATIC_ROOT=/app/static-files /opt/build/bin/python manage.py collectstatic --no-input
RUN rm -rf node_modules

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/app/static-files \
    ATTACHMENT_ROOT=/var/lib/pop-portal/attachments
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /var/lib/pop-portal/attachments /var/lib/pop-portal/beat
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY --from=pages /app /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:pop_portal.web_server"]
