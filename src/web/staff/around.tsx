import type { StaffRole } from '../../conference/staff/staffing.ts'
import type { Around, MenuItem } from '../around.tsx'
import { Token } from '../form.tsx'
import type { Texts } from '../texts.ts'
import type { StaffSignedIn } from './visit.ts'

type Words = Texts['staffFrame']

/** What stands around the pages of the staff console: its own menu, and what staff must never forget. */
export function aroundStaff(words: Words, signedIn: StaffSignedIn | undefined): Around {
  const foot = (
    <>
      <p>{words.secrecy}</p>
      {signedIn !== undefined && (
        <form method="post" action="/sign-out" class="inline">
          <Token />
          <button class="button quiet">{words.signOut}</button>
        </form>
      )}
    </>
  )
  const menu = signedIn?.session.is === 'full' ? menuOf(words, signedIn.member.role) : []
  return { home: '/', back: words.back, menu, foot, styles: ['staff'] }
}

function menuOf(words: Words, role: StaffRole): readonly MenuItem[] {
  const all = [
    { path: '/', name: words.board },
    { path: '/help', name: words.help },
    { path: '/service', name: words.service },
  ]
  const admins = [
    { path: '/numbers', name: words.numbers },
    { path: '/organisers', name: words.organisers },
    { path: '/people', name: words.people },
    { path: '/audit', name: words.audit },
  ]
  return [...all, ...(role === 'admin' ? admins : []), { path: '/me', name: words.me }]
}
