# The review site in one image: gunicorn, static files included, as a user without rights.
# A proxy that ends TLS stands in front (docker-compose.yml says how).
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --home-dir /srv/review --shell /usr/sbin/nologin review \
    && install --directory --owner=review --group=review /srv/review/received
WORKDIR /srv/review

# --build-arg REQUIREMENTS=requirements-s3.txt where received files are kept in an S3-compatible store.
ARG REQUIREMENTS=requirements.txt
COPY requirements.txt requirements-s3.txt ./
RUN pip install -r ${REQUIREMENTS}

COPY manage.py .
COPY gcmreview gcmreview
COPY responses responses
COPY templates templates
COPY static static

# The settings want a key; this one is used for this step and nowhere else.
RUN SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput

USER review
ENV MEDIA_ROOT=/srv/review/received
VOLUME /srv/review/received
EXPOSE 8000

# The site answers to its own name only.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "\
import os; from urllib.request import Request, urlopen; \
host = os.environ['ALLOWED_HOSTS'].split(',')[0].strip().lstrip('.'); \
urlopen(Request('http://127.0.0.1:8000/health/', headers={'Host': host}), timeout=4)"]

# WEB_CONCURRENCY sets the number of workers, GUNICORN_CMD_ARGS anything else. The worker class lets saves that
# waited too long come again in a moment. Workers are replaced now and then, so that memory taken by a large export
# is given back; two minutes are enough for the largest.
ENV WEB_CONCURRENCY=3
CMD ["gunicorn", "gcmreview.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gcmreview.worker.TimingWorker", \
     "--threads=4", "--timeout=120", "--max-requests=20000", "--max-requests-jitter=2000", \
     "--worker-tmp-dir=/dev/shm", "--access-logfile=-", "--no-control-socket"]
