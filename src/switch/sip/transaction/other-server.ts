import type { Table } from './table.ts'

export type OtherServerState = 'trying' | 'proceeding' | 'completed' | 'terminated'

export type OtherServerEvent = 'request' | 'send-1xx' | 'send-final' | 'timer-J'

/**
 * Server transaction of everything but INVITE: someone says BYE, INFO, UPDATE (RFC 3261 §17.2.2).
 *
 *   trying ──1xx──▶ proceeding
 *      │                │ 2xx–6xx
 *      └──2xx–6xx──▶ completed ───J──▶ terminated
 *
 * trying      we have said nothing yet; repeats are ignored.
 * proceeding  repeats get our last 1xx.
 * completed   repeats get our final answer, so that a lost one is not the end.
 */
export const otherServer: Table<OtherServerState, OtherServerEvent, 'send' | 'send-last'> = {
  trying: {
    on: { 'send-1xx': ['proceeding', 'send'], 'send-final': ['completed', 'send'] },
  },
  proceeding: {
    on: {
      request: ['proceeding', 'send-last'],
      'send-1xx': ['proceeding', 'send'],
      'send-final': ['completed', 'send'],
    },
  },
  completed: {
    timers: ['timer-J'],
    on: { request: ['completed', 'send-last'], 'timer-J': ['terminated'] },
  },
  terminated: { on: {} },
}
