FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /portal
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY . .
RUN VAR=/tmp/build python manage.py compile_catalogues \
 && rm -r /tmp/build \
 && useradd --no-create-home portal \
 && mkdir -p var \
 && chown portal var

USER portal
ENV DJANGO_SETTINGS_MODULE=portal.settings.production
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--workers", "3", "--threads", "4", "--limit-request-line", "0", \
     "--no-control-socket", "--bind", "0.0.0.0:8000"]
