# An image for continuous integration: docker build -t sandgate .
FROM debian:12-slim AS build
WORKDIR /usr/src/sandgate
COPY . .
RUN script/build release && strip build/release/sandgate

FROM debian:12-slim
RUN apt-get update && \
    apt-get install --yes --no-install-recommends \
        libcurl4 libgnutls30 libjansson4 libmicrohttpd12 libpcre2-8-0 libsodium23 libsqlite3-0 && \
    rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/src/sandgate/build/release/sandgate /usr/local/bin/sandgate
USER nobody
# Anybody who reaches the port can use the control API: publish it on the loopback interface only.
ENV SANDGATE_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=1s --timeout=5s --retries=30 CMD ["sandgate", "readyz"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["sandgate"]
