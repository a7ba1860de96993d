# Built, then left behind: compilers and test tools never reach the second stage.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without install scripts: the image brings its own Node, and nothing else needs one.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
RUN node node_modules/typescript-7/bin/tsc -p src && node node_modules/typescript-7/bin/tsc -p src/web/browser && npm prune --omit=dev --ignore-scripts
# What nobody reads who only runs it: half of the modules, a third of dist, and Node's own names for debuggers.
RUN find node_modules dist -type f \( -name '*.ts' -o -name '*.[cm]ts' -o -name '*.map' -o -name '*.md' -o -name '*.flow' -o -name '.tsbuildinfo' \) -delete
RUN apt-get update && apt-get install -y --no-install-recommends binutils && strip /usr/local/bin/node

# Runs as nobody in particular, and with a read-only root:
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m --pids-limit 100 \
#     --stop-timeout 20 --volume rundruf:/data --publish 127.0.0.1:3000:3000 rundruf
# Debian without Node's headers, npm and yarn; a layer that deletes them would not make the image smaller.
FROM debian:bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
WORKDIR /app
COPY --from=build /usr/local/bin/node /usr/local/bin/node
RUN useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin node && mkdir --mode 700 /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY config ./config
USER node
VOLUME /data
# Pages and webhooks. The staff console (3001) and the switch's REST interface (5080) stay inside.
EXPOSE 3000/tcp
# With PHONE=built-in telephones need SIP and sound too; publish them to the network of the telephones alone,
# and set SIP_HOST to the address they reach. Docker opens published ports past ufw.
EXPOSE 5060/udp 5060/tcp 10000-10999/udp
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "--input-type=module", "--eval", "const port = process.env.PORT || 3000; process.exitCode = (await fetch(`http://127.0.0.1:${port}/healthz`)).ok ? 0 : 1"]
# Node is process 1 and takes SIGTERM itself; no shell and no npm in between.
CMD ["node", "dist/main.js", "start"]
