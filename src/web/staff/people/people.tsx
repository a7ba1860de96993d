import { z } from 'zod'
import { invite } from '../../../conference/staff/staff-inviting.ts'
import {
  staffMax,
  staffNameMax,
  staffRoles,
  type StaffInvitation,
  type StaffMember,
} from '../../../conference/staff/staffing.ts'
import { Button, Form, MistakeSummary, OneOf, TextField } from '../../form.tsx'
import { shortDay, writtenTime } from '../../moments.ts'
import { show } from '../../page.tsx'
import { Scrolls } from '../../scrolls.tsx'
import { readForm, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import { fill } from '../../texts.ts'
import { goTo } from '../../visit.ts'
import { linkPage } from '../sign-in/link-page.tsx'
import type { StaffParts } from '../parts.ts'
import { lastSignIn } from './person-show.tsx'
import type { StaffVisit } from '../visit.ts'

const shape = z.object({
  name: z.string().trim().min(1, 'name').max(staffNameMax, 'name'),
  role: z.enum(staffRoles, { error: 'role' }),
})

/** GET /people — who works here, which links still work, and a form for one more. */
export function peopleShow(parts: StaffParts) {
  return (visit: StaffVisit) => page(parts, visit, {}, {})
}

/** POST /people — makes a link for somebody new. */
export function peopleInvite(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const form = readForm(visit.request, shape)
    if (form.is === 'wrong') {
      await page(parts, visit, form.typed, form.mistakes)
      return
    }
    const { name } = form.value
    const { at, signedIn } = visit
    const token = await parts.store.atomically(async (kept) => {
      const members = await kept.staff.members.all()
      if (members.length >= staffMax) return { wrong: 'many' }
      if (await kept.staff.members.byName(name)) return { wrong: 'nameTaken' }
      const { name: who } = signedIn.member
      await kept.audit.note({ at, who, what: 'staff.invited', object: name, reason: '' })
      return invite(kept, parts.randomness, form.value, at)
    })
    if (typeof token === 'string') linkPage(parts, visit, name, token)
    else await page(parts, visit, form.value, { name: token.wrong })
  }
}

/** POST /invitations/:invitation/withdraw */
export function invitationWithdraw(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    await parts.store.staff.invitations.remove(String(visit.request.params['invitation']))
    goTo(visit, '/people', 'saved')
  }
}

async function page(
  parts: StaffParts,
  visit: StaffVisit,
  typed: Typed,
  wrong: Mistakes,
): Promise<void> {
  const { staffPeople: texts } = parts.texts[visit.locale]
  const sentences: Readonly<Record<string, string>> = texts.mistakes
  const mistakes = Object.fromEntries(
    Object.entries(wrong).map(([field, key]) => [field, sentences[key] ?? texts.mistakes.name]),
  )
  const { members, invitations } = parts.store.staff
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary mistakes={mistakes} />
      <Members parts={parts} visit={visit} members={await members.all()} />
      <InviteForm parts={parts} visit={visit} typed={typed} mistakes={mistakes} />
      <Invitations parts={parts} visit={visit} invitations={await invitations.open(visit.at)} />
    </div>
  )
  const status = Object.keys(wrong).length === 0 ? 200 : 422
  show(visit, parts, { title: texts.title, content, status })
}

type PartProps = { readonly parts: StaffParts; readonly visit: StaffVisit }

function Members({ parts, visit, members }: PartProps & { members: readonly StaffMember[] }) {
  const { staffPeople: texts, staffFrame } = parts.texts[visit.locale]
  return (
    <Scrolls label={texts.table}>
      <table>
        <caption>{texts.table}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.role}</th>
            <th scope="col">{texts.lastSignIn}</th>
            <th scope="col">
              <span class="unseen">{texts.change}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr>
              <th scope="row">
                {member.name}
                {member.id === visit.signedIn.member.id && <> ({texts.you})</>}
              </th>
              <td>{staffFrame.roles[member.role]}</td>
              <td>{lastSignIn(parts, visit, member)}</td>
              <td>
                <a
                  class="button quiet"
                  href={`/people/${member.id}`}
                  aria-label={fill(texts.changeOf, { name: member.name })}
                >
                  {texts.change}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

function InviteForm({
  parts,
  visit,
  typed,
  mistakes,
}: PartProps & { typed: Typed; mistakes: Mistakes }) {
  const { staffPeople, staffFrame } = parts.texts[visit.locale]
  const { invite: texts } = staffPeople
  const hints = { staff: texts.staffHint, admin: texts.adminHint }
  return (
    <section class="sheet narrow" aria-labelledby="invite">
      <h2 id="invite">{texts.title}</h2>
      <Form action="/people">
        <TextField
          name="name"
          label={texts.name}
          value={typedIn(typed, 'name')}
          mistake={mistakes['name']}
          maxLength={staffNameMax}
          autoComplete="off"
        />
        <OneOf
          name="role"
          label={texts.role}
          value={typedIn(typed, 'role') || 'staff'}
          mistake={mistakes['role']}
          options={staffRoles.map((value) => ({
            value,
            label: staffFrame.roles[value],
            hint: hints[value],
          }))}
        />
        <Button>{texts.send}</Button>
      </Form>
    </section>
  )
}

function Invitations({
  parts,
  visit,
  invitations,
}: PartProps & { invitations: readonly StaffInvitation[] }) {
  const { staffPeople: texts, staffFrame } = parts.texts[visit.locale]
  const { timeZone } = parts
  const moment = (at: number) =>
    `${shortDay(at, timeZone, visit.locale)}, ${writtenTime(at, timeZone, visit.locale)}`
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">{texts.invitationsTitle}</h2>
      {invitations.length === 0 ? (
        <p>{texts.invitationsNone}</p>
      ) : (
        <ul class="list" aria-label={texts.invitationsTable}>
          {invitations.map(({ id, name, role, until }) => (
            <li class="buttons">
              <strong>{name ?? texts.unnamed}</strong>
              <span>{staffFrame.roles[role]}</span>
              <span>{`${texts.until} ${moment(until)}`}</span>
              <Form action={`/invitations/${id}/withdraw`} class="inline">
                <Button
                  as="quiet"
                  aria-label={fill(texts.withdrawOf, { name: name ?? texts.unnamed })}
                >
                  {texts.withdraw}
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
