import type { Table } from './table.ts'

export type OtherClientState = 'trying' | 'proceeding' | 'completed' | 'terminated'

export type OtherClientEvent = '1xx' | '2xx-6xx' | 'timer-E' | 'timer-F' | 'timer-K'

/**
 * Client transaction of everything but INVITE: our BYE or UPDATE (RFC 3261 §17.1.2).
 *
 *   trying ──1xx──▶ proceeding
 *    │  │ 2xx–6xx        │ 2xx–6xx
 *    │  └──────────▶ completed ───K──▶ terminated
 *    └── F: nobody answered ──────────────▲
 *
 * trying      sent again by E until something comes back.
 * proceeding  the peer works on it; still sent again, in case its final answer is lost.
 * completed   answered; repeated answers vanish here.
 */
export const otherClient: Table<
  OtherClientState,
  OtherClientEvent,
  'send-last' | 'pass-up' | 'give-up'
> = {
  trying: {
    timers: ['timer-E', 'timer-F'],
    on: {
      '1xx': ['proceeding', 'pass-up'],
      '2xx-6xx': ['completed', 'pass-up'],
      'timer-E': ['trying', 'send-last'],
      'timer-F': ['terminated', 'give-up'],
    },
  },
  proceeding: {
    timers: ['timer-E', 'timer-F'],
    on: {
      '1xx': ['proceeding', 'pass-up'],
      '2xx-6xx': ['completed', 'pass-up'],
      'timer-E': ['proceeding', 'send-last'],
      'timer-F': ['terminated', 'give-up'],
    },
  },
  completed: { timers: ['timer-K'], on: { 'timer-K': ['terminated'] } },
  terminated: { on: {} },
}
