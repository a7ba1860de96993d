import { describe, expect, it, test } from '@jest/globals'
import { lines, linesOf } from '../../src/commands/doctor/lines.ts'
import type { Installation } from '../../src/commands/doctor/installation.ts'
import { readSettings } from '../../src/settings.ts'

/** What the doctor says when the switch says this about line 1. */
async function doctorOn(line: Readonly<Record<string, unknown>>) {
  const usual = {
    ...{ trunk: '1', transport: 'udp', state: 'refused', since: '2026-11-26T18:00:00.000Z' },
    ...{ reason: null, status: null, code: null, try_again_at: null },
  }
  const body = JSON.stringify({ trunks: [{ ...usual, ...line }] })
  const [finding] = await linesOf([{ name: '1', title: 'sipgate basic, team' }], {
    get: () => Promise.resolve({ status: 200, headers: {}, body }),
  })
  return finding
}

describe('R-26: the doctor says in words what a line says, and what to do', () => {
  test.each([
    [{ reason: 'password', status: 401 }, 'not accepted (401)', 'SIP_TRUNK_1_PASSWORD'],
    [{ reason: 'refused', status: 403 }, 'refuses (403)', 'ask the provider'],
    [{ reason: 'refused', status: 404 }, 'refuses (404)', 'SIP_TRUNK_1_USER'],
    [{ reason: 'refused', status: 503 }, 'refuses (503)', 'fault at the provider'],
    [{ reason: 'refused', status: 603 }, 'refuses (603)', 'Ask the provider'],
    [{ reason: 'other-realm' }, 'in another name', 'SIP_TRUNK_1_REALM'],
    [{ reason: 'weaker-digest' }, 'weaker proof', 'restart the switch'],
    [{ reason: 'no-digest' }, 'way that we do not know', 'SHA-256'],
    [{ reason: 'no-answer' }, 'nobody answers', 'SIP_TRUNK_1_TRANSPORT'],
    [{ reason: 'name', code: 'ENOTFOUND' }, 'leads nowhere (DNS)', 'SIP_TRUNK_1_REGISTRAR'],
    [{ reason: 'unreachable', code: 'ECONNREFUSED' }, 'nobody listens there', 'firewall'],
    [{ reason: 'certificate', code: 'CERT_HAS_EXPIRED' }, 'CERT_HAS_EXPIRED', 'CA_FILE'],
  ])('%j', async (line, says, todo) => {
    expect(await doctorOn(line)).toMatchObject({
      is: 'wrong',
      says: expect.stringContaining(says),
      todo: expect.stringContaining(todo),
    })
  })

  it('where the provider sees us, when there is a router between', async () => {
    expect(await doctorOn({ state: 'registered', seen_as: '198.51.100.7:4711' })).toMatchObject({
      says: 'line 1 (sipgate basic, team) is registered over udp since 2026-11-26T18:00Z, behind a router at 198.51.100.7:4711',
    })
  })

  it('when it is tried again', async () => {
    const line = { reason: 'no-answer', try_again_at: '2026-11-26T18:05:30.000Z' }
    expect(await doctorOn(line)).toMatchObject({
      says: 'line 1 (sipgate basic, team): nobody answers (since 2026-11-26T18:00Z, and tries again at 18:05:30Z)',
    })
  })

  test.each([
    [{ state: 'registered' }, 'fine'],
    [{ state: 'open', transport: null }, 'fine'],
    [{ state: 'trying' }, 'worth-a-look'],
    [{ trunk: '2' }, 'worth-a-look'],
  ])('%j is %s', async (line, is) => {
    expect(await doctorOn(line)).toMatchObject({ is })
  })

  it('without lines, and with Twilio, there is nothing to look at', async () => {
    const settings = readSettings({})
    const at = { settings } as Installation
    expect(await lines.look(at)).toMatchObject([{ is: 'not-looked-at' }])
  })
})
