import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { ask } from './ask.ts'
import { fine, wrong, type Check, type Finding } from './finding.ts'
import type { Installation } from './installation.ts'

type Port = {
  readonly what: string
  readonly setting: string
  readonly host: string
  readonly port: number
  readonly over: 'tcp' | 'udp'
  /** Which of our processes listens there. */
  readonly part: 'app' | 'switch'
}

/** Whether our ports are ours: taken by the running Rundruf, or free for the next start. */
export const ports: Check = {
  name: 'ports',
  async look(at) {
    const states = await Promise.all(
      portsOf(at).map(async (port) => ({ port, state: await stateOf(port) })),
    )
    const taken = states.filter(({ state }) => state === 'taken')
    // Who answers there is only asked where somebody can.
    const ours = {
      app: taken.some(({ port }) => port.part === 'app') && (await appRuns(at)),
      switch: taken.some(({ port }) => port.part === 'switch') && (await switchRuns(at)),
    }
    const findings = states.flatMap(({ port, state }) => judge(port, state, ours[port.part]))
    if (findings.length > 0) return findings
    return [fine(taken.length > 0 ? 'all are ours' : 'all are free')]
  },
}

/** 0 takes a free one at each start. */
function portsOf({ settings: { http, staff, phone } }: Installation): readonly Port[] {
  const app = { over: 'tcp', part: 'app' } as const
  const part = 'switch' as const
  const all: Port[] = [
    { what: 'pages and webhooks', setting: 'PORT', ...http, ...app },
    { what: 'the staff console', setting: 'STAFF_PORT', ...staff, ...app },
  ]
  if (phone.kind === 'built-in') {
    const { sip, switchPort: port } = phone
    all.push(
      { what: 'telephones', setting: 'SIP_PORT', ...sip, over: 'tcp', part },
      { what: 'telephones', setting: 'SIP_PORT', ...sip, over: 'udp', part },
      { what: 'the switch', setting: 'SWITCH_PORT', host: '127.0.0.1', port, over: 'tcp', part },
    )
  }
  return all.filter(({ port }) => port !== 0)
}

type State = 'free' | 'taken' | 'no-address' | 'forbidden'

function judge({ what, setting, host, port, over }: Port, state: State, runs: boolean): Finding[] {
  const name = `port ${String(port)} (${over}) of ${host}, for ${what},`
  switch (state) {
    case 'free':
      return []
    case 'taken':
      if (runs) return []
      return [
        wrong(
          `${name} is used by another program`,
          `Stop that one, or choose another port: ${setting}`,
        ),
      ]
    case 'no-address':
      return [wrong(`${host} is not an address of this machine`, `Set ${hostSetting(setting)}.`)]
    case 'forbidden':
      return [
        wrong(`${name} may not be used by this user`, `Choose a port from 1024 on: ${setting}`),
      ]
  }
}

const hostSetting = (setting: string): string =>
  ({ PORT: 'HOST', STAFF_PORT: 'STAFF_HOST', SIP_PORT: 'SIP_HOST' })[setting] ?? setting

const states: Readonly<Record<string, State>> = {
  EADDRINUSE: 'taken',
  EADDRNOTAVAIL: 'no-address',
  ENOTFOUND: 'no-address',
  EACCES: 'forbidden',
}

async function stateOf({ host, port, over }: Port): Promise<State> {
  await using held = new AsyncDisposableStack()
  try {
    if (over === 'tcp') {
      const server = held.use(createServer())
      server.listen(port, host)
      await once(server, 'listening')
    } else {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
      held.defer(() => {
        socket.close()
      })
      socket.bind(port, host)
      await once(socket, 'listening')
    }
    return 'free'
  } catch (error) {
    const { code } = error as { code?: unknown }
    return states[String(code)] ?? 'taken'
  }
}

async function appRuns({ settings: { http } }: Installation): Promise<boolean> {
  const host = http.host.includes(':') ? `[${http.host}]` : http.host
  return answers(`http://${host}:${String(http.port)}/healthz`, 200)
}

/** The switch lets nobody in without a password, and that is how it is known. */
export async function switchRuns({ settings: { phone } }: Installation): Promise<boolean> {
  if (phone.kind !== 'built-in') return false
  return answers(`http://127.0.0.1:${String(phone.switchPort)}/`, 401)
}

async function answers(url: string, status: number): Promise<boolean> {
  try {
    return (await ask(new URL(url))).status === status
  } catch {
    return false
  }
}
