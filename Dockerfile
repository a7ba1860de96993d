# Built, then left behind: compilers and test tools never reach the second stage.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without install scripts: the image brings its own Node, and nothing else needs one.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
RUN node node_modules/typescript-7/bin/tsc -p src && node node_modules/typescript-7/bin/tsc -p src/web/browser && npm prune --omit=dev --ignore-scripts

# Runs as nobody in particular, and with a read-only root:
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m --pids-limit 100 \
#     --stop-timeout 20 --volume rundruf:/data --publish 127.0.0.1:3000:3000 rundruf
FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
WORKDIR /app
# What installs and builds stays behind.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
  && mkdir --mode 700 /data && chown node:node /data
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
