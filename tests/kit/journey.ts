import { freePort } from '../../src/commands/free-ports.ts'
import type { Running } from './running.ts'

/** Whole calls, told as callers go through them; by name. */
export type Journeys = Readonly<Record<string, (rundruf: RunningWithRest) => Promise<void>>>

/** A Rundruf whose carrier interface a journey may use, as the app does: mute, hold. */
export type RunningWithRest = Running & { rest(path: string, change?: Change): Promise<unknown> }
export type Change = Readonly<Record<string, string>>

const account = { sid: `AC${'5'.repeat(32)}`, token: '7'.repeat(32) }

/** Settings that let `withRest` reach the switch, and other processes the app. */
export async function restSettings(): Promise<Record<string, string>> {
  return {
    PORT: String(await freePort()),
    SWITCH_PORT: String(await freePort()),
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
  }
}

/** Gives a Rundruf that was started with `restSettings` its carrier interface. */
export function withRest(rundruf: Running): RunningWithRest {
  const port = rundruf.environment['SWITCH_PORT'] ?? ''
  const base = `http://127.0.0.1:${port}/2010-04-01/Accounts/${account.sid}`
  return Object.assign(rundruf, {
    async rest(path: string, change?: Change) {
      const answer = await fetch(`${base}${path}`, {
        headers: { authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}` },
        ...(change && { method: 'POST', body: new URLSearchParams(change) }),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as unknown
    },
  })
}
