import { createPrivateKey, X509Certificate } from 'node:crypto'
import { alarmLimits } from '../../conference/staff/alarms.ts'
import { inWords } from './ask.ts'
import { fine, notLookedAt, wrong, type Check, type Finding } from './finding.ts'

const { certificateDaysMin: daysMin } = alarmLimits
const msPerDay = 24 * 60 * 60_000

/** The certificate that telephones and providers see when they come by TLS. Carriers never do. */
export const sipCertificate: Check = {
  name: 'SIP by TLS',
  look: async ({ settings: { phone }, now }) => {
    const tls = phone.kind === 'built-in' ? phone.sip.tls : undefined
    return Promise.resolve([tls ? judge(tls, now()) : notLookedAt('nobody comes by TLS')])
  },
}

function judge(tls: { readonly certificate: string; readonly key: string }, now: number): Finding {
  try {
    const certificate = new X509Certificate(tls.certificate)
    if (certificate.checkPrivateKey(createPrivateKey(tls.key)))
      return whileItLasts(certificate, now)
    return wrong(
      'the certificate for SIP is that of another key',
      'Set SIP_TLS_CERTIFICATE and SIP_TLS_KEY to two that belong together.',
    )
  } catch (error) {
    return wrong(
      `the certificate for SIP or its key cannot be read: ${inWords(error)}`,
      'Look at SIP_TLS_CERTIFICATE and SIP_TLS_KEY: both are in PEM form, the key without a password.',
    )
  }
}

function whileItLasts({ validTo }: X509Certificate, now: number): Finding {
  const days = Math.floor((Date.parse(validTo) - now) / msPerDay)
  if (days >= daysMin)
    return fine(`telephones see a certificate that is good for ${days} more days`)
  const says = days < 0 ? 'has run out' : `ends in ${days} days`
  return wrong(
    `the certificate for SIP ${says}, and telephones and providers hang up when it has`,
    'Renew it, and see why that did not happen by itself; the switch takes new files within a minute.',
  )
}
