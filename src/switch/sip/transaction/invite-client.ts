import type { Table } from './table.ts'

export type InviteClientState = 'calling' | 'proceeding' | 'accepted' | 'completed' | 'terminated'

export type InviteClientEvent =
  '1xx' | '2xx' | '3xx-6xx' | 'timer-A' | 'timer-B' | 'timer-D' | 'timer-M'

/**
 * INVITE client transaction: a call that we place (RFC 3261 §17.1.1, RFC 6026 §7.2).
 * Only the telephone in the terminal places calls; the switch never does, and sends INVITE only to keep one alive.
 *
 *   calling ──1xx──▶ proceeding ──2xx──▶ accepted ───M──▶ terminated
 *    │ │ └──────2xx──────────────────────▲                  ▲  ▲
 *    │ └3xx–6xx─▶ completed ◀─3xx–6xx─ proceeding           │  │
 *    │                └────────────── D ────────────────────┘  │
 *    └── B: nobody answered ───────────────────────────────────┘
 *
 * calling     sent again by A until something comes back.
 * proceeding  it rings somewhere; nothing is repeated.
 * accepted    every 2xx goes up: the caller sends the ACK, and sends it again for a repeated 2xx.
 * completed   refused; this transaction sends the ACK itself, once for every repeat.
 */
export const inviteClient: Table<
  InviteClientState,
  InviteClientEvent,
  'send-last' | 'pass-up' | 'send-ack' | 'give-up'
> = {
  calling: {
    timers: ['timer-A', 'timer-B'],
    on: {
      '1xx': ['proceeding', 'pass-up'],
      '2xx': ['accepted', 'pass-up'],
      '3xx-6xx': ['completed', 'send-ack', 'pass-up'],
      'timer-A': ['calling', 'send-last'],
      'timer-B': ['terminated', 'give-up'],
    },
  },
  proceeding: {
    on: {
      '1xx': ['proceeding', 'pass-up'],
      '2xx': ['accepted', 'pass-up'],
      '3xx-6xx': ['completed', 'send-ack', 'pass-up'],
    },
  },
  accepted: {
    timers: ['timer-M'],
    on: { '2xx': ['accepted', 'pass-up'], 'timer-M': ['terminated'] },
  },
  completed: {
    timers: ['timer-D'],
    on: { '3xx-6xx': ['completed', 'send-ack'], 'timer-D': ['terminated'] },
  },
  terminated: { on: {} },
}

/**
 * The same within a call. Nobody has to pick up there, so what is not answered in time is as good as a 408, whatever was said
 * before; a peer that only tries for ever would keep its transaction.
 */
export const reinviteClient: typeof inviteClient = {
  ...inviteClient,
  proceeding: {
    timers: ['timer-B'],
    on: { ...inviteClient.proceeding.on, 'timer-B': ['terminated', 'give-up'] },
  },
}
