import { z } from 'zod'
import { badRequest } from './problem.ts'

const pageSizeDefault = 50
export const pageSizeMax = 1000

/** The three paging parameters of every list. */
export const paging = {
  PageSize: z.coerce.number().int().min(1).optional(),
  Page: z.coerce.number().int().min(0).max(1_000_000).optional(),
  PageToken: z
    .string()
    .regex(/^P[AB][A-Z]{2}[0-9a-f]{32}$/)
    .optional(),
}

type Paging = {
  readonly PageSize?: number | undefined
  readonly Page?: number | undefined
  readonly PageToken?: string | undefined
}

/**
 * One page of a list in Twilio's envelope. The token names the neighbour of the page, so that pages neither repeat nor skip
 * anything when new entries come in front between two requests:
 *
 *   newest … [ first ····· last ] …     next: `PA` + sid of last     previous: `PB` + sid of first
 *
 * Where that entry is forgotten meanwhile, the page's number decides.
 * @throws RestProblem 20007 when more than `pageSizeMax` are asked for
 */
export function page<Item>(
  name: string,
  asked: {
    readonly path: string
    readonly query: Readonly<Record<string, unknown>>
    readonly paging: Paging
  },
  items: readonly Item[],
  sidOf: (item: Item) => string,
  show: (item: Item) => object,
) {
  const pageSize = asked.paging.PageSize ?? pageSizeDefault
  if (pageSize > pageSizeMax) throw badRequest('Page size is too large', 20007)
  const number = asked.paging.Page ?? 0
  const first = firstOfPage(items.map(sidOf), number, pageSize, asked.paging.PageToken)
  const shown = items.slice(first, first + pageSize)
  const firstShown = shown[0]
  const lastShown = shown.at(-1)
  const more = first + pageSize < items.length && lastShown !== undefined
  const start = number * pageSize
  const uriOf = (pageNumber: number, token?: string) =>
    pageUri(asked.path, asked.query, pageSize, pageNumber, token)
  return {
    [name]: shown.map(show),
    first_page_uri: uriOf(0),
    next_page_uri: more ? uriOf(number + 1, `PA${sidOf(lastShown)}`) : null,
    previous_page_uri:
      number > 0 && firstShown !== undefined ? uriOf(number - 1, `PB${sidOf(firstShown)}`) : null,
    uri: uriOf(number, asked.paging.PageToken),
    page: number,
    page_size: pageSize,
    start,
    end: Math.max(start, start + shown.length - 1),
  }
}

function firstOfPage(
  sids: readonly string[],
  number: number,
  pageSize: number,
  token: string | undefined,
): number {
  const neighbour = token === undefined ? -1 : sids.indexOf(token.slice(2))
  if (neighbour === -1) return number * pageSize
  return token?.startsWith('PA') === true ? neighbour + 1 : Math.max(0, neighbour - pageSize)
}

function pageUri(
  path: string,
  query: Readonly<Record<string, unknown>>,
  pageSize: number,
  number: number,
  token: string | undefined,
): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (!(key in paging) && typeof value === 'string') parameters.append(key, value)
  }
  parameters.append('PageSize', String(pageSize))
  parameters.append('Page', String(number))
  if (token !== undefined) parameters.append('PageToken', token)
  return `${path}?${parameters.toString()}`
}
