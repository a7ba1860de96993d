import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Settings, Variables } from '../settings.ts'

/**
 * Replaces `PORT=0` and its like by ports that are free now. Done once, above both processes, so that a restarted
 * one comes back where people and phones know it.
 */
export async function withFreePorts(given: Variables, settings: Settings): Promise<Variables> {
  await using held = new AsyncDisposableStack()
  const found: Record<string, string> = {}
  if (settings.http.port === 0) found['PORT'] = await freeTcp(settings.http.host, held)
  if (settings.staff.port === 0) found['STAFF_PORT'] = await freeTcp(settings.staff.host, held)
  if (settings.phone.kind === 'built-in') {
    const { sip, switchPort } = settings.phone
    if (switchPort === 0) found['SWITCH_PORT'] = await freeTcp('127.0.0.1', held)
    if (sip.port === 0) found['SIP_PORT'] = await freeTcpAndUdp(sip.host, held)
  }
  return { ...given, ...found }
}

/** A port, kept taken until the stack is disposed of, so that no two of ours are the same. */
async function freeTcp(host: string, held: AsyncDisposableStack): Promise<string> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  held.use(server)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`no port on ${host}`)
  return String(address.port)
}

/** Tries for a port that SIP can have over both transports. */
const triesMax = 20

async function freeTcpAndUdp(host: string, held: AsyncDisposableStack): Promise<string> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = await freeTcp(host, held)
    if (await udpIsFree(host, Number(port))) return port
  }
  throw new Error(`no port on ${host} that is free for TCP and UDP`)
}

async function udpIsFree(host: string, port: number): Promise<boolean> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    socket.bind(port, host)
    await once(socket, 'listening')
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}
