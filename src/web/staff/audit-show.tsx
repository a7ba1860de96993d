import { z } from 'zod'
import { commandLine, type AuditEntry, type AuditPlace } from '../../conference/staff/audit.ts'
import { shortDay, writtenTime } from '../moments.ts'
import { show } from '../page.tsx'
import { Scrolls } from '../scrolls.tsx'
import type { StaffParts } from './parts.ts'
import type { StaffVisit } from './visit.ts'

/** Entries on one page. */
export const entriesOnPageMax = 50

/** Where the page begins: after this entry. */
const placeAsked = z
  .string()
  .regex(/^\d{1,16}-[\da-f]{1,32}$/)
  .transform((place): AuditPlace => {
    const [at = '', id = ''] = place.split('-')
    return { at: Number(at), id }
  })

/** GET /audit — what staff did, the newest first (S-99). `?before=` leads further back. */
export function auditShow(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const texts = parts.texts[visit.locale].staffAudit
    const before = placeAsked.safeParse(visit.request.query['before']).data
    const found = await parts.store.audit.page(before, entriesOnPageMax + 1)
    const entries = found.slice(0, entriesOnPageMax)
    const last = found.length > entriesOnPageMax ? entries.at(-1) : undefined
    const content = (
      <div class="page">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        {entries.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <Entries parts={parts} visit={visit} entries={entries} />
        )}
        <p class="buttons">
          {last !== undefined && (
            <a class="button quiet" href={`/audit?before=${String(last.at)}-${last.id}`}>
              {texts.older}
            </a>
          )}
          {before !== undefined && (
            <a class="button quiet" href="/audit">
              {texts.newest}
            </a>
          )}
        </p>
      </div>
    )
    show(visit, parts, { title: texts.title, content })
  }
}

type EntriesProps = {
  readonly parts: StaffParts
  readonly visit: StaffVisit
  readonly entries: readonly AuditEntry[]
}

function Entries({ parts: { texts: all, timeZone }, visit: { locale }, entries }: EntriesProps) {
  const texts = all[locale].staffAudit
  const columns = [texts.when, texts.who, texts.what, texts.object, texts.reason]
  return (
    <Scrolls label={texts.table}>
      <table>
        <caption class="unseen">{texts.table}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map(({ at, who, what, object, reason }) => (
            <tr>
              <td>
                {shortDay(at, timeZone, locale)}, {writtenTime(at, timeZone, locale)}
              </td>
              <td>{who === commandLine ? texts.commandLine : who}</td>
              <td>{texts.did[what]}</td>
              <td>{object}</td>
              <td>{reason === '' ? '–' : reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}
