import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import type { Happening } from '../../src/conference/happenings.ts'
import { nextTry, type Mail } from '../../src/conference/organiser/mails.ts'
import type { Store } from '../../src/conference/ports.ts'
import { sender } from '../../src/mail/sending.ts'
import { smtp } from '../../src/mail/smtp.ts'
import { stoppedClock } from '../kit/clock.ts'
import { mailServer, type MailServer } from '../kit/mail-server.ts'
import { aStore } from '../kit/rooms.ts'

/* The queue against a real mail server on this machine: what it takes, and what becomes of the rest. */

const mail: Mail = {
  to: 'erika@example.org',
  subject: 'Ihre Anmeldung',
  text: 'Guten Tag.\n\nIhr Code für heute: 1234 5678\n',
  locale: 'de',
}
const minuteMs = 60_000
const patientMs = 10_000

let server: MailServer
let store: Store
let clock: ReturnType<typeof stoppedClock>
let happened: Happening[]

beforeEach(async () => {
  server = await mailServer()
  store = await aStore()
  clock = stoppedClock()
  happened = []
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await store.close()
})

function aSender(url = server.url, waitMaxMs = patientMs) {
  const from = { name: 'Telefon-Runde', address: 'rundruf@runde.example' }
  return sender({
    store,
    transport: smtp({ url, from, ownHost: 'runde.example' }, waitMaxMs),
    clock: clock.now,
    announce: (happening) => happened.push(happening),
  })
}

const send = (different: Partial<Mail> = {}, validMs = 60 * minuteMs) =>
  store.mails.send(
    { ...mail, ...different },
    { about: 'sign-in', at: clock.now(), until: clock.now() + validMs },
  )
const events = () => happened.map(({ event }) => event)

describe('a mail server that takes mails', () => {
  it('gets each of them once, from us and to the receiver alone', async () => {
    const { round } = aSender()
    const id = await send()
    await send({ to: 'otto@example.org' })
    await round()
    await round()
    expect(server.received.map(({ to }) => to).sort()).toEqual([
      ['erika@example.org'],
      ['otto@example.org'],
    ])
    expect(server.received[0]).toMatchObject({
      from: 'rundruf@runde.example',
      ehlo: 'runde.example',
    })
    expect(await store.mails.find(id)).toMatchObject({ is: 'sent', toMasked: 'e…@example.org' })
    expect(happened[0]).toEqual({ event: 'mail.sent', about: 'sign-in', tries: 1 })
  })

  it('P-15: gets plain text, with nothing in it that reports who reads', async () => {
    const { round } = aSender()
    const id = await send()
    await round()
    const { mail: seen, raw } = server.received[0]!
    expect(seen.text).toBe(mail.text)
    expect(seen.html).toBe(false)
    expect(seen.subject).toBe('Ihre Anmeldung')
    expect(seen.headers.get('auto-submitted')).toBe('auto-generated')
    expect(seen.headers.get('content-language')).toBe('de')
    expect(seen.from?.text).toBe('"Telefon-Runde" <rundruf@runde.example>')
    // Random and the same at every try; no program's name, no machine's.
    expect(seen.messageId).toBe(`<${id}@runde.example>`)
    const names = [...raw.split('\r\n\r\n')[0]!.matchAll(/^([\w-]+):/gm)].map(([, name]) => name)
    expect(names.sort()).toEqual(
      // prettier-ignore
      ['Auto-Submitted', 'Content-Language', 'Content-Transfer-Encoding', 'Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'Subject', 'To'],
    )
  })

  it('gets attachments, and no second receiver out of an address that names one', async () => {
    const { round } = aSender()
    const ics = { fileName: 'runde.ics', contentType: 'text/calendar', content: 'BEGIN:VCALENDAR' }
    await send({ attachments: [ics] })
    const odd = ['a@example.org,b@example.org', 'c@example.org>\r\nBcc: <d@example.org']
    for (const to of odd) await send({ to })
    await round()
    const withFile = server.received.find(({ mail: { attachments } }) => attachments.length > 0)
    expect(withFile?.mail.attachments).toMatchObject([
      { filename: 'runde.ics', contentType: 'text/calendar' },
    ])
    expect(server.tried).toEqual(['erika@example.org'])
    expect(events().sort()).toEqual(['mail.failed', 'mail.failed', 'mail.sent'])
  })
})

describe('a mail server that does not take one now', () => {
  it('greylisting: the same mail is taken at a later try, and nobody else waits for it', async () => {
    const { round } = aSender()
    server.be({ is: 'answers', reply: 451, to: 'RCPT TO' })
    const id = await send()
    await round()
    expect(await store.mails.find(id)).toMatchObject({ is: 'waiting', tries: 1 })
    expect(events()).toEqual([])

    server.be({ is: 'takes' })
    await send({ to: 'otto@example.org' })
    await round()
    expect(server.received.map(({ to }) => to)).toEqual([['otto@example.org']])

    clock.passes(15_000)
    await round()
    expect(server.received.map(({ to }) => to)[1]).toEqual(['erika@example.org'])
    expect(await store.mails.find(id)).toMatchObject({ is: 'sent' })
  })

  it('a code that waits for five minutes still comes in time', () => {
    let [at, tries] = [0, 0]
    while (at < 5 * minuteMs) at = nextTry(++tries, at)
    expect(at).toBeLessThan(7 * minuteMs)
  })

  it('tries are further and further apart, and never more than half an hour', () => {
    const waits = Array.from({ length: 30 }, (_, tries) => nextTry(tries + 1, 0))
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits.at(-1)).toBe(30 * minuteMs)
  })

  it('is given up when its time is over', async () => {
    const { round } = aSender()
    server.be({ is: 'answers', reply: 452, to: 'DATA' })
    const id = await send({}, 10 * minuteMs)
    for (let minute = 0; minute < 15; minute++) {
      await round()
      clock.passes(minuteMs)
    }
    expect(await store.mails.find(id)).toMatchObject({ is: 'failed' })
    expect(happened).toEqual([{ event: 'mail.failed', about: 'sign-in', reason: 'too-late' }])
  })
})

describe('a mail server that refuses', () => {
  test.each(['RCPT TO', 'DATA'] as const)('at %s: it is not tried again', async (to) => {
    const { round } = aSender()
    server.be({ is: 'answers', reply: 550, to })
    const id = await send()
    await round()
    server.be({ is: 'takes' })
    clock.passes(60 * minuteMs)
    await round()
    expect(server.received).toEqual([])
    expect(await store.mails.find(id)).toMatchObject({ is: 'failed' })
    expect(happened).toEqual([
      { event: 'mail.failed', about: 'sign-in', reason: 'refused', reply: 550 },
    ])
  })

  it('the sender: that is our mistake, so the mail waits and the operator hears of it', async () => {
    const { round } = aSender()
    server.be({ is: 'answers', reply: 553, to: 'MAIL FROM' })
    const id = await send()
    await round()
    expect(await store.mails.find(id)).toMatchObject({ is: 'waiting', tries: 1 })
    expect(happened).toEqual([{ event: 'mail.unreachable', why: 'EENVELOPE MAIL FROM 553' }])
  })
})

describe('a mail server that is down or slow', () => {
  it('down: nothing is lost, the operator hears of it, and it is sent when the server is back', async () => {
    const { port, url } = server
    await server[Symbol.asyncDispose]()
    const { round } = aSender(url)
    const id = await send()
    await send({ to: 'otto@example.org' })
    await round()
    expect(events()).toEqual(['mail.unreachable'])
    expect(await store.mails.find(id)).toMatchObject({ is: 'waiting' })
    await round() // within the pause nobody is bothered
    expect(events()).toHaveLength(1)

    server = await mailServer(port)
    for (let second = 0; second < 60; second++) {
      clock.passes(1000)
      await round()
    }
    expect(server.received).toHaveLength(2)
  })

  it('silent: it is given up after a while and tried again', async () => {
    server.be({ is: 'silent' })
    const { round } = aSender(server.url, 200)
    const id = await send()
    await round()
    expect(await store.mails.find(id)).toMatchObject({ is: 'waiting', tries: 1 })
    expect(events()).toEqual(['mail.unreachable'])
    server.be({ is: 'takes' })
    clock.passes(minuteMs)
    // With the usual patience: a busy machine is slow, not silent.
    await aSender(server.url).round()
    expect(await store.mails.find(id)).toMatchObject({ is: 'sent' })
  })

  it('without encryption, elsewhere: nothing is sent, least of all a password', async () => {
    // This machine by an address that does not say so: to us it is another one.
    const url = `smtp://user:secret@0.0.0.0:${server.port}`
    const { round } = aSender(url)
    const id = await send()
    await round()
    expect(server.received).toEqual([])
    expect(server.tried).toEqual([])
    expect(await store.mails.find(id)).toMatchObject({ is: 'waiting', tries: 1 })
    expect(happened).toEqual([{ event: 'mail.unreachable', why: 'ETLS STARTTLS 500' }])
  })
})

describe('the operator’s log', () => {
  it('never names a receiver', async () => {
    const { round } = aSender()
    for (const to of ['RCPT TO', 'DATA', 'MAIL FROM'] as const) {
      server.be({ is: 'answers', reply: 550, to })
      await send()
      clock.passes(minuteMs)
      await round()
    }
    expect(happened).toHaveLength(3)
    expect(JSON.stringify(happened)).not.toContain('erika')
  })
})
