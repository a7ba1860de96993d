import { staffSessionLasts } from '../../../conference/staff/staffing.ts'
import { livePages, type LivePages } from '../../live/pages.ts'
import { alarmNews, drawBoard, type BoardDrawing } from './drawing.tsx'
import { boardViews } from './show.tsx'
import { noteSeen } from '../doors.ts'
import type { StaffParts } from '../parts.ts'
import type { StaffSignedIn, StaffVisit } from '../visit.ts'

/** GET /live — the board, again whenever something changes. */
export function boardLive(parts: StaffParts): LivePages<StaffVisit> {
  const viewOf = boardViews(parts)
  return livePages<StaffVisit, StaffSignedIn['member']['role'], BoardDrawing>(parts, {
    what: () => 'board',
    whose: ({ signedIn }) => signedIn.member.id,
    about: ({ signedIn }) => signedIn.member.role,
    page: () => '/',
    stillWelcome: (visit) => stillStaff(parts, visit),
    subject: () => ({
      listen: (changed) => parts.board.listen(changed),
      async look() {
        const board = await parts.board.show()
        return (locale) => drawBoard(viewOf(board, locale))
      },
      news: alarmNews,
    }),
  })
}

/** Whether they would be let in now as well. An open board counts as being there (S-07). */
async function stillStaff(
  { store, clock }: StaffParts,
  { signedIn: { member, session } }: StaffVisit,
): Promise<StaffSignedIn['member']['role'] | undefined> {
  const { members, sessions } = store.staff
  const at = clock()
  const now = (await sessions.of(member.id)).find(({ id }) => id === session.id)
  if (now === undefined || !staffSessionLasts(now, at)) return undefined
  await noteSeen(store, now, at)
  const role = (await members.byId(member.id))?.role
  return role === member.role ? role : undefined
}
