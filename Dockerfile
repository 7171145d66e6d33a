# One image of the product for all of its services: `docker build -t bluelamp .`, or `docker compose build`.
# What each process is told to be, docker-compose.yml says.

ARG PYTHON=3.13
ARG NODE=24

FROM docker.io/library/node:${NODE}-slim AS pages
WORKDIR /npm
COPY deploy/local/npm/package.json deploy/local/npm/package-lock.json deploy/local/npm/.npmrc ./
RUN npm ci --omit=dev
COPY services/desk/styles styles
RUN node node_modules/sass/sass.js --style=compressed --no-source-map --quiet-deps --load-path=node_modules \
    styles/desk.scss desk.css

FROM docker.io/library/python:${PYTHON}-slim AS packages
RUN python -m venv /opt/bluelamp
COPY deploy/container/requirements.lock .
RUN /opt/bluelamp/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements.lock

FROM docker.io/library/python:${PYTHON}-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home bluelamp
ENV PATH=/opt/bluelamp/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BLUELAMP_HOME=/data BLUELAMP_SECRETS=/secrets
WORKDIR /app
COPY --from=packages /opt/bluelamp /opt/bluelamp
# Where the desk looks for what its pages are made of, unless told otherwise.
COPY --from=pages /npm/desk.css .local/desk/desk.css
COPY --from=pages /npm/node_modules/htmx.org .local/npm/node_modules/htmx.org
COPY --from=pages /npm/node_modules/uplot .local/npm/node_modules/uplot
COPY shared shared
COPY services services
COPY operations operations
COPY deploy deploy
USER bluelamp
VOLUME /data
# Without a command it is the operator's tool: docker compose run --rm desk python -m operations status
CMD ["python", "-m", "operations", "--help"]
