import { z } from 'zod'
import type { CallRecord, CallRecords, Detour } from '../call/records.ts'
import { rfc2822 } from '../conference/events.ts'
import type { Answer, RestParts } from './ask.ts'
import { accountPath, apiVersion } from './ask.ts'
import { page, paging } from './page.ts'
import { address, method, read } from './parameters.ts'
import { badRequest, notFound, RestProblem } from './problem.ts'

/** A document given as text may not be longer (Twilio 32018). */
const twimlLengthMax = 4000

const statuses = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const

/** GET Calls.json, newest first. */
export const listCalls: Answer = (parts, { path, query }) => {
  const asked = read(
    {
      ...paging,
      To: z.string().optional(),
      From: z.string().optional(),
      Status: z.enum(statuses).optional(),
    },
    query,
  )
  const calls = parts.calls
    .list()
    .filter(
      (call) =>
        (asked.To === undefined || call.to === asked.To) &&
        (asked.From === undefined || call.from === asked.From) &&
        (asked.Status === undefined || call.status === asked.Status),
    )
  const show = (call: CallRecord) => callJson(parts, call)
  return page('calls', { path, query, paging: asked }, calls, (call) => call.sid, show)
}

/** GET Calls/{sid}.json */
export const showCall: Answer = (parts, { path, names }) =>
  callJson(parts, found(parts.calls, names['sid'], path))

/**
 * POST Calls/{sid}.json: ends a call (`Status`) or lets it go on elsewhere (`Url`, else `Twiml`).
 * @throws RestProblem 21220 when the call is not in the state for it
 */
export const updateCall: Answer = (parts, { path, names, form }) => {
  const call = found(parts.calls, names['sid'], path)
  const asked = read(
    {
      Url: address.optional(),
      Method: method.optional(),
      Twiml: z.string().max(twimlLengthMax).optional(),
      Status: z.enum(['canceled', 'completed']).optional(),
    },
    form,
    { Url: 21205, Twiml: 32018 },
  )
  const detour: Detour | undefined =
    asked.Url !== undefined
      ? { url: asked.Url, method: asked.Method ?? 'POST' }
      : asked.Twiml === undefined
        ? undefined
        : { twiml: asked.Twiml }
  if (asked.Status !== undefined) complete(parts.calls, call, asked.Status)
  else if (detour === undefined) throw badRequest('One of Status, Url or Twiml is required')
  else if (call.status !== 'in-progress' || !parts.calls.detour(call.sid, detour)) {
    throw wrongState('Call is not in-progress. Cannot redirect.')
  }
  return callJson(parts, found(parts.calls, call.sid, path))
}

function complete(calls: CallRecords, call: CallRecord, to: 'canceled' | 'completed'): void {
  const allowed = to === 'completed' || call.status === 'ringing'
  if (!allowed || !calls.complete(call.sid)) {
    throw wrongState(`Call is ${call.status}. Cannot be ${to}.`)
  }
}

/** DELETE Calls/{sid}.json: forgets a call that is over. */
export const deleteCall: Answer = ({ calls }, { path, names }) => {
  const call = found(calls, names['sid'], path)
  if (!calls.forget(call.sid)) {
    throw new RestProblem(409, 20009, 'Call is still going on. Cannot be deleted.')
  }
  return undefined
}

function wrongState(why: string): RestProblem {
  return badRequest(why, 21220)
}

function found(calls: CallRecords, sid: string | undefined, path: string): CallRecord {
  const call = sid === undefined ? undefined : calls.find(sid)
  if (call === undefined) throw notFound(path)
  return call
}

function callJson(parts: RestParts, call: CallRecord) {
  const { startTime, endTime } = call
  const seconds =
    endTime === undefined ? undefined : Math.round((endTime - (startTime ?? endTime)) / 1000)
  return {
    sid: call.sid,
    date_created: rfc2822(call.dateCreated),
    date_updated: rfc2822(call.dateUpdated),
    parent_call_sid: null,
    account_sid: parts.account.sid,
    to: call.to,
    to_formatted: call.to,
    from: call.from,
    from_formatted: call.from,
    phone_number_sid: parts.number.sid,
    status: call.status,
    start_time: startTime === undefined ? null : rfc2822(startTime),
    end_time: endTime === undefined ? null : rfc2822(endTime),
    duration: seconds === undefined ? null : String(seconds),
    price: null,
    price_unit: null,
    direction: 'inbound',
    answered_by: null,
    api_version: apiVersion,
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: '0',
    trunk_sid: null,
    uri: `${accountPath(parts)}/Calls/${call.sid}.json`,
    subresource_uris: {},
  }
}
