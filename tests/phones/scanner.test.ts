import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { program } from '../kit/programs.ts'
import { running, type Running } from '../kit/running.ts'

const allowed = '127.5.0.66'
const stranger = '127.9.0.1'

let rundruf: Running
beforeAll(async () => {
  rundruf = await running({ SIP_ALLOW: '127.5.0.0/24' })
}, 40_000)
afterAll(() => rundruf[Symbol.asyncDispose]())

/** What a scanner prints, and its exit code. */
async function scan(name: string, debianPackage: string, words: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'rundruf-scan-'))
  try {
    const env = { ...process.env, HOME: home }
    const child = spawn(program(name, debianPackage), words, { env, timeout: 30_000 })
    const [printed, complained, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ])
    return { printed: printed + complained, exitCode }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const svmapFrom = async (address: string) => {
  const { host, port } = rundruf.telephone
  const words = ['-b', address, '-x', address, '-P', '5090', '-p', String(port), host]
  return (await scan('svmap', 'sipvicious', words)).printed
}

/** Six numbers are as good as a thousand: svwar first asks for one that cannot be. It calls from 127.0.0.1, wherever it is bound. */
const svwarAt = async ({ target }: Running) =>
  (await scan('svwar', 'sipvicious', ['--maximumtime=3', '-e', '100-105', `udp://${target}`]))
    .printed

/** Two retransmissions are enough. It knows no address to call from either. */
const sipsakAt = ({ target, telephone: { host } }: Running) =>
  scan('sipsak', 'sipsak', ['-H', host, '-D', '2', '-v', '-s', `sip:100@${target}`])

test('S-60: a scanner from an address that is not allowed finds nothing', async () => {
  expect(await svmapFrom(stranger)).toContain('found nothing')
}, 40_000)

test('S-60: from an allowed address the same scanner finds the switch', async () => {
  expect(await svmapFrom(allowed)).toContain(`:${rundruf.telephone.port}`)
}, 40_000)

test('S-60: who looks for numbers from an address that is not allowed hears nothing at all', async () => {
  const printed = await svwarAt(rundruf)
  expect(printed).toContain('timed out')
  expect(printed).toContain('found nothing')
}, 40_000)

test('S-60: sipsak hears nothing either', async () => {
  const { exitCode, printed } = await sipsakAt(rundruf)
  expect(printed).not.toContain('SIP/2.0 ')
  expect(exitCode).not.toBe(0)
}, 40_000)

test('S-62: where both may talk, sipsak hears what we can, and svwar that nobody registers here: no number looks like another', async () => {
  await using open = await running({ SIP_ALLOW: '127.0.0.1/32' })
  expect(await sipsakAt(open)).toMatchObject({ exitCode: 0 })
  const printed = await svwarAt(open)
  expect(printed).toContain('method not allowed')
  expect(printed).toContain('found nothing')
}, 60_000)
