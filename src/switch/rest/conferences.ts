import { z } from 'zod'
import type { Conference } from '../conference/conference.ts'
import { end } from '../conference/conference.ts'
import type { Conferences } from '../conference/conferences.ts'
import { rfc2822 } from '../conference/events.ts'
import type { ConferenceRecord } from '../conference/record.ts'
import { announce } from '../conference/steering.ts'
import type { Participant } from '../conference/participant.ts'
import type { Method } from '../webhook/webhook.ts'
import type { Answer, RestParts } from './ask.ts'
import { accountPath, apiVersion } from './ask.ts'
import { page, paging } from './page.ts'
import { address, day, method, read } from './parameters.ts'
import { badRequest, notFound, tooManyRequests } from './problem.ts'

const dayMs = 24 * 60 * 60 * 1000

/** GET Conferences.json, newest first. Without `Status` only those in progress, as Twilio does since September 2026. */
export const listConferences: Answer = (parts, { path, query }) => {
  const asked = read(
    {
      ...paging,
      FriendlyName: z.string().optional(),
      Status: z.enum(['init', 'in-progress', 'completed']).optional(),
      DateCreated: day.optional(),
      'DateCreated<': day.optional(),
      'DateCreated>': day.optional(),
      DateUpdated: day.optional(),
      'DateUpdated<': day.optional(),
      'DateUpdated>': day.optional(),
    },
    query,
  )
  const status = asked.Status ?? 'in-progress'
  const created = onDays(asked.DateCreated, asked['DateCreated>'], asked['DateCreated<'])
  const updated = onDays(asked.DateUpdated, asked['DateUpdated>'], asked['DateUpdated<'])
  const conferences = parts.conferences
    .list()
    .filter(
      (one) =>
        statusOf(one) === status &&
        (asked.FriendlyName === undefined || one.friendlyName === asked.FriendlyName) &&
        created(one.dateCreated) &&
        updated(one.dateUpdated),
    )
  const show = (one: ConferenceRecord) => conferenceJson(parts, one)
  return page('conferences', { path, query, paging: asked }, conferences, (one) => one.sid, show)
}

/** Days in UTC, both ends included: `DateCreated>=2026-01-02` arrives as a parameter named `DateCreated>`. */
function onDays(on: number | undefined, from: number | undefined, to: number | undefined) {
  const first = Math.max(on ?? -Infinity, from ?? -Infinity)
  const last = Math.min(on ?? Infinity, to ?? Infinity) + dayMs
  return (ms: number) => ms >= first && ms < last
}

/** GET Conferences/{sid}.json */
export const showConference: Answer = (parts, { path, names }) =>
  conferenceJson(parts, foundRecord(parts.conferences, names['conference'], path))

/** POST Conferences/{sid}.json: ends it for all, or plays a document to all. */
export const updateConference: Answer = (parts, { path, names, form }) => {
  const { sid } = foundRecord(parts.conferences, names['conference'], path)
  const conference = parts.conferences.find(sid)
  const asked = read(
    {
      Status: z.literal('completed').optional(),
      AnnounceUrl: address.optional(),
      AnnounceMethod: method.optional(),
    },
    form,
  )
  if (asked.Status !== undefined) {
    if (!conference || !end(conference)) throw badRequest('Conference is completed already')
  } else if (asked.AnnounceUrl !== undefined) {
    announceTo(conference, asked.AnnounceUrl, asked.AnnounceMethod, undefined)
  }
  return conferenceJson(parts, foundRecord(parts.conferences, sid, path))
}

/**
 * Begins an announcement; the answer does not wait for its end.
 * @throws RestProblem 16001 before two are connected, 20429 when too many announcements wait
 */
export function announceTo(
  conference: Conference | undefined,
  url: string,
  asked: Method | undefined,
  to: Participant | undefined,
): void {
  if (!conference?.started) {
    throw badRequest('Announcements need participants that are connected to each other', 16001)
  }
  if (!announce(conference, { url, method: asked ?? 'POST' }, to)) throw tooManyRequests()
}

/** @throws RestProblem 20404 when there is none of that sid */
export function foundRecord(
  conferences: Conferences,
  sid: string | undefined,
  path: string,
): ConferenceRecord {
  const record = sid === undefined ? undefined : conferences.record(sid)
  if (record === undefined) throw notFound(path)
  return record
}

function statusOf(conference: ConferenceRecord): 'in-progress' | 'completed' {
  return conference.over === undefined ? 'in-progress' : 'completed'
}

function conferenceJson(parts: RestParts, conference: ConferenceRecord) {
  const uri = `${accountPath(parts)}/Conferences/${conference.sid}`
  return {
    account_sid: parts.account.sid,
    date_created: rfc2822(conference.dateCreated),
    date_updated: rfc2822(conference.dateUpdated),
    api_version: apiVersion,
    friendly_name: conference.friendlyName,
    region: 'unknown',
    sid: conference.sid,
    status: statusOf(conference),
    uri: `${uri}.json`,
    subresource_uris: { participants: `${uri}/Participants.json` },
    reason_conference_ended: conference.over?.reason ?? null,
    call_sid_ending_conference: conference.over?.callSid ?? null,
  }
}
