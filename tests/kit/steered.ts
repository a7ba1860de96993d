import type { Phone } from '../../src/voice/carrier/phone.ts'
import type { pretendCarrier, PretendCall } from './carrier.ts'

type Carrier = ReturnType<typeof pretendCarrier>

/** The REST interface of a pretend carrier: what it is told happens to its calls. */
export type Steered = Phone & {
  /** Resolves when everything that was asked for has happened. Calls go their way after the answer, as with a real one. */
  settled(): Promise<void>
}

/** `carrierOf` is asked late: a house is opened with its telephone, and its carrier comes after that. */
export function steered(carrierOf: () => Carrier): Steered {
  let running = Promise.resolve()
  const later = (work: () => Promise<unknown>): void => {
    running = running.then(work).then(() => undefined)
  }
  const inConference = (name: string): readonly PretendCall[] =>
    [...carrierOf().calls.values()].filter(({ conference }) => conference === name)

  /** Of somebody who is in no conference there is no participant (Twilio, 404). */
  const inNone = (sid: string): boolean => carrierOf().calls.get(sid)?.conference === ''

  /** Does it to this call after the answer; a call that is over is `gone`. */
  const to = (sid: string, work: (call: PretendCall) => Promise<unknown>) => {
    const call = carrierOf().calls.get(sid)
    if (call === undefined) return Promise.resolve('gone' as const)
    later(() => work(call))
    return Promise.resolve('done' as const)
  }
  const toAll = (name: string, work: (call: PretendCall) => Promise<unknown>) => {
    const calls = inConference(name)
    for (const call of calls) later(() => work(call))
    return Promise.resolve(calls.length === 0 ? ('gone' as const) : ('done' as const))
  }

  return {
    whoIsIn: (name) => Promise.resolve(carrierOf().present(name)),
    isLive: (call) => Promise.resolve(carrierOf().calls.has(call)),
    endOf: (call) =>
      Promise.resolve(
        // Who calls is known of calls that go on as well.
        carrierOf().ended.get(call) ?? {
          at: undefined,
          from: carrierOf().calls.get(call)?.form()['From'],
        },
      ),
    setMuted: ({ call }, muted) =>
      inNone(call) ? Promise.resolve('gone') : to(call, (one) => one.isMuted(muted)),
    announceToAll: (name) => toAll(name, () => Promise.resolve()),
    announceTo: ({ call }) => to(call, () => Promise.resolve()),
    remove: ({ call }) =>
      inNone(call)
        ? Promise.resolve('gone')
        : to(call, (one) => one.isSentOut('participant_updated_via_api')),
    deleteRecord: () => Promise.resolve('done'),
    hangUp: (call) => to(call, (one) => one.hangsUp()),
    endConference: (name) => toAll(name, (one) => one.isSentOut('conference_ended_via_api')),
    redirect: (call, url) => to(call, (one) => one.isSentTo(url)),
    async settled() {
      for (let seen: unknown; seen !== running;) await (seen = running)
    },
  }
}
