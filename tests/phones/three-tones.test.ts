import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeWav } from '../../src/switch/media/sound/wav.ts'
import type { Codec } from '../../src/switch/sdp/agreed.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { freePort } from '../../src/commands/free-ports.ts'
import { certificateFile } from '../kit/certificates.ts'
import { baresip, type Baresip, type BaresipWishes } from '../kit/baresip.ts'
import { heardFromDbfs, hum, part, unheardUntilDbfs, type Name } from '../kit/hearing.ts'
import { valueOf } from '../kit/prometheus.ts'
import { running, type Running } from '../kit/running.ts'

const names = ['ada', 'bob', 'cy'] as const
const folder = mkdtempSync(join(tmpdir(), 'rundruf-tones-'))
let rundruf: Running
let switchPort: number
let tlsPort: number
const metrics = async () => (await fetch(`http://127.0.0.1:${switchPort}/metrics`)).text()

beforeAll(async () => {
  for (const name of names) {
    writeFileSync(join(folder, `${name}.wav`), writeWav(sine(hum[name], -15, 120)))
  }
  switchPort = await freePort()
  tlsPort = await freePort()
  rundruf = await running({
    SWITCH_PORT: String(switchPort),
    SIP_TLS_PORT: String(tlsPort),
    SIP_TLS_CERTIFICATE_FILE: certificateFile('good'),
    SIP_TLS_KEY_FILE: certificateFile('key'),
  })
})
afterAll(async () => {
  await rundruf[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const togetherTries = 60
const tryMs = 500
const listenMs = 5000

/** Waits until all of them hear their two others, then lets them listen a while. */
async function together(phones: readonly (readonly [Name, Baresip])[]): Promise<void> {
  for (let tries = 0; tries < togetherTries; tries++) {
    const all = phones.every(([name, phone]) => {
      const lately = part(phone.heard(), -1)
      return names.every(
        (other) => other === name || heardLevel(lately, hum[other]) > heardFromDbfs,
      )
    })
    if (all) break
    await pass(tryMs)
  }
  await pass(listenMs)
}

type Each<Of> = readonly [Of, Of, Of]

test.each<{
  title: string
  codecs: Each<Codec>
  encrypted: Each<BaresipWishes['encryption']>
  overTls?: Name
}>([
  {
    title: 'A-law',
    codecs: ['PCMA', 'PCMA', 'PCMA'],
    encrypted: [undefined, undefined, undefined],
  },
  {
    title: 'A-law and µ-law, plain, with encrypted sound, and all encrypted (TLS), in one room',
    codecs: ['PCMA', 'PCMU', 'PCMU'],
    encrypted: [undefined, 'srtp', 'srtp-mand'],
    overTls: 'cy',
  },
])(
  'three baresip phones hear one another and not themselves: $title',
  async ({ codecs, encrypted, overTls }) => {
    await using phones = new AsyncDisposableStack()
    const called = await Promise.all(
      names.map(async (name, n) => {
        const phone = phones.use(
          await baresip({
            name,
            address: `127.5.0.${n + 1}`,
            microphone: join(folder, `${name}.wav`),
            codec: codecs[n] ?? 'PCMA',
            ...(encrypted[n] && { encryption: encrypted[n] }),
            ...(name === overTls && { tlsAuthorityFile: certificateFile('ca') }),
          }),
        )
        const overTlsUri = `sip:rundruf@${rundruf.telephone.host}:${tlsPort}`
        await phone.dial(name === overTls ? overTlsUri : rundruf.uri)
        expect(phone.isEncrypted()).toBe(encrypted[n] !== undefined)
        await phone.presses(rundruf.room + rundruf.pin)
        return [name, phone] as const
      }),
    )
    await together(called)
    for (const [listener, phone] of called) {
      const sound = part(phone.heard(), -4, -0.5)
      for (const speaker of names) {
        const dbfs = heardLevel(sound, hum[speaker])
        if (speaker === listener) expect(dbfs).toBeLessThanOrEqual(unheardUntilDbfs)
        else expect(dbfs).toBeGreaterThanOrEqual(heardFromDbfs)
      }
      expect(phone.reports()).toBeGreaterThan(0)
      await phone.hangsUp()
    }
    const said = await metrics()
    const of = (name: string, labels = {}) => valueOf(said, `rundruf_switch_${name}`, labels)
    expect(of('reports_total', { fate: 'received' })).toBeGreaterThan(0)
    // How many were refused is not asked: a packet without a report at its begin (RFC 3550 §6.1) may come from baresip too.
    expect(of('round_trip_max_seconds')).toBeLessThan(0.5)
  },
  90_000,
)
