import { fine, notLookedAt, worthALook, wrong, type Check } from './finding.ts'

/** In which country the calls are processed (P-12). */
export const region: Check = {
  name: 'region',
  look({ settings: { phone }, account }) {
    if (phone.kind === 'built-in') return only(fine('calls stay on this machine'))
    if (phone.region === undefined)
      return only(notLookedAt(`${account.apiUrl.host} is not Twilio's own; ask that carrier`))
    if (inTheEu.includes(phone.region)) return only(fine(`calls are processed in ${phone.region}`))
    const says = `calls are processed in ${phone.region}, outside the European Union`
    return only(worthALook(says, 'Set TWILIO_REGION=ie1, with token and key of that region.'))
  },
}

const inTheEu = ['ie1', 'de1']

/** Fewer lines than this are no evening of a group. */
const linesMin = 8

/** How many calls there is room for, where anybody tells. */
export const limits: Check = {
  name: 'limits',
  async look({ settings: { phone }, carrier }) {
    if (phone.kind === 'built-in') {
      const lines = Math.floor((phone.rtpPorts.last - phone.rtpPorts.first + 1) / 2)
      if (lines >= linesMin) return [fine(`room for ${String(lines)} calls at a time`)]
      const says = `RTP_PORTS leaves room for ${String(lines)} calls at a time`
      return [wrong(says, 'Two ports are needed for each call; widen the range.')]
    }
    const { headers } = await carrier.get('/IncomingPhoneNumbers.json?PageSize=1')
    const now = headers['twilio-concurrent-requests']
    const asked = typeof now === 'string' ? `${now} of our requests at this moment; ` : ''
    return [fine(`${asked}Twilio tells no limit for calls that come in`)]
  },
}

/** The carrier's clock has whole seconds, and its answer was on the way for a while. */
const aheadMaxSeconds = 30

/** Whether the clock of this machine agrees with the carrier's. */
export const clock: Check = {
  name: 'clock',
  async look({ settings: { phone }, carrier, now }) {
    if (phone.kind === 'built-in') return [notLookedAt('there is no other clock to compare with')]
    const { headers } = await carrier.get('/IncomingPhoneNumbers.json?PageSize=1')
    const theirs = Date.parse(headers.date ?? '')
    if (Number.isNaN(theirs)) return [notLookedAt('this carrier does not tell the time')]
    const seconds = Math.round((now() - theirs) / 1000)
    if (Math.abs(seconds) <= aheadMaxSeconds) return [fine('agrees with the carrier’s')]
    const how = seconds > 0 ? 'ahead' : 'behind'
    const says = `the clock of this machine is ${String(Math.abs(seconds))} seconds ${how}`
    return [wrong(says, 'Let it be set by the network: timedatectl set-ntp true')]
  },
}

const only = (finding: ReturnType<typeof fine>) => Promise.resolve([finding])
