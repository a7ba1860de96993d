import { z } from 'zod'
import {
  organisersOfPageMax,
  type OrganiserForStaff,
} from '../../../conference/staff/organisers-for-staff.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { mailAddress } from '../../mail-address.ts'
import { shortDay } from '../../moments.ts'
import { show } from '../../page.tsx'
import { readForm, typedIn } from '../../read-form.ts'
import { Scrolls } from '../../scrolls.tsx'
import { fill } from '../../texts.ts'
import { goTo } from '../../visit.ts'
import { shortName } from '../board/parts.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

/** More pages than there are accounts on one machine. */
const pagesMax = 10_000
/** Anything else in the address is the first page (S-15). */
const asked = z.object({ page: z.coerce.number().int().min(1).max(pagesMax) })

/** GET /organisers?page=2 — who has made rooms. */
export function organisersShow(parts: StaffParts) {
  return (visit: StaffVisit) => page(parts, visit)
}

/** POST /organisers — by the whole address; a form, because an address has no place in the address of a page. */
export function organiserSearch(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const form = readForm(visit.request, z.object({ address: mailAddress }))
    const found =
      form.is === 'right' ? await parts.store.accounts.byAddress(form.value.address) : undefined
    if (found !== undefined) goTo(visit, `/organisers/${found.id}`)
    else {
      const mistake = form.is === 'right' ? 'nobody' : 'address'
      await page(parts, visit, { typed: typedIn(form.typed, 'address'), mistake })
    }
  }
}

type Searched = { readonly typed: string; readonly mistake: 'address' | 'nobody' }

async function page(parts: StaffParts, visit: StaffVisit, searched?: Searched): Promise<void> {
  const texts = parts.texts[visit.locale].staffOrganisers
  const { organisersForStaff } = parts.store
  const number = asked.safeParse(visit.request.query).data?.page ?? 1
  const skipped = (number - 1) * organisersOfPageMax
  const organisers = await organisersForStaff.page(skipped, organisersOfPageMax)
  const pages = Math.max(1, Math.ceil((await organisersForStaff.count()) / organisersOfPageMax))
  const mistake = searched && texts.search.mistakes[searched.mistake]
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary mistakes={mistake === undefined ? {} : { address: mistake }} />
      <section aria-labelledby="search">
        <h2 id="search">{texts.search.title}</h2>
        <Form action="/organisers" class="sheet narrow">
          <TextField
            name="address"
            label={texts.search.address}
            hint={texts.search.hint}
            type="email"
            inputMode="email"
            autoComplete="off"
            spellcheck={false}
            value={searched?.typed}
            mistake={mistake}
          />
          <Button>{texts.search.send}</Button>
        </Form>
      </section>
      {organisers.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <Organisers {...{ parts, visit, organisers }} />
      )}
      <Pages {...{ parts, visit, number, pages }} />
    </div>
  )
  const status = searched === undefined ? 200 : 422
  show(visit, parts, { title: texts.title, content, status })
}

type Props = { readonly parts: StaffParts; readonly visit: StaffVisit }

function Organisers({
  parts,
  visit: { locale },
  organisers,
}: Props & { readonly organisers: readonly OrganiserForStaff[] }) {
  const texts = parts.texts[locale].staffOrganisers
  return (
    <Scrolls label={texts.table}>
      <table>
        <caption>{texts.table}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.account}</th>
            <th scope="col" class="count">
              {texts.rooms}
            </th>
            <th scope="col">{texts.lastSignIn}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">
              <span class="unseen">{texts.look}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {organisers.map(({ id, addressMasked, rooms, lastSignIn, lockedSince }) => (
            <tr>
              <th scope="row">
                {addressMasked} <small>{shortName(id)}</small>
              </th>
              <td class="count">{rooms}</td>
              <td>
                {lastSignIn === undefined
                  ? texts.never
                  : shortDay(lastSignIn, parts.timeZone, locale)}
              </td>
              <td>{lockedSince === undefined ? texts.open : texts.locked}</td>
              <td>
                <a
                  class="button quiet"
                  href={`/organisers/${id}`}
                  aria-label={fill(texts.lookAt, { name: shortName(id) })}
                >
                  {texts.look}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

function Pages({
  parts,
  visit,
  number,
  pages,
}: Props & { readonly number: number; readonly pages: number }) {
  if (pages === 1 && number === 1) return null
  const texts = parts.texts[visit.locale].staffOrganisers
  const link = (to: number, words: string) => (
    <a class="button quiet" href={`/organisers?page=${to}`}>
      {words}
    </a>
  )
  return (
    <nav class="buttons" aria-label={texts.pages}>
      {number > 1 && link(Math.min(number - 1, pages), texts.earlier)}
      <span>{fill(texts.pageOf, { page: number, pages })}</span>
      {number < pages && link(number + 1, texts.later)}
    </nav>
  )
}
