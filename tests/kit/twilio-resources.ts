import type { PretendCarrier } from './carrier.ts'
import type { PretendNumber } from './twilio-numbers.ts'
import { numberJson, updatedNumber } from './twilio-numbers.ts'
import { problem, type Asked, type Reply } from './twilio-rest.ts'

/*
 * What a pretend Twilio's REST interface shows and does. Whatever a call has to do because of it happens after the
 * answer, as with the real one.
 */

export type Holdings = {
  readonly accountSid: string
  readonly carrier: () => PretendCarrier
  readonly numbers: PretendNumber[]
  readonly account: { status: string; type: string }
  /** Calls that are over and still finishing somewhere: they cannot be deleted yet (Twilio 20009). */
  readonly lingering: Set<string>
  readonly deleted: string[]
}

/** What becomes of calls: begun before the answer goes out, so that what is asked next sees it, or after that. */
export type Happens = Readonly<
  Record<'atOnce' | 'afterwards', (work: () => Promise<unknown>) => void>
>

const when = 'Tue, 24 Nov 2026 18:00:00 +0000'
const done: Reply = { status: 204 }
const lost = problem(404, 20404)

export function resources(has: Holdings, happens: Happens): (asked: Asked) => Reply {
  const base = `/2010-04-01/Accounts/${has.accountSid}`
  return (asked) => {
    const [, kind = '', sid = '', below = '', call = ''] =
      /^\/(\w+)(?:\/(\w+))?(?:\/(\w+))?(?:\/(\w+))?\.json$/.exec(asked.path.slice(base.length)) ??
      []
    if (asked.path === `${base}.json`)
      return { status: 200, body: { sid: has.accountSid, ...has.account } }
    if (kind === 'IncomingPhoneNumbers') return numbers(has, base, sid, asked)
    if (kind === 'Calls') return calls(has, happens, base, sid, asked)
    if (kind !== 'Conferences') return lost
    return below === ''
      ? conferences(has, happens, base, sid, asked)
      : participants(has, happens, base, { sid, call }, asked)
  }
}

function numbers(
  { numbers: all, accountSid }: Holdings,
  base: string,
  sid: string,
  asked: Asked,
): Reply {
  if (sid === '') {
    const part = asked.query['PhoneNumber'] ?? ''
    const found = all.filter(({ phone_number }) => phone_number.includes(part))
    return page(
      'incoming_phone_numbers',
      asked,
      found.map((one) => numberJson(accountSid, base, one)),
    )
  }
  const at = all.findIndex((one) => one.sid === sid)
  const found = all[at]
  if (found === undefined) return lost
  if (asked.method === 'POST') all[at] = updatedNumber(found, asked.form)
  return { status: 200, body: numberJson(accountSid, base, all[at] ?? found) }
}

function calls(
  has: Holdings,
  happens: Happens,
  base: string,
  sid: string,
  { method, form }: Asked,
): Reply {
  const carrier = has.carrier()
  const call = carrier.calls.get(sid)
  const isOver = carrier.past.has(sid)
  if ((call === undefined && !isOver) || has.deleted.includes(sid)) return lost
  if (method === 'DELETE') {
    if (call !== undefined || has.lingering.has(sid)) return problem(409, 20009)
    has.deleted.push(sid)
    return done
  }
  if (method === 'POST') {
    if (call === undefined) return problem(400, 21220)
    const url = form['Url']
    if (url === undefined) happens.atOnce(() => call.hangsUp())
    else happens.afterwards(() => call.isSentTo(url))
  }
  const status = carrier.calls.has(sid) ? 'in-progress' : 'completed'
  return { status: 200, body: callJson(has.accountSid, base, sid, status) }
}

function conferences(
  has: Holdings,
  happens: Happens,
  base: string,
  sid: string,
  asked: Asked,
): Reply {
  const running = [...has.carrier().conferences].map(([name, one]) => ({ name, ...one }))
  const json = (name: string, one: string, status: string) =>
    conferenceJson(has.accountSid, base, { sid: one, name, status })
  if (sid === '') {
    const { FriendlyName, Status } = asked.query
    const found = running.filter(({ name }) => Status === 'in-progress' && name === FriendlyName)
    return page(
      'conferences',
      asked,
      found.map((one) => json(one.name, one.sid, 'in-progress')),
    )
  }
  const found = running.find((one) => one.sid === sid)
  if (found === undefined) {
    if (!has.carrier().past.has(sid)) return lost
    return asked.method === 'POST'
      ? problem(400, 20001)
      : { status: 200, body: json('', sid, 'completed') }
  }
  if (asked.form['AnnounceUrl'] !== undefined && found.muted.size < 2) return problem(400, 16001)
  if (asked.form['Status'] === 'completed') {
    for (const call of inside(has, found.name))
      happens.afterwards(() => call.isSentOut('conference_ended_via_api'))
    return { status: 200, body: json(found.name, sid, 'completed') }
  }
  return { status: 200, body: json(found.name, sid, 'in-progress') }
}

function participants(
  has: Holdings,
  happens: Happens,
  base: string,
  { sid, call: callSid }: { readonly sid: string; readonly call: string },
  asked: Asked,
): Reply {
  const [name, conference] = [...has.carrier().conferences].find(([, one]) => one.sid === sid) ?? []
  const json = (call: string) =>
    participantJson(has.accountSid, base, {
      sid,
      call,
      muted: conference?.muted.get(call) ?? false,
    })
  if (callSid === '') {
    if (conference === undefined && !has.carrier().past.has(sid)) return lost
    return page('participants', asked, [...(conference?.muted.keys() ?? [])].map(json))
  }
  const call = name === undefined ? undefined : inside(has, name).find((one) => one.sid === callSid)
  if (call === undefined || conference === undefined) return lost
  if (asked.method === 'DELETE') {
    happens.afterwards(() => call.isSentOut('participant_updated_via_api'))
    return done
  }
  const { Muted, AnnounceUrl } = asked.form
  if (AnnounceUrl !== undefined && conference.muted.size < 2) return problem(400, 16001)
  if (Muted !== undefined) happens.atOnce(() => call.isMuted(Muted === 'true'))
  return { status: 200, body: json(callSid) }
}

const inside = (has: Holdings, name: string) =>
  [...has.carrier().calls.values()].filter(({ conference }) => conference === name)

function page(name: string, { path }: Asked, items: readonly object[]): Reply {
  const uri = `${path}?PageSize=50&Page=0`
  const ends = { first_page_uri: uri, next_page_uri: null, previous_page_uri: null, uri }
  const numbers = { page: 0, page_size: 50, start: 0, end: Math.max(0, items.length - 1) }
  return { status: 200, body: { [name]: items, ...ends, ...numbers } }
}

function callJson(accountSid: string, base: string, sid: string, status: string) {
  const nothing = [
    'parent_call_sid',
    'start_time',
    'end_time',
    'duration',
    'price',
    'price_unit',
    'answered_by',
    'forwarded_from',
    'group_sid',
    'caller_name',
    'trunk_sid',
    'phone_number_sid',
  ]
  return {
    ...Object.fromEntries(nothing.map((name) => [name, null])),
    ...{ sid, account_sid: accountSid, status, date_created: when, date_updated: when },
    ...{ to: '+4930999', to_formatted: '+4930999', from: '+4930111', from_formatted: '+4930111' },
    ...{ direction: 'inbound', api_version: '2010-04-01', queue_time: '0', subresource_uris: {} },
    uri: `${base}/Calls/${sid}.json`,
  }
}

function conferenceJson(
  accountSid: string,
  base: string,
  { sid, name, status }: { readonly sid: string; readonly name: string; readonly status: string },
) {
  return {
    ...{ sid, account_sid: accountSid, friendly_name: name, status, region: 'ie1' },
    ...{ date_created: when, date_updated: when, api_version: '2010-04-01' },
    ...{ reason_conference_ended: null, call_sid_ending_conference: null },
    uri: `${base}/Conferences/${sid}.json`,
    subresource_uris: { participants: `${base}/Conferences/${sid}/Participants.json` },
  }
}

function participantJson(
  accountSid: string,
  base: string,
  { sid, call, muted }: { readonly sid: string; readonly call: string; readonly muted: boolean },
) {
  return {
    ...{ account_sid: accountSid, call_sid: call, conference_sid: sid, label: null, muted },
    ...{ call_sid_to_coach: null, coaching: false, hold: false, status: 'connected' },
    ...{ date_created: when, date_updated: when, queue_time: null },
    ...{ end_conference_on_exit: false, start_conference_on_enter: true },
    uri: `${base}/Conferences/${sid}/Participants/${call}.json`,
  }
}
