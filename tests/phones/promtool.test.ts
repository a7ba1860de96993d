import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { withFreePorts } from '../../src/commands/free-ports.ts'
import { readSettings } from '../../src/settings.ts'
import { program } from '../kit/programs.ts'
import { running, type Running } from '../kit/running.ts'

/* Prometheus' own tool reads what we tell; nobody here wrote it. */

const promtool = program('promtool', 'prometheus')

let rundruf: Running
let ports: Record<string, string | undefined>
beforeAll(async () => {
  const zero = { STAFF_PORT: '0', SWITCH_PORT: '0' }
  ports = await withFreePorts(zero, readSettings(zero))
  const { STAFF_PORT = '', SWITCH_PORT = '' } = ports
  rundruf = await running({ STAFF_PORT, SWITCH_PORT })
  await rundruf.command('call', rundruf.uri, '--seconds', '1')
}, 60_000)
afterAll(async () => {
  await rundruf[Symbol.asyncDispose]()
})

function adviceOn(input: string): string[] {
  const { stderr } = spawnSync(promtool, ['check', 'metrics'], { input: `${input}\n` })
  return stderr
    .toString()
    .split('\n')
    .filter((line) => line !== '')
}

describe('promtool check metrics', () => {
  it.each(['STAFF_PORT', 'SWITCH_PORT'])('finds nothing at %s', async (port) => {
    const answer = await fetch(`http://127.0.0.1:${ports[port] ?? ''}/metrics`)
    const input = await answer.text()
    expect(input).toContain('rundruf_')
    // Advice on names; those of prom-client's own numbers are not ours to choose.
    expect(adviceOn(input).filter((line) => !line.startsWith('nodejs_active_'))).toEqual([])
  })
  it('finds nothing in the rules of config/', () => {
    const rules = join(import.meta.dirname, '../../config/prometheus-rules.yaml')
    const { status, stdout } = spawnSync(promtool, ['check', 'rules', rules])
    expect([status, stdout.toString()]).toEqual([0, expect.stringContaining('SUCCESS')])
  })
  it('would find something', () => {
    expect(adviceOn('rundruf_calls{stage=pin} 1')).not.toEqual([])
  })
})
