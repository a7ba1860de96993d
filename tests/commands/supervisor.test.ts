import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ChildFailed, supervise } from '../../src/commands/supervisor.ts'
import type { ChildWish, Supervisor } from '../../src/commands/supervisor.ts'

/*
 * Real processes, tiny ones: each writes a line when it is up and when it stops, and stops when its leash ends.
 */
const standIn = `
import { appendFileSync } from 'node:fs'
const [journal, name, how] = process.argv.slice(2)
const note = (what) => appendFileSync(journal, name + ' ' + what + ' ' + process.pid + '\\n')
if (how === 'wrong-settings') process.exit(1)
if (how === 'patient') {
  process.on('SIGTERM', () => note('finishing'))
  process.on('SIGINT', () => { note('hurrying'); process.exit(0) })
}
if (how === 'deaf') process.on('SIGTERM', () => {})
note('up')
if (how === 'started-with') note('started with ' + process.execArgv.join(' '))
process.on('disconnect', () => { note('stopped'); process.exit(0) })
process.send({ ready: { [name]: 'here' } }, () => {}) // nobody may be left to hear it
setInterval(() => {}, 1000)
`

let folder: string
let journal: string
let running: Supervisor | undefined
const log = { warn: () => undefined }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rundruf-supervisor-'))
  journal = join(folder, 'journal')
  writeFileSync(journal, '')
  writeFileSync(join(folder, 'child.mjs'), standIn)
})
afterEach(async () => {
  await running?.stop()
  running = undefined
})

const child = (name: string, how = 'well'): ChildWish => ({
  name,
  file: join(folder, 'child.mjs'),
  words: [journal, name, how],
  env: process.env,
})
const notes = (): string[] => readFileSync(journal, 'utf8').split('\n').filter(Boolean)
const noted = (what: string) => notes().filter((line) => line.startsWith(what))

/** Waits until the journal has so many lines that begin like this. */
async function until(what: string, times: number): Promise<void> {
  if (noted(what).length >= times) return
  const watcher = watch(journal)
  try {
    for (;;) {
      if (noted(what).length >= times) return
      await once(watcher, 'change')
    }
  } finally {
    watcher.close()
  }
}

describe('two processes under one supervisor', () => {
  it('both report before it is ready', async () => {
    running = supervise([child('app'), child('switch')], log)
    expect(await running.allReady).toEqual({ app: { app: 'here' }, switch: { switch: 'here' } })
  })

  it.each(['app', 'switch'])(
    'kill -9 of the %s: back within 3 s, the other untouched',
    async (victim) => {
      running = supervise([child('app'), child('switch')], log)
      await running.allReady
      const other = victim === 'app' ? 'switch' : 'app'
      const before = { victim: running.pid(victim), other: running.pid(other) }

      const killedAt = performance.now()
      process.kill(before.victim!, 'SIGKILL')
      await until(`${victim} up`, 2)

      expect(performance.now() - killedAt).toBeLessThan(3000)
      expect(running.pid(victim)).not.toBe(before.victim)
      expect(running.pid(other)).toBe(before.other)
      expect(noted(`${other} `)).toHaveLength(1)
    },
  )

  it('S-66: Node is started with what was wished for, after a death too', async () => {
    const nodeOptions = ['--max-semi-space-size=4']
    running = supervise([{ ...child('switch', 'started-with'), nodeOptions }], log)
    await running.allReady
    process.kill(running.pid('switch')!, 'SIGKILL')
    await until('switch started with', 2)
    for (const line of noted('switch started with')) expect(line).toContain(nodeOptions[0])
  })

  it('one that dies again and again comes back again and again', async () => {
    running = supervise([child('app')], log)
    await running.allReady
    for (let deaths = 1; deaths <= 3; deaths++) {
      process.kill(running.pid('app')!, 'SIGKILL')
      await until('app up', deaths + 1)
    }
    expect(noted('app up')).toHaveLength(4)
  })

  it('stop() lets each of them end by itself', async () => {
    const supervisor = supervise([child('app'), child('switch')], log)
    await supervisor.allReady
    await supervisor.stop()
    expect(noted('app stopped')).toHaveLength(1)
    expect(noted('switch stopped')).toHaveLength(1)
    expect(supervisor.pid('app')).toBeUndefined()
  })

  it('R-03: drain() lets one take its time while the other is kept alive, and passes on that it is urgent', async () => {
    running = supervise([child('app'), child('switch', 'patient')], log)
    await running.allReady
    const [hurry, now] = [new AbortController(), new AbortController()]
    const drained = running.drain('switch', { hurry: hurry.signal, now: now.signal })
    await until('switch finishing', 1)
    process.kill(running.pid('app')!, 'SIGKILL')
    await until('app up', 2)
    hurry.abort()
    await drained
    expect(noted('switch hurrying')).toHaveLength(1)
    expect(running.pid('switch')).toBeUndefined()
    expect(noted('switch up')).toHaveLength(1)
  })

  it('R-03: drain() waits for nobody when there is no time at all', async () => {
    running = supervise([child('switch', 'patient')], log)
    await running.allReady
    const now = new AbortController()
    const drained = running.drain('switch', {
      hurry: new AbortController().signal,
      now: now.signal,
    })
    await until('switch finishing', 1)
    now.abort()
    await drained
    expect(running.pid('switch')).toBeDefined()
  })

  it('kill() ends them at once', async () => {
    const supervisor = supervise([child('app', 'deaf')], log)
    await supervisor.allReady
    supervisor.kill()
    await supervisor.stop()
    expect(noted('app stopped')).toHaveLength(0)
    expect(supervisor.pid('app')).toBeUndefined()
  })

  it('exit code 1 at the very first start: wrong settings, nothing is tried again', async () => {
    running = supervise([child('app', 'wrong-settings'), child('switch')], log)
    await expect(running.allReady).rejects.toThrow(ChildFailed)
    expect(running.pid('app')).toBeUndefined()
  })
})

it('nobody outlives a supervisor that was killed', async () => {
  const module = join(import.meta.dirname, '../../src/commands/supervisor.ts')
  const parent = join(folder, 'parent.mjs')
  writeFileSync(
    parent,
    `const { supervise } = await import(${JSON.stringify(module)})
     await supervise([${JSON.stringify({ ...child('app'), env: {} })}], { warn() {} }).allReady
     process.send('up')`,
  )
  const supervisor = fork(parent)
  await once(supervisor, 'message')
  supervisor.kill('SIGKILL')
  await until('app stopped', 1)
  expect(noted('app stopped')).toHaveLength(1)
})
