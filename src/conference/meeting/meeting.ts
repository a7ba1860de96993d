/**
 * One sitting of a room, and who is in it according to the carrier.
 *
 * The carrier's news may come twice, late, in any order or not at all (Twilio, conference status
 * callbacks). So each place keeps only its newest news, whenever that arrives:
 *
 *   arrives     join 1   leave 4   mute 2   leave 4   join 5
 *   known       here     gone      gone     gone      here
 *
 * and a conference that has ended is empty for good. What never arrives is repaired by asking the
 * carrier (voice/carrier/reconcile.ts).
 */
export type Meeting = {
  readonly id: string
  readonly room: string
  /** What the carrier knows it by: random, nothing about the room in it (S-55). */
  readonly conferenceName: string
  readonly opened: number
  /** New guests wait outside until a host lets them in. Void while nobody is inside (`isLocked`). */
  readonly locked: boolean
  /** When hosts were last told that somebody waits, ms since 1970; 0 when never. */
  readonly hostTold: number
  /** Whether all were told that the time is almost up. */
  readonly warned: boolean
  /** A host ended it; whoever is still in the menu hears that. */
  readonly ended: boolean
}

/** A meeting as it begins. */
export type NewMeeting = Omit<Meeting, 'locked' | 'hostTold' | 'warned' | 'ended'>

/**
 * A caller's place in one of the carrier's conferences. When everybody leaves and somebody comes back,
 * the same meeting gets a new conference there, whose numbering begins again.
 */
export type Place = {
  readonly conference: string
  readonly call: string
  /** The carrier's number of the newest news about this place (Twilio, SequenceNumber). */
  readonly sequence: number
  readonly here: boolean
  readonly muted: boolean
  /** Who was told to go, if the caller did not leave by themselves. */
  readonly sentOut: SentOut | undefined
}

/** The whole meeting was ended, or this one caller was removed. */
export type SentOut = 'meeting' | 'caller'

export type News =
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'conference-ended'; readonly conference: string }

/** All that is known about who is in a meeting. */
export type Picture = {
  readonly places: readonly Place[]
  readonly ended: ReadonlySet<string>
}

export const nobody: Picture = { places: [], ended: new Set() }

/** The picture after this news. Any order and any repetition of the same news ends in the same picture. */
export function noted(picture: Picture, news: News): Picture {
  if (news.is === 'conference-ended') {
    return { ...picture, ended: new Set([...picture.ended, news.conference]) }
  }
  const { place } = news
  const known = picture.places.find((other) => isSamePlace(other, place))
  if (known !== undefined && known.sequence >= place.sequence) return picture
  return { ...picture, places: [...picture.places.filter((other) => other !== known), place] }
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.conference === b.conference && a.call === b.call
}

/** The calls that are in the meeting. */
export function whoIsHere({ places, ended }: Picture): ReadonlySet<string> {
  return new Set(
    places.filter(({ here, conference }) => here && !ended.has(conference)).map(({ call }) => call),
  )
}

/** Whether this caller was told to go, and with whom. */
export function sentOut({ places }: Picture, call: string): SentOut | undefined {
  return places.find((place) => place.call === call && !place.here && place.sentOut)?.sentOut
}
