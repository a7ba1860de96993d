import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { callMsMax } from '../../src/switch/call/begin.ts'
import { recordOf } from '../../src/switch/sip/call/dialog-record.ts'
import { lastCalls } from '../../src/switch/last-calls.ts'
import { headerOf } from '../../src/switch/sip/message/message.ts'
import { bye } from '../../src/switch/sip/call/bye.ts'
import { abandon } from '../../src/switch/sip/call/incoming-call.ts'
import { answerOf, establish, request, wire as freshWire, type Wire } from './sip/wire.ts'

/* what a switch that was killed needs to hang up when it is back. */

const key = Buffer.alloc(32, 7)
const number = '+4930123456'
let folder: string
let warned: string[]
let now = 1_800_000_000_000

const log = {
  info: () => undefined,
  warn: (_fields: unknown, message: string) => void warned.push(message),
  error: () => undefined,
}
const open = (otherKey = key) =>
  lastCalls({ file: join(folder, 'calls-up'), key: otherKey }, log, () => now)

const wires: Wire[] = []
const wire = (...settings: Parameters<typeof freshWire>): Wire => {
  const one = freshWire(...settings)
  wires.push(one)
  return one
}

/** Until what was changed is on the disk. */
async function written(there: boolean): Promise<void> {
  while (readdirSync(folder).includes('calls-up') !== there)
    await new Promise((resolve) => setTimeout(resolve, 5))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rundruf-last-calls-'))
  warned = []
})

afterEach(() => {
  for (const { core } of wires.splice(0)) {
    for (const call of core.calls.all()) abandon(call)
    core.servers.close()
    core.clients.close()
  }
})

/** A call that is up, as a switch that keeps its dialogs has it. */
async function callThatIsUp() {
  const on = wire({ dialogs: open() })
  establish(on, {
    callId: 'before-the-crash',
    headers: ['Record-Route: <sip:127.0.0.9;lr>', `P-Asserted-Identity: <tel:${number}>`],
  })
  await written(true)
  return on
}

test('R-02: after a crash the dialog is still good for a BYE, and its answer ends it', async () => {
  const before = await callThatIsUp()
  const last = open()
  const [dialog] = await last.left()
  const after = wire()
  bye(after.core, dialog!, () => {
    last.forget(dialog!)
  })
  const said = after.next()
  expect(said).toMatchObject({ is: 'request', method: 'BYE', callId: 'before-the-crash' })
  expect(headerOf(said.headers, 'route')).toBe('<sip:127.0.0.9;lr>')
  // The peer that holds the dialog takes it as it would have taken ours: same tags, a CSeq that goes on.
  const ours = before.core.calls.all()[0]!.dialog
  expect(headerOf(said.headers, 'from')).toContain(`;tag=${ours.localTag}`)
  expect(headerOf(said.headers, 'to')).toContain(`;tag=${ours.remoteTag}`)
  expect(said.cseq.number).toBeGreaterThan(ours.localSequence)
  after.say(answerOf(said, 200))
  await written(false)
})

test('R-02: it is forgotten with the call, and no file is left when nobody calls', async () => {
  const on = await callThatIsUp()
  on.say(
    request({
      method: 'BYE',
      callId: 'before-the-crash',
      toTag: on.core.calls.all()[0]!.dialog.localTag,
      cseq: 2,
    }),
  )
  await written(false)
  expect(readdirSync(folder)).toEqual([])
  expect(await open().left()).toEqual([])
})

test('P-01: who called is not written down, not even sealed', async () => {
  const { core } = await callThatIsUp()
  const { dialog } = core.calls.all()[0]!
  const caller = /sip:[^>;]+/.exec(dialog.remote)![0]
  const record = JSON.stringify(recordOf({ ...dialog, remoteTarget: 'sip:x@192.0.2.1' }))
  expect(record).toContain(dialog.remoteTag)
  expect(record).not.toContain(caller)
})

test('R-02: nobody else can read who calls', async () => {
  const on = wire({ dialogs: open() })
  on.say(
    request({ callId: 'a-call', uri: `sip:${number}@127.0.0.1` }).replace(
      'sip:ada@',
      `sip:${number}@`,
    ),
  )
  on.calls[0]?.call.answer('v=0')
  await written(true)
  const file = join(folder, 'calls-up')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  for (const word of [number, 'a-call', '127.0.0.7'])
    expect(readFileSync(file).includes(word)).toBe(false)
  expect(await open().left()).toHaveLength(1)
})

test('R-02: what is too old, broken or sealed by somebody else hangs up nobody', async () => {
  await callThatIsUp()
  expect(await open(Buffer.alloc(32, 8)).left()).toEqual([])
  expect(warned).toEqual(['the calls of before cannot be read'])
  await callThatIsUp()
  now += callMsMax + 1
  expect(await open().left()).toEqual([])
  writeFileSync(join(folder, 'calls-up'), 'no such thing')
  expect(await open().left()).toEqual([])
})
