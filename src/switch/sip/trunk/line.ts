import type { Log } from '../../log.ts'
import { transportParameter } from '../call/call.ts'
import type { Source } from '../call/call.ts'
import type { ClientTransactions } from '../transaction/client-transactions.ts'
import { digestSession } from './digest-session.ts'
import type { Reading, ReceivedResponse } from '../message/message.ts'
import { inUriWithPort } from '../message/uri.ts'
import { codeOf, troubleOfConnection } from './connection-trouble.ts'
import { locate } from './locate.ts'
import type { Names, Target } from './locate.ts'
import { answerMs, optionsRequest, register, registering, transact } from './register.ts'
import type { Registering } from './register.ts'
import { begin, step } from './registration.ts'
import type { Registration, RegistrationEffect, RegistrationEvent } from './registration.ts'
import { samePlace, seenPlace } from './seen-place.ts'
import type { Account, TrunkState } from './trunk.ts'
import { openWay } from './way.ts'
import type { Place, Way } from './way.ts'

/**
 * How often we look whether the provider is there. With the limit below, one REGISTER, and the 15 s between two looks at
 * alarms: less than a minute.
 */
const keepAliveMs = 18_000
const keepAliveAnswerMs = 10_000
/** What taking back our word may take when the switch stops. */
const goodbyeMs = 1_000

export type LineNeeds = {
  readonly name: string
  readonly account: Account
  /** Address that the switch listens on. */
  readonly host: string
  readonly clients: ClientTransactions
  readonly arrived: (reading: Reading, source: Source) => void
  readonly names: Names
  readonly random: () => number
  /** ms since the epoch. */
  readonly now: () => number
  readonly log: Log
  /** Makes the way to the provider; openWay unless a test says otherwise. */
  readonly way?: typeof openWay
}

/** A trunk that registers. */
export type Line = {
  readonly state: () => TrunkState
  /** Where we are at our end of the way; undefined before there has been one. */
  readonly place: () => Place | undefined
  /** Where the provider reaches us: the same, unless there is a router between. */
  readonly reachedAt: () => Place | undefined
  readonly way: Pick<Way, 'send' | 'isConnected'>
  close(): Promise<void>
}

/**
 * Keeps one trunk registered for as long as it lives: does what registration.ts says, over a way of its own.
 * Running calls never notice: they end when somebody hangs up, not because a registration does.
 */
export function openLine(needs: LineNeeds): Line {
  return new RegisteredLine(needs)
}

class RegisteredLine implements Line {
  readonly way: Way
  readonly #needs: LineNeeds
  readonly #registering: Registering
  #registration: Registration = begin[0]
  #state: TrunkState
  #place: Place | undefined
  /** Where the provider sees us, if that is not where we are. */
  #seenAs: Place | undefined
  /** The address outside that made us register anew last. */
  #movedTo: string | undefined
  #wake: NodeJS.Timeout | undefined
  #keepAlive: NodeJS.Timeout | undefined
  /** Whether OPTIONS are of any use here; a few providers never answer them. */
  #options: 'untried' | 'in-doubt' | 'answered' | 'useless' = 'untried'
  /** Ends the wait for an answer that will not come any more. */
  #waiting = new AbortController()
  #closed = false

  constructor(needs: LineNeeds) {
    const { name, account, host, log } = needs
    this.#needs = needs
    const { credentials, realm, server, ca } = account
    this.#registering = registering(account, digestSession(credentials, realm))
    this.#state = { name, transport: server.transport, is: 'trying', since: needs.now() }
    this.way = (needs.way ?? openWay)({
      transport: server.transport,
      host,
      serverName: server.host,
      ...(ca === undefined ? {} : { ca }),
      arrived: (reading, source) => {
        needs.arrived(reading, { ...source, trunk: name })
      },
      lost: (peer) => {
        this.#lost(peer)
      },
      log,
    })
    this.#do(begin.slice(1) as RegistrationEffect[])
  }

  state = (): TrunkState => this.#state
  place = (): Place | undefined => this.#place
  reachedAt = (): Place | undefined => this.#seenAs ?? this.#place

  async close(): Promise<void> {
    const registered =
      this.#registration.at === 'registered' ? this.#registration.target : undefined
    this.#closed = true
    clearTimeout(this.#wake)
    clearTimeout(this.#keepAlive)
    this.#giveUpWaiting()
    if (registered !== undefined) await this.#ask(registered, 0, goodbyeMs)
    await this.way.close()
  }

  #happen(event: RegistrationEvent): void {
    if (this.#closed) return
    const [next, ...effects] = step(this.#registration, event, this.#needs.random)
    this.#registration = next
    this.#show(effects)
    if (event.is === 'accepted') this.#watch()
    this.#do(effects)
  }

  #do(effects: readonly RegistrationEffect[]): void {
    for (const effect of effects) {
      if (effect.do === 'locate') void this.#locate()
      if (effect.do === 'wake-after') {
        clearTimeout(this.#wake)
        this.#wake = setTimeout(() => {
          this.#happen({ is: 'wake' })
        }, effect.ms)
      }
      if (effect.do === 'ask') {
        clearTimeout(this.#wake)
        void this.#ask(effect.target, effect.expiresSeconds, answerMs).then((event) => {
          this.#happen(event)
        })
      }
    }
  }

  async #locate(): Promise<void> {
    const { account, names, random } = this.#needs
    this.#options = 'untried'
    try {
      const targets = await locate(account.server, names, random)
      this.#happen({ is: 'found', targets })
    } catch (error) {
      this.#happen({ is: 'not-found', trouble: { why: 'name', ...codeOf(error) } })
    }
  }

  /** REGISTER at one machine; never rejects. */
  async #ask(target: Target, expiresSeconds: number, limitMs: number) {
    let own: Place
    try {
      this.#place = own = await this.way.open(target)
    } catch (error) {
      return { is: 'failed', trouble: troubleOfConnection(error) } as const
    }
    const to = this.#peer(target)
    const { signal } = this.#waiting
    const parameter = transportParameter(to)
    const contact = () => `<sip:rundruf@${inUriWithPort(this.#seenAs ?? own)}${parameter}>`
    return register(this.#registering, contact, expiresSeconds, async (request) => {
      const response = await transact(this.#needs.clients, request, to, limitMs, signal)
      if (response !== undefined && to.transport === 'UDP') this.#see(response, own)
      return response
    })
  }

  /** Behind a router our own address leads nowhere; over TCP and TLS calls come in on our connection anyway. */
  #see({ via }: ReceivedResponse, own: Place): void {
    const seen = seenPlace(via, own)
    const seenAs = samePlace(seen, own) ? undefined : seen
    if (seen === undefined || samePlace(seenAs, this.#seenAs)) return
    this.#seenAs = seenAs
    const { name, log } = this.#needs
    if (seenAs === undefined)
      log.info({ trunk: name }, 'sip: no router is before the trunk any more')
    else {
      const fields = { trunk: name, seenAs: inUriWithPort(seenAs) }
      log.info(fields, 'sip: the provider sees the trunk behind a router; our Contact says so')
    }
  }

  /** Looks after the provider from now on, and keeps the way through routers open. */
  #watch(): void {
    if (this.#options === 'in-doubt') this.#options = 'useless'
    clearTimeout(this.#keepAlive)
    this.#keepAlive = setTimeout(() => {
      void this.#look()
    }, keepAliveMs)
  }

  async #look(): Promise<void> {
    if (this.#registration.at !== 'registered') return
    const to = this.#peer(this.#registration.target)
    if (this.#options === 'useless') {
      this.way.ping(to)
      this.#watch()
      return
    }
    const request = optionsRequest(this.#registering)
    const { signal } = this.#waiting
    const answer = await transact(this.#needs.clients, request, to, keepAliveAnswerMs, signal)
    if (this.#closed) return
    if (answer !== undefined) {
      this.#options = 'answered'
      if (to.transport === 'UDP' && this.#hasMoved(answer)) this.#happen({ is: 'wake' })
      else this.#watch()
      return
    }
    if (this.#options === 'untried') this.#options = 'in-doubt'
    this.#happen({ is: 'lost' })
  }

  /**
   * Whether we have another address outside since we registered, as many lines at home get each night. Once for each: a
   * provider may have several machines that do not see the same.
   */
  #hasMoved({ via }: ReceivedResponse): boolean {
    const address = this.#place && seenPlace(via, this.#place)?.address
    if (address === undefined || address === this.reachedAt()?.address) return false
    if (address === this.#movedTo) return false
    this.#movedTo = address
    return true
  }

  #lost(peer: Source): void {
    const { at } = this.#registration
    if (at === 'registered' && isAt(this.#registration.target, peer)) this.#happen({ is: 'lost' })
    if (at === 'asking' && isAt(this.#registration.targets[0], peer)) this.#giveUpWaiting()
  }

  #giveUpWaiting(): void {
    this.#waiting.abort()
    this.#waiting = new AbortController()
  }

  #peer({ transport, address, port }: Target): Source {
    return { transport, address, port, trunk: this.#needs.name }
  }

  /** What staff see, and one line in the log whenever it changes. */
  #show(effects: readonly RegistrationEffect[]): void {
    const { now, log } = this.#needs
    const before = this.#state
    const seen = viewOf(this.#registration, before)
    const { trouble } = seen
    const wake = effects.find((effect) => effect.do === 'wake-after')
    const tryAgain =
      this.#registration.at === 'waiting' && wake ? { tryAgainAt: now() + wake.ms } : {}
    const same = before.is === seen.is
    const { name, transport } = before
    this.#state = {
      ...{ name, transport, is: seen.is, since: same ? before.since : now() },
      ...(this.#seenAs && { seenAs: inUriWithPort(this.#seenAs) }),
      ...(trouble && { trouble }),
      ...tryAgain,
    }
    if (same && before.trouble?.why === trouble?.why && before.trouble?.status === trouble?.status)
      return
    if (seen.is === 'registered')
      log.info({ trunk: name, transport }, 'sip: the trunk is registered')
    else if (trouble)
      log.warn({ trunk: name, transport, ...trouble }, 'sip: the trunk is not registered')
  }
}

/** The registration in the words of TrunkState. A refresh that goes on changes nothing yet. */
function viewOf(now: Registration, before: TrunkState): Pick<TrunkState, 'is' | 'trouble'> {
  if (now.at === 'registered') return { is: 'registered' }
  if (now.at === 'asking' && now.refreshing) return before
  const { trouble } = now
  if (trouble === undefined) return { is: 'trying' }
  const connected = !['name', 'unreachable', 'certificate', 'no-answer'].includes(trouble.why)
  return { is: connected ? 'refused' : 'unreachable', trouble }
}

function isAt({ address, port }: Target, peer: Source): boolean {
  return peer.address === address && peer.port === port
}
