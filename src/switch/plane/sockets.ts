import { stackOf } from '../log.ts'
import {
  bindAt,
  closePair,
  keepComing,
  lackOf,
  type Holding,
  type SocketPair,
} from '../media/wire/socket.ts'
import type { News } from './messages.ts'

type Wish = {
  readonly leg: string
  readonly address: string
  readonly port: number
  readonly holding: Holding
}

/**
 * Sockets of legs that are not here yet. They take a moment; whoever hangs up meanwhile must not leave them open.
 *
 *   open ──▶ opening ──▶ a leg                   inVain, at any time ──▶ closed
 *                └─keep─▶ waiting ──goOn──▶ a leg that comes from another plane
 */
export function makeSockets(tell: (news: News) => void) {
  const opening = new Map<string, 'wanted' | 'in vain'>()
  const waiting = new Map<string, { readonly pair: SocketPair; readonly goOn: () => void }>()

  function closeInVain(leg: string, pair: SocketPair): void {
    closePair(pair)
    tell({ is: 'closed', leg, figures: undefined })
  }

  async function bind({ leg, address, port, holding }: Wish, begin: (pair: SocketPair) => void) {
    try {
      const pair = await bindAt(address, port, holding)
      if (opening.get(leg) === 'in vain') closeInVain(leg, pair)
      else {
        begin(pair)
        tell({ is: 'opened', leg })
      }
    } catch (bug) {
      const why = lackOf(bug) ?? 'bug'
      tell({ is: 'not-opened', leg, why, text: stackOf(bug) })
    } finally {
      opening.delete(leg)
    }
  }

  function inVain(leg: string): void {
    if (opening.has(leg)) opening.set(leg, 'in vain')
    const found = waiting.get(leg)
    if (!found) return
    waiting.delete(leg)
    closeInVain(leg, found.pair)
  }

  return {
    inVain,
    closeAll(): void {
      for (const leg of [...opening.keys(), ...waiting.keys()]) inVain(leg)
    },
    open(wish: Wish, begin: (pair: SocketPair) => void): void {
      opening.set(wish.leg, 'wanted')
      void bind(wish, begin)
    },
    keep(leg: string, pair: SocketPair): void {
      const { goOn } = keepComing(pair)
      waiting.set(leg, { pair, goOn })
    },
    goOn(leg: string, begin: (pair: SocketPair) => void): void {
      const found = waiting.get(leg)
      if (!found) return
      waiting.delete(leg)
      begin(found.pair)
      found.goOn()
    },
  }
}
