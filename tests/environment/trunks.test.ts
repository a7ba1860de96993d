import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from '@jest/globals'
import { trunkProfileNames } from '../../src/environment/trunk-profiles.ts'
import { readTrunks } from '../../src/environment/trunks.ts'
import { readSettings, SettingsMistaken } from '../../src/settings.ts'

/** The lines that these settings make, each setting written without its beginning. */
function lines(...each: readonly Readonly<Record<string, string>>[]) {
  const mistakes: string[] = []
  const given = each.map((settings, at) =>
    Object.entries(settings).map(([key, value]) => [`SIP_TRUNK_${at + 1}_${key}`, value]),
  )
  const trunks = readTrunks(Object.fromEntries(given.flat()) as Record<string, string>, mistakes)
  return { trunks, mistakes }
}

const login = { USER: '4930231251t0', PASSWORD: 'secret' }

describe('what is usual at each provider', () => {
  test.each([
    ['sipgate', login, 'UDP sipgate.de', '4930231251t0'],
    ['sipgate-trunk', login, 'UDP sipconnect.sipgate.de', '4930231251t0'],
    ['easybell', login, 'UDP voip.easybell.de', '4930231251t0'],
    ['easybell-trunk', login, 'UDP sip.easybell.de', '4930231251t0'],
    ['easybell-tls', login, 'TLS secure.sip.easybell.de', '4930231251t0'],
    ['telekom-trunk', login, 'TCP reg.sip-trunk.telekom.de', '4930231251t0'],
    [
      'telekom-companyflex',
      { ...login, USER: '+4919912345', PROXY: '551234567890.primary.companyflex.de' },
      'TLS 551234567890.primary.companyflex.de',
      '+4919912345@tel.t-online.de',
    ],
    ['fritzbox', login, 'UDP fritz.box', '4930231251t0'],
    ['fritzbox', { ...login, REGISTRAR: '192.168.178.1' }, 'UDP 192.168.178.1', '4930231251t0'],
    [
      'other',
      { ...login, REGISTRAR: 'sip.example:5070', TRANSPORT: 'tcp' },
      'TCP sip.example:5070',
      '4930231251t0',
    ],
    ['telekom-trunk-static', { PEERS: '203.0.113.0/24' }, undefined, undefined],
    ['other-static', { PEERS: '203.0.113.0/24' }, undefined, undefined],
  ])('%s with %j asks %s', (PROFILE, given, server, authUser) => {
    const { trunks, mistakes } = lines({ PROFILE, ...given })
    expect(mistakes).toEqual([])
    const [line] = trunks
    const { transport, host, port } = line?.account?.server ?? {}
    const asked = host && `${transport} ${host}${port ? `:${port}` : ''}`
    expect([asked, line?.account?.credentials.user]).toEqual([server, authUser])
  })

  it('every profile can be used, and says what is missing', () => {
    for (const PROFILE of trunkProfileNames) {
      const { trunks, mistakes } = lines({ PROFILE })
      expect(trunks).toEqual([])
      expect(mistakes.length).toBeGreaterThan(0)
      expect(mistakes.every((one) => one.startsWith('SIP_TRUNK_1_'))).toBe(true)
    }
  })

  it('Telekom: the domain is not the machine that is asked', () => {
    expect(lines({ PROFILE: 'telekom-trunk', ...login }).trunks[0]?.account).toMatchObject({
      domain: 'sip-trunk.telekom.de',
      server: { host: 'reg.sip-trunk.telekom.de' },
    })
  })
})

describe('several lines', () => {
  it('each has its own settings; numbers are those of the line, or the one number of all', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rundruf-line-')), 'password')
    writeFileSync(file, 'from a file\n')
    const { phone } = readSettings({
      ...{ PHONE_NUMBER: '+4930999999', SIP_HOST: '192.0.2.5' },
      ...{ SIP_TRUNK_1_PROFILE: 'sipgate', SIP_TRUNK_1_USER: '1234567e0' },
      ...{ SIP_TRUNK_1_PASSWORD_FILE: file, SIP_TRUNK_1_REALM: 'sipgate.de' },
      ...{ SIP_TRUNK_2_PROFILE: 'other-static', SIP_TRUNK_2_PEERS: '203.0.113.0/24' },
      SIP_TRUNK_2_NUMBERS: '+4930111111, +4930111112',
    })
    expect(phone).toMatchObject({
      trunks: [
        {
          ...{ name: '1', profile: 'sipgate', numbers: ['+4930999999'], peers: [], media: [] },
          account: { realm: 'sipgate.de', credentials: { password: 'from a file' } },
        },
        { name: '2', numbers: ['+4930111111', '+4930111112'], peers: ['203.0.113.0/24'] },
      ],
    })
  })
})

describe('R-38: everything that is wrong with lines is named at once', () => {
  it('in sentences, and S-90: never with the password', () => {
    const found: string[] = []
    try {
      readSettings({
        ...{ SIP_TRUNK_1_PROFILE: 'vodafone', SIP_TRUNK_1_PASSWORD: 'my\nsecret' },
        ...{ SIP_TRUNK_2_PROFILE: 'telekom-companyflex', SIP_TRUNK_2_USER: 'a@b' },
        ...{ SIP_TRUNK_3_USER: 'x', SIP_TRUNK_3_PASWORD: 'y', SIP_TRUNK_0_USER: 'z' },
        ...{ SIP_TRUNK_4_PROFILE: 'other-static', SIP_TRUNK_4_PEERS: '203.0.113.0/33' },
        ...{ SIP_TRUNK_4_NUMBERS: '030 1', SIP_TRUNK_4_REGISTRAR: 'sip:x', PORT: 'x' },
      })
    } catch (error) {
      if (error instanceof SettingsMistaken) found.push(...error.mistakes)
    }
    expect(found.map((sentence) => /^\S+/.exec(sentence)?.[0]).sort()).toEqual([
      'PORT',
      'SIP_TRUNK_0_USER',
      'SIP_TRUNK_1_PASSWORD',
      'SIP_TRUNK_1_PROFILE',
      'SIP_TRUNK_2_PASSWORD',
      'SIP_TRUNK_2_PROXY',
      'SIP_TRUNK_2_USER',
      'SIP_TRUNK_3_PASWORD',
      'SIP_TRUNK_3_PROFILE',
      'SIP_TRUNK_4_NUMBERS',
      'SIP_TRUNK_4_PEERS',
      'SIP_TRUNK_4_REGISTRAR',
    ])
    expect(found.join('\n')).not.toContain('secret')
    expect(found).toContain('SIP_TRUNK_2_PROXY is missing: Telekom CompanyFlex needs it.')
  })

  it('a provider that calls us must reach us', () => {
    const { mistakes } = lines({ PROFILE: 'other-static', PEERS: '203.0.113.0/24' })
    expect(mistakes).toEqual([])
    expect(() =>
      readSettings({ SIP_TRUNK_1_PROFILE: 'other-static', SIP_TRUNK_1_PEERS: '203.0.113.0/24' }),
    ).toThrow('SIP_HOST must be an address that the provider of SIP_TRUNK_1 reaches')
  })

  it('with Twilio there are no lines of ours', () => {
    const peers = { SIP_TRUNK_1_PROFILE: 'other-static', SIP_TRUNK_1_PEERS: '203.0.113.0/24' }
    expect(() => readSettings({ PHONE: 'twilio', ...peers })).toThrow(
      'SIP_TRUNK_1_PROFILE is for PHONE=built-in',
    )
  })
})
