# Shopkeeper with the driver for PostgreSQL. No model, key or password is in the image; the shop's data lies in the volume /data.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/shopkeeper
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY src ./src
RUN /opt/shopkeeper/bin/pip install --no-cache-dir --constraint constraints.txt '.[postgres]'

FROM python:3.12-slim
# libgomp1: what LightGBM and faiss share the work of a machine's cores with
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin shopkeeper && install -d -o shopkeeper -g shopkeeper /data
COPY --from=build /opt/shopkeeper /opt/shopkeeper
ENV PATH=/opt/shopkeeper/bin:$PATH PYTHONUNBUFFERED=1 SHOPKEEPER_DATA_DIR=/data
USER shopkeeper
VOLUME /data
EXPOSE 8777
ENTRYPOINT ["shopkeeper"]
CMD ["serve", "--host", "0.0.0.0", "--workers", "2"]
