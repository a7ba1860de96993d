/*
 * The rows. Numbers stand for yes and no (1, 0), times are ms since 1970, so that every database reads
 * them alike.
 */
export type Tables = {
  room: RoomRow
  caller: CallerRow
  meeting: MeetingRow
  place: PlaceRow
  conference_ended: ConferenceEndedRow
}

export type RoomRow = {
  id: string
  number: string
  guest_pin_sealed: string
  host_pin_sealed: string
  locale: string
  callers_max: number
}

/** A tombstone has no state: only that this call is over. */
export type CallerRow = {
  call: string
  /** What the call is being asked, with digits already keyed; so it is sealed. */
  state_sealed: string | null
  step: string
  last_request: string
  last_answer: string
  meeting: string | null
  touched: number
}

/** A meeting that is going on; an ended one leaves nothing behind. */
export type MeetingRow = {
  id: string
  room: string
  conference_name: string
  opened: number
}

export type PlaceRow = {
  conference: string
  call: string
  meeting: string
  sequence: number
  here: number
  muted: number
  sent_out: string | null
}

export type ConferenceEndedRow = { conference: string; meeting: string }
