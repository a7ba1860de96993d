import { hash, randomBytes } from 'node:crypto'
import { stackOf } from '../log.ts'
import { answerTo } from './call/answer.ts'
import { endAtOnce, endBroken } from './call/broken-call.ts'
import type { Source } from './call/call.ts'
import type { Core } from './core.ts'
import { allowHeader } from './call/extensions.ts'
import { headerOf } from './message/message.ts'
import type { BadRequest, Reading } from './message/message.ts'
import { applyRule, isKnownMethod } from './message/rules.ts'
import type { Rulebook } from './message/rules.ts'
import {
  newCallsOfAllBurstMax,
  newCallsOfAllPerSecondMax,
  tokenBuckets,
} from './transport/token-bucket.ts'
import { answerPlace, readVia } from './message/via.ts'

/** What arrived goes to the transaction it belongs to, else to the rule of its method. */
export function receiver(core: Core): (reading: Reading, source: Source) => void {
  const book = rulebook(core)
  return (reading, source) => {
    try {
      if (reading.is === 'response') core.clients.absorb(reading)
      if (reading.is === 'bad-request') answerBadRequest(core, reading, source)
      if (reading.is === 'request' && core.servers.absorb(reading, source) === 'new') {
        applyRule(book, reading, source)
      }
    } catch (error) {
      core.settings.log.error({ stack: stackOf(error) }, 'sip: a message failed in our hands')
      if (reading.is === 'request' && reading.method !== 'ACK') {
        core.send(answerTo(reading, source, 500), answerPlace(reading.via, source))
        const call = core.calls.within(reading, source)
        if (call === undefined) return
        // Whoever has hung up hears no sentence any more.
        if (reading.method === 'BYE') endAtOnce(call)
        else endBroken(call, error)
      }
    }
  }
}

function rulebook(core: Core): Rulebook {
  const secret = randomBytes(16).toString('hex')
  const { newCallsPerSecondMax, newCallsBurstMax } = core.settings
  const buckets = tokenBuckets(newCallsPerSecondMax, newCallsBurstMax)
  const together = tokenBuckets(newCallsOfAllPerSecondMax, newCallsOfAllBurstMax)
  return {
    core,
    statelessTag: ({ via, callId, from, cseq }) => {
      const same = `${secret} ${via.branch ?? ''} ${callId} ${from.tag ?? ''} ${cseq.number}`
      return hash('sha256', same, 'hex').slice(0, 32)
    },
    mayBegin({ address, trunk }) {
      const now = performance.now()
      if (!buckets.take(address, now)) return false
      // Callers who come over a provider do not wait for what telephones beside them do.
      return trunk !== undefined || together.take('telephones', now)
    },
  }
}

/** Says what is wrong with a request that cannot be taken; an ACK never gets an answer. */
function answerBadRequest(core: Core, bad: BadRequest, source: Source): void {
  if (bad.method === 'ACK') return
  const unknown = bad.status === 400 && !isKnownMethod(bad.method)
  const headers = unknown ? [allowHeader] : []
  const via = readVia(headerOf(bad.headers, 'via') ?? '')
  const answer = answerTo(bad, source, unknown ? 501 : bad.status, { headers })
  core.send(answer, answerPlace(via, source))
}
