import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from '@jest/globals'
import type { Installation } from '../../src/commands/doctor/installation.ts'
import { sipCertificate } from '../../src/commands/doctor/sip-certificate.ts'
import { readSettings } from '../../src/settings.ts'
import { certificate } from '../kit/certificates.ts'

const otherKey = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    ...({ type: 'pkcs8', format: 'pem' } as const),
  }),
)
const notRead = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----'

async function finding(cert: string, key = certificate('key'), now = Date.UTC(2026, 0, 1)) {
  const settings = readSettings({ SIP_TLS_CERTIFICATE: cert, SIP_TLS_KEY: key })
  const [found] = await sipCertificate.look({ settings, now: () => now } as Installation)
  return found
}

test.each([
  ['run out', certificate('expired'), undefined, undefined, /has run out/, /Renew it/],
  [
    'ends soon',
    certificate('good'),
    undefined,
    Date.UTC(2119, 11, 25),
    /ends in 7 days/,
    /Renew it/,
  ],
  ['of another key', certificate('good'), otherKey, undefined, /another key/, /belong together/],
  ['no certificate', notRead, undefined, undefined, /cannot be read/, /PEM/],
] as const)(
  'R-42: a certificate for SIP that is %s is said',
  async (_, cert, key, now, says, todo) => {
    expect(await finding(cert, key, now)).toMatchObject({
      is: 'wrong',
      says: expect.stringMatching(says),
      todo: expect.stringMatching(todo),
    })
  },
)

test('R-42: a good one is fine for so many days, and without one there is nothing to look at', async () => {
  expect(await finding(certificate('good'))).toEqual({
    is: 'fine',
    says: 'telephones see a certificate that is good for 34332 more days',
  })
  const without = { settings: readSettings({}), now: () => 0 } as Installation
  expect(await sipCertificate.look(without)).toMatchObject([{ is: 'not-looked-at' }])
})
