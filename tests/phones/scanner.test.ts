import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { program } from '../kit/programs.ts'
import { running, type Running } from '../kit/running.ts'

let rundruf: Running
beforeAll(async () => {
  rundruf = await running({ SIP_ALLOW: '127.5.0.0/24' })
}, 40_000)
afterAll(() => rundruf[Symbol.asyncDispose]())

/** What svmap prints when it looks at our SIP port from an address. */
async function svmapFrom(address: string): Promise<string> {
  const { host, port } = rundruf.telephone
  const home = mkdtempSync(join(tmpdir(), 'rundruf-svmap-'))
  const options = ['-b', address, '-x', address, '-P', '5090', '-p', String(port), host]
  try {
    const { stdout, stderr } = await promisify(execFile)(program('svmap', 'sipvicious'), options, {
      env: { ...process.env, HOME: home },
      timeout: 30_000,
    })
    return stdout + stderr
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

test('S-60: a scanner from an address that is not allowed finds nothing', async () => {
  expect(await svmapFrom('127.9.0.1')).toContain('found nothing')
}, 40_000)

test('S-60: from an allowed address the same scanner finds the switch', async () => {
  expect(await svmapFrom('127.5.0.66')).toContain(`:${rundruf.telephone.port}`)
}, 40_000)
