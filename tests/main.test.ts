import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/* The built program, as people start it. `npm test` builds it first. */
const main = join(import.meta.dirname, '../dist/main.js')

type Ended = { code: number | null; out: string; err: string }

function run(words: readonly string[], env: Record<string, string> = {}, node: string[] = []) {
  const child = spawn(process.execPath, [...node, main, ...words], {
    env: { PATH: process.env['PATH'], DATA_DIR: fresh(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += String(chunk)))
  child.stderr.on('data', (chunk) => (said.err += String(chunk)))
  const ended = once(child, 'close').then(([code]): Ended => ({
    code: code as number | null,
    ...said,
  }))
  /** All of standard output, as soon as it holds these words. */
  const until = async (words: string): Promise<string> => {
    while (!said.out.includes(words)) {
      const [what] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close')])) as [
        unknown,
      ]
      if (typeof what === 'number') throw new Error(`ended: ${said.out}${said.err}`)
    }
    return said.out
  }
  return { child, ended, until }
}

const fresh = () => join(mkdtempSync(join(tmpdir(), 'rundruf-main-')), 'data')

describe('on an old Node', () => {
  it('one clear line and exit code 1', async () => {
    const pretend = join(mkdtempSync(join(tmpdir(), 'rundruf-node-')), 'old.cjs')
    writeFileSync(
      pretend,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`,
    )
    const { code, out, err } = await run(['help'], {}, ['--require', pretend]).ended
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^Rundruf needs Node 24 or newer; this is Node 20\.20\.2\. Start .*\n$/)
  })
})

describe('rundruf help', () => {
  it('names every command, one a line', async () => {
    const { code, out } = await run(['help']).ended
    expect(code).toBe(0)
    for (const name of ['start', 'app', 'switch', 'room', 'help']) {
      expect(out).toMatch(new RegExp(`^  npx rundruf ${name}\\b.* {2}\\S`, 'm'))
    }
  })
  it('is what a wrong word leads to', async () => {
    const { code, err } = await run(['strat']).ended
    expect(code).toBe(2)
    expect(err).toBe('There is no command "strat". See: npx rundruf help\n')
  })
})

describe('rundruf start', () => {
  const anywhere = {
    PORT: '0',
    STAFF_PORT: '0',
    SIP_PORT: '0',
    SWITCH_PORT: '0',
    LOG_LEVEL: 'error',
  }

  it('the first start of all prints where everything is, last; SIGTERM ends it cleanly', async () => {
    const { child, ended, until } = run(['start'], anywhere)
    const out = await until('Try it')
    const lines = [
      /^Rundruf is ready\.$/,
      /^ {2}Pages {6}http:\/\/127\.0\.0\.1:\d+$/,
      /^ {2}Staff {6}http:\/\/127\.0\.0\.1:\d+ {2}\(first sign-in: http:\/\/\S+\/invitation\/\S+\)$/,
      /^ {2}Telephone {2}sip:rundruf@127\.0\.0\.1:\d+$/,
      /^ {2}Mail {7}as files in \/\S+\/data\/outbox \(SMTP_URL is not set\)$/,
      /^ {2}Try it {5}room 471 108, PIN 352 964$/,
    ]
    const printed = out.trimEnd().split('\n')
    expect(printed).toEqual(lines.map((line) => expect.stringMatching(line)))

    const pages = /http:\S+/.exec(out)![0]
    expect((await fetch(`${pages}/healthz`)).status).toBe(200)
    expect((await fetch(`${pages}/readyz`)).status).toBe(200)

    child.kill('SIGTERM')
    const { code, err } = await ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('R-38: wrong settings are all named, exit code 1, nothing is left behind', async () => {
    const DATA_DIR = fresh()
    const { code, out, err } = await run(['start'], { DATA_DIR, PORT: 'x', LOCALE: 'Deutsch' })
      .ended
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err.split('\n')).toEqual([
      'Rundruf cannot start with these settings:',
      expect.stringMatching(/^ {2}PORT is "x"/),
      expect.stringMatching(/^ {2}LOCALE is "Deutsch"/),
      '',
    ])
    expect(existsSync(DATA_DIR)).toBe(false)
  })

  it('a port in use is said in a sentence, and the other process ends too', async () => {
    await using taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { code, err } = await run(['start'], { ...anywhere, PORT: String(port) }).ended
    expect(code).toBe(1)
    expect(err).toBe(
      `Rundruf cannot start: port ${port} of 127.0.0.1 is used by another program. ` +
        'Stop that one, or choose another port in the settings.\n',
    )
  })
})

describe('the app, when its supervisor goes while it starts', () => {
  it('ends as if it had been told to, without a fault', async () => {
    const child = spawn(process.execPath, [main, 'app'], {
      env: { PATH: process.env['PATH'], DATA_DIR: fresh(), PORT: '0', STAFF_PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    })
    let said = ''
    child.stdout?.on('data', (chunk) => (said += String(chunk)))
    child.disconnect()
    const [[code]] = (await Promise.all([once(child, 'exit'), once(child.stdout!, 'close')])) as [
      [unknown],
      unknown,
    ]
    expect(code).toBe(0)
    expect(said).not.toContain('fault')
  })
})
