# All of mortsafe in one image: `up` by default, `detector` and `soc` as arguments.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npx -y pnpm@12.21.0 install --frozen-lockfile \
 && npx -y pnpm@12.21.0 bundle \
 && mkdir /data

FROM node:24.21.0-bookworm-slim
COPY --from=build /src/dist/mortsafe /opt/mortsafe
# A new volume takes its owner from here.
COPY --from=build --chown=1000:1000 /data /var/lib/mortsafe
# What a detector that catches up makes lives for a second: a larger young generation halves what collecting it takes.
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-semi-space-size=64 \
    MORTSAFE_DATA=/var/lib/mortsafe \
    MORTSAFE_SOC_HOST=0.0.0.0 \
    MORTSAFE_OPERATIONS_HOST=0.0.0.0 \
    MORTSAFE_OPERATIONS_PORT=4390
# Where mortsafe.yaml is looked for.
WORKDIR /etc/mortsafe
USER 1000:1000
# Nothing else is written to: run it with a read-only root filesystem.
VOLUME ["/var/lib/mortsafe"]
EXPOSE 4318 4380 4390
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MORTSAFE_OPERATIONS_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# What was read from Kafka is memory outside of the heap, and would have all of the heap looked through every 64 MiB of it.
ENTRYPOINT ["node", "--external-memory-accounted-in-global-limit", "/opt/mortsafe/mortsafe.mjs"]
CMD ["up"]
