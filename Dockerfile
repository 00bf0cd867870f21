# Wayline in a container. `compose.yaml` starts it with PostgreSQL; docs/operating.md tells the rest.

FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /src
COPY pyproject.toml uv.lock package.json package-lock.json README.md ./
# Node (to build style and script) and Babel (to compile translations) are needed here only.
RUN uv sync --frozen --only-group build --no-install-project
COPY scripts scripts
COPY wayline wayline
RUN PATH="/src/.venv/bin:$PATH" scripts/build-assets \
    && .venv/bin/python scripts/messages.py compile \
    && uv build --wheel --out-dir /dist \
    && uv export --quiet --frozen --no-dev --no-emit-project --output-file /dist/requirements.txt

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ffmpeg \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/wayline wayline \
    && install --directory --owner wayline --group wayline --mode 0700 /var/lib/wayline
COPY --from=build /dist /dist
RUN pip install --no-cache-dir --requirement /dist/requirements.txt \
    && pip install --no-cache-dir --no-deps /dist/*.whl \
    && rm -r /dist
USER 10001
ENV WAYLINE_HOME=/var/lib/wayline \
    WAYLINE_HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1
VOLUME /var/lib/wayline
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=8)"]
STOPSIGNAL SIGTERM
CMD ["wayline", "run"]
