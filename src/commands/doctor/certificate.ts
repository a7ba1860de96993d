import { alarmLimits } from '../../conference/staff/alarms.ts'
import { certificateOf, daysLeft, type Shown } from '../../observe/certificate.ts'
import { inWords } from './ask.ts'
import { fine, notLookedAt, worthALook, wrong, type Check, type Finding } from './finding.ts'

/** Automatic renewal comes a month before the end; what is left now says that it does not work. */
const { certificateDaysMin: daysMin } = alarmLimits

/** What cannot be seen while nobody gets through the door. */
const behind = ['address', 'webhooks']

/** The certificate of PUBLIC_URL, as a carrier judges it. */
export const certificate: Check = {
  name: 'certificate',
  async look({ settings, now, ca }) {
    const { publicUrl } = settings.http
    if (publicUrl.protocol !== 'https:') return [withoutOne(publicUrl)]
    if (publicUrl.hostname.includes('_')) return [underscore(publicUrl)]
    try {
      return [judge(publicUrl, await certificateOf(publicUrl, ca), now())]
    } catch (error) {
      const says = `${publicUrl.host} cannot be reached: ${inWords(error)}`
      return [wrong(says, reachTodo(publicUrl), { hides: behind })]
    }
  },
}

/** Where to look when the public address leads nowhere. */
export const reachTodo = ({ hostname }: URL): string =>
  `Is the name ${hostname} that of this machine, is port 443 open, and does the proxy run?`

function withoutOne({ hostname }: URL): Finding {
  const staysHere = /^(?:127\.|localhost$|\[::1\]$)/.test(hostname)
  if (staysHere) return notLookedAt('the pages are for this machine only and need none')
  return worthALook(
    'people and their passwords come by http, which everybody on the way can read',
    'Put a proxy with a certificate before Rundruf and set PUBLIC_URL to its https:// address.',
  )
}

const underscore = ({ hostname }: URL): Finding =>
  wrong(
    `${hostname} has an underscore, and carriers ask no such names`,
    'Give the machine a name without one, and set PUBLIC_URL to it.',
    { hides: [...behind, 'number'] },
  )

const problems: Readonly<Record<string, readonly [says: string, todo: string]>> = {
  CERT_HAS_EXPIRED: ['has run out', 'Renew it, and see why that did not happen by itself.'],
  CERT_NOT_YET_VALID: ['is not valid yet', 'Is the clock of this machine right?'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'is for another name',
    'Get one for the name in PUBLIC_URL, or set PUBLIC_URL to the name it is for.',
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'was signed by nobody but itself, and carriers refuse such',
    'Get one from an authority that browsers know, such as Let’s Encrypt.',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'comes from an authority that carriers do not know',
    'Get one from an authority that browsers know, such as Let’s Encrypt.',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'comes without the certificates between it and its authority',
    'Let the proxy send the whole chain (often called fullchain.pem).',
  ],
}

function judge(url: URL, shown: Shown, now: number): Finding {
  const { problem } = shown
  if (problem !== undefined) {
    const [says, todo] = problems[problem] ?? [`is refused (${problem})`, 'Get a valid one.']
    return wrong(`the certificate of ${url.host} ${says}`, todo, { hides: behind })
  }
  const days = daysLeft(shown, now)
  if (days >= daysMin) return fine(`good for ${String(days)} more days`)
  return wrong(
    `the certificate of ${url.host} ends in ${String(days)} days`,
    'Renew it, and see why that did not happen by itself.',
  )
}
