import { isLastAdmin, type StaffMember } from '../../../conference/staff/staffing.ts'
import { MistakeSummary } from '../../form.tsx'
import { notFound } from '../../faults.tsx'
import { shortDay, writtenTime } from '../../moments.ts'
import { show } from '../../page.tsx'
import { fill, type Texts } from '../../texts.ts'
import { AskedOnce, reasonId } from '../asked-once.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

export const personActs = ['make-admin', 'make-staff', 'reset', 'remove'] as const
export type PersonAct = (typeof personActs)[number]

/** GET /people/:person — what can be done about somebody's access; each is asked once. */
export function personShow(parts: StaffParts) {
  return (visit: StaffVisit) => personPage(parts, visit, undefined)
}

/** The page, perhaps asking again for why. */
export async function personPage(
  parts: StaffParts,
  visit: StaffVisit,
  wrong: PersonAct | undefined,
): Promise<void> {
  const members = await parts.store.staff.members.all()
  const member = members.find(({ id }) => id === visit.request.params['person'])
  if (member === undefined) {
    notFound(visit, parts)
    return
  }
  const { staffPeople: texts, staffFrame } = parts.texts[visit.locale]
  const mistake = wrong && texts.mistakes.reason
  const action = (act: PersonAct) => `/people/${member.id}/${act}`
  const content = (
    <div class="page">
      <h1>{member.name}</h1>
      <MistakeSummary
        mistakes={wrong === undefined ? {} : { [reasonId(action(wrong))]: texts.mistakes.reason }}
      />
      <dl class="facts-list">
        <dt>{texts.role}</dt>
        <dd>{staffFrame.roles[member.role]}</dd>
        <dt>{texts.lastSignIn}</dt>
        <dd>{lastSignIn(parts, visit, member)}</dd>
      </dl>
      {isLastAdmin(members, member.id) && <p class="hint">{texts.lastAdmin}</p>}
      <section class="list">
        {possible(members, member).map((act) => (
          <AskedOnce
            words={named(texts, act, member.name)}
            action={action(act)}
            grave={act === 'remove'}
            reason={{ label: texts.reason, hint: texts.reasonHint }}
            mistake={act === wrong ? mistake : undefined}
          />
        ))}
      </section>
      <p>
        <a class="button quiet" href="/people">
          {texts.link.back}
        </a>
      </p>
    </div>
  )
  const title = fill(texts.changeOf, { name: member.name })
  show(visit, parts, { title, content, status: wrong === undefined ? 200 : 422 })
}

/** What may be done about them. Nobody but them can let others in: then they stay as they are. */
export function possible(
  members: readonly StaffMember[],
  member: StaffMember,
): readonly PersonAct[] {
  if (isLastAdmin(members, member.id)) return ['reset']
  return [member.role === 'admin' ? 'make-staff' : 'make-admin', 'reset', 'remove']
}

const keys = {
  'make-admin': 'makeAdmin',
  'make-staff': 'makeStaff',
  reset: 'reset',
  remove: 'remove',
} as const satisfies Record<PersonAct, keyof Texts['staffPeople']>

function named(texts: Texts['staffPeople'], act: PersonAct, name: string) {
  const words = texts[keys[act]]
  return { ...words, explain: fill(words.explain, { name }) }
}

export function lastSignIn(parts: StaffParts, visit: StaffVisit, member: StaffMember): string {
  const { lastSignIn: at } = member
  const { timeZone } = parts
  if (at === undefined) return parts.texts[visit.locale].staffPeople.never
  return `${shortDay(at, timeZone, visit.locale)}, ${writtenTime(at, timeZone, visit.locale)}`
}
