import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv4 } from 'node:net'
import { Router, type Request } from 'express'
import type { Metrics } from './metrics.ts'

/** Who may read: whoever shows the token; or, without one, this machine itself, or nobody. */
export type MetricsDoor =
  | { readonly is: 'token'; readonly token: string }
  | { readonly is: 'this-machine' }
  | { readonly is: 'shut' }

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8)
thisMachine.addAddress('::1', 'ipv6')

/** What a proxy adds: then the address we see is the proxy's, and says nothing about who asks. */
const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** `GET /metrics`, in Prometheus' text format. Its own rule who may come: staff's passwords are for people. */
export function metricsRoute(
  { text, registry }: Pick<Metrics, 'text' | 'registry'>,
  door: MetricsDoor,
): Router {
  return Router().get('/metrics', async (request, response) => {
    response.set('Cache-Control', 'no-store')
    if (!mayRead(request, door)) {
      if (door.is === 'token') response.set('WWW-Authenticate', 'Bearer')
      response
        .status(door.is === 'token' ? 401 : 403)
        .type('text')
        .send(refusal[door.is])
      return
    }
    response.set('Content-Type', registry.contentType).send(await text())
  })
}

const refusal: Readonly<Record<MetricsDoor['is'], string>> = {
  token: 'Please show the METRICS_TOKEN: Authorization: Bearer …\n',
  'this-machine': 'Only this machine may read them, unless METRICS_TOKEN is set.\n',
  shut: 'Nobody may read them through a proxy, unless METRICS_TOKEN is set.\n',
}

function mayRead(request: Request, door: MetricsDoor): boolean {
  switch (door.is) {
    case 'token':
      return isSame(request.get('authorization') ?? '', `Bearer ${door.token}`)
    case 'this-machine':
      return isHere(request.socket.remoteAddress) && passedOn.every((name) => !request.get(name))
    case 'shut':
      return false
  }
}

function isHere(address = ''): boolean {
  const bare = address.replace(/^::ffff:/, '')
  return thisMachine.check(bare, isIPv4(bare) ? 'ipv4' : 'ipv6')
}

/** In constant time, whatever the lengths. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}
