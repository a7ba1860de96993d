/**
 * What is usual at a provider. Providers differ in these values and in nothing else: there is no code for any of them.
 * Where each value comes from, and what was never tried, is in docs/lines.md.
 */
export type TrunkProfile = {
  readonly title: string
  /** Whether we register there; otherwise the provider calls us at an address that it knows. */
  readonly registers: boolean
  readonly transport: 'udp' | 'tcp' | 'tls'
  /** The domain behind our name, whom we register with. */
  readonly registrar?: string
  /** Whom we really speak with, when that is somebody else. */
  readonly proxy?: string
  /** The name beside the password: the user alone, or with the domain. */
  readonly authUser: 'user' | 'user@registrar'
  /** Settings that this provider needs besides user and password. */
  readonly needs: readonly ('REGISTRAR' | 'PROXY' | 'PEERS')[]
}

const telephoneAccount = {
  registers: true,
  transport: 'udp',
  authUser: 'user',
  needs: [],
} as const satisfies Partial<TrunkProfile>

export const trunkProfiles = {
  sipgate: { ...telephoneAccount, title: 'sipgate basic, team', registrar: 'sipgate.de' },
  'sipgate-trunk': {
    ...telephoneAccount,
    title: 'sipgate trunking',
    registrar: 'sipconnect.sipgate.de',
  },
  easybell: { ...telephoneAccount, title: 'easybell, a number', registrar: 'voip.easybell.de' },
  'easybell-trunk': {
    ...telephoneAccount,
    title: 'easybell SIP trunk',
    registrar: 'sip.easybell.de',
  },
  'easybell-tls': {
    ...telephoneAccount,
    title: 'easybell, encrypted',
    transport: 'tls',
    registrar: 'secure.sip.easybell.de',
  },
  'telekom-trunk': {
    ...telephoneAccount,
    title: 'Telekom DeutschlandLAN SIP-Trunk, registered',
    transport: 'tcp',
    registrar: 'sip-trunk.telekom.de',
    proxy: 'reg.sip-trunk.telekom.de',
  },
  'telekom-trunk-static': {
    title: 'Telekom DeutschlandLAN SIP-Trunk, static',
    registers: false,
    transport: 'tcp',
    authUser: 'user',
    needs: ['PEERS'],
  },
  'telekom-companyflex': {
    ...telephoneAccount,
    title: 'Telekom CompanyFlex',
    transport: 'tls',
    registrar: 'tel.t-online.de',
    authUser: 'user@registrar',
    needs: ['PROXY'],
  },
  fritzbox: { ...telephoneAccount, title: 'a FRITZ!Box', registrar: 'fritz.box' },
  other: { ...telephoneAccount, title: 'any other, registered', needs: ['REGISTRAR'] },
  'other-static': {
    title: 'any other, without registration',
    registers: false,
    transport: 'udp',
    authUser: 'user',
    needs: ['PEERS'],
  },
} as const satisfies Readonly<Record<string, TrunkProfile>>

export type TrunkProfileName = keyof typeof trunkProfiles
export const trunkProfileNames = Object.keys(trunkProfiles) as [
  TrunkProfileName,
  ...TrunkProfileName[],
]
