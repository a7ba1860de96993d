import type { Table } from './table.ts'

export type InviteServerState = 'proceeding' | 'accepted' | 'completed' | 'confirmed' | 'terminated'

export type InviteServerEvent =
  | 'invite'
  | 'ack'
  | 'send-1xx'
  | 'send-2xx'
  | 'send-3xx-6xx'
  | 'timer-G'
  | 'timer-H'
  | 'timer-I'
  | 'timer-L'

/**
 * INVITE server transaction: someone calls us (RFC 3261 §17.2.1, RFC 6026 §7.1).
 *
 *              2xx                          L
 *   proceeding ─────────▶ accepted ──────────────────▶ terminated
 *       │ 3xx–6xx             ACK                 ▲  ▲
 *       ▼             ACK                   I     │  │
 *   completed ───────────▶ confirmed ─────────────┘  │
 *     │  ▲ └──────────── H: no ACK came ─────────────┘
 *     └──┘ G: send it again
 *
 * proceeding  we may still ring; the caller's repeated INVITE gets our last answer.
 * accepted    we said yes; repeated INVITEs vanish here, and the dialog resends its own 2xx.
 * completed   we said no, and say it again until the ACK comes.
 * confirmed   the caller heard the no; late repeats of its ACK vanish here.
 */
export const inviteServer: Table<
  InviteServerState,
  InviteServerEvent,
  'send' | 'send-last' | 'pass-ack-up'
> = {
  proceeding: {
    on: {
      invite: ['proceeding', 'send-last'],
      'send-1xx': ['proceeding', 'send'],
      'send-2xx': ['accepted', 'send'],
      'send-3xx-6xx': ['completed', 'send'],
    },
  },
  accepted: {
    timers: ['timer-L'],
    on: { ack: ['accepted', 'pass-ack-up'], 'timer-L': ['terminated'] },
  },
  completed: {
    timers: ['timer-G', 'timer-H'],
    on: {
      invite: ['completed', 'send-last'],
      ack: ['confirmed'],
      'timer-G': ['completed', 'send-last'],
      'timer-H': ['terminated'],
    },
  },
  confirmed: { timers: ['timer-I'], on: { 'timer-I': ['terminated'] } },
  terminated: { on: {} },
}
