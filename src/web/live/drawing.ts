/** What an open page is sent: everything, or only what is different now. Read by browser/stream.ts. */
export type LiveMessage = {
  readonly whole?: string
  /** Each takes the place of the element that has its id. */
  readonly pieces?: readonly string[]
  /** Ids of the elements that are no more. */
  readonly gone?: readonly string[]
  /** New elements, in an order in which each finds the one that it stands before. */
  readonly fresh?: readonly Fresh[]
  /** Of the window, when it is another page that is looked at. */
  readonly title: string
  /** What happened, in sentences; `here` says how things stand now. */
  readonly news: readonly string[]
  readonly here: string
  /** Our clock, ms since 1970. */
  readonly at: number
}

export type Fresh = {
  /** The id of the list it belongs to. */
  readonly in: string
  /** The id of the element that stands after it; none at the end of the list. */
  readonly before?: string
  readonly html: string
}

/** A page as it was drawn last in one language. */
export type Drawing = Pick<LiveMessage, 'title' | 'here' | 'at'> & {
  /** Every piece by its id. */
  readonly pieces: ReadonlyMap<string, string>
  /** Pieces that come and go one by one: for each list by its id, their ids in order. What is in no list is always there. */
  readonly lists?: ReadonlyMap<string, readonly string[]>
  /** All of it; drawn when somebody needs it. */
  readonly whole: () => string
}

/** For a page that has just connected, whatever it knew before. */
export function wholeMessage(drawing: Drawing): LiveMessage {
  return { ...alwaysSaid(drawing), whole: drawing.whole(), news: [] }
}

/** For pages that show `before`; undefined when nothing is different. */
export function changeMessage(
  before: Drawing,
  after: Drawing,
  news: readonly string[],
): LiveMessage | undefined {
  const always = alwaysSaid(after)
  if (!hasSameShape(before, after)) return { ...always, whole: after.whole(), news }
  const pieces = [...after.pieces]
    .filter(([id, html]) => before.pieces.has(id) && before.pieces.get(id) !== html)
    .map(([, html]) => html)
  const gone = [...before.pieces.keys()].filter((id) => !after.pieces.has(id))
  const fresh = [...listsOf(after)].flatMap(([list, ids]) => freshIn(list, ids, before, after))
  if (pieces.length + gone.length + fresh.length + news.length === 0) return undefined
  return {
    ...always,
    pieces,
    ...(gone.length > 0 && { gone }),
    ...(fresh.length > 0 && { fresh }),
    news,
  }
}

const alwaysSaid = ({ title, here, at }: Drawing) => ({ title, here, at })

const listsOf = ({ lists }: Drawing): ReadonlyMap<string, readonly string[]> => lists ?? new Map()

/** The last first, so that whatever stands after one is there already. */
function freshIn(list: string, ids: readonly string[], before: Drawing, after: Drawing): Fresh[] {
  return ids
    .map((id, at) => ({ id, next: ids[at + 1] }))
    .filter(({ id }) => !before.pieces.has(id))
    .reverse()
    .map(({ id, next }) => ({
      in: list,
      ...(next !== undefined && { before: next }),
      html: after.pieces.get(id) ?? '',
    }))
}

/** The same pieces apart from those in lists, the same lists, empty or not, and whoever stayed in the same order. */
function hasSameShape(before: Drawing, after: Drawing): boolean {
  const [old, now] = [listsOf(before), listsOf(after)]
  if (alwaysThere(before, old) !== alwaysThere(after, now)) return false
  if ([...old.keys()].join() !== [...now.keys()].join()) return false
  return [...old].every(([list, ids]) => {
    const next = now.get(list) ?? []
    if ((ids.length === 0) !== (next.length === 0)) return false
    const stayed = ids.filter((id) => after.pieces.has(id))
    return stayed.join() === next.filter((id) => before.pieces.has(id)).join()
  })
}

function alwaysThere({ pieces }: Drawing, lists: ReadonlyMap<string, readonly string[]>): string {
  const listed = new Set([...lists.values()].flat())
  return [...pieces.keys()].filter((id) => !listed.has(id)).join()
}
