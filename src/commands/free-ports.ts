import { randomInt } from 'node:crypto'
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
    if (sip.tls?.port === 0) found['SIP_TLS_PORT'] = await freeTcp(sip.host, held)
    if (sip.port === 0) found['SIP_PORT'] = await freeTcpAndUdp(sip.host, held)
  }
  return { ...given, ...found }
}

/** Tries for a port that nobody has. */
const triesMax = 50
/**
 * Below the ports from which systems call out (Linux takes them from 32768 on, others from higher ones): what is free here stays
 * free until it is bound, also for a process that dies and comes back.
 */
const ours = { first: 10_000, last: 32_000 }

/** A TCP port of this address that is free now. @throws Error when none was found */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  await using held = new AsyncDisposableStack()
  return Number(await freeTcp(host, held))
}

/** A port, kept taken until the stack is disposed of, so that no two of ours are the same. */
async function freeTcp(host: string, held: AsyncDisposableStack): Promise<string> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = randomInt(ours.first, ours.last)
    const server = createServer().listen(port, host)
    try {
      await once(server, 'listening')
      held.use(server)
      return String(port)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
  throw new Error(`no port on ${host} that is free`)
}

/** The same that SIP can have over both transports. */
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
