# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev && rm -rf .next

FROM node:24-bookworm-slim
ENV NODE_ENV=production COUNTERSIGN_DATA_DIR=/data
WORKDIR /app
RUN install -d -o 1000 -g 1000 /data
COPY --from=build --chown=root:root /app ./
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: the signal to stop must reach the launcher itself.
CMD ["node", "--conditions=react-server", "--import", "tsx", "lib/cli/start.ts"]
