import { notFound } from '../../faults.tsx'
import { writtenTime } from '../../moments.ts'
import { fill } from '../../texts.ts'
import { acting, showActing, type Wrong } from '../acting.tsx'
import { AskedOnce, reasonGiven } from '../asked-once.tsx'
import { shortName } from './parts.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

/** GET /meetings/:meeting — what can be done about a meeting: end it. */
export function meetingShow(parts: StaffParts) {
  return (visit: StaffVisit) => page(parts, visit, undefined)
}

/** POST /meetings/:meeting/end — everybody hears a goodbye. */
export function meetingEnd(parts: StaffParts) {
  return acting(parts, {
    shape: reasonGiven,
    wish: (_form, visit) => ({ do: 'end-meeting', meeting: meetingOf(visit) }),
    again: (visit, mistakes) => page(parts, visit, { act: 'end', mistakes }),
  })
}

const meetingOf = ({ request }: StaffVisit): string => String(request.params['meeting'])

async function page(parts: StaffParts, visit: StaffVisit, wrong: Wrong | undefined): Promise<void> {
  const id = meetingOf(visit)
  const meeting = (await parts.board.show()).meetings.find((one) => one.id === id)
  if (meeting === undefined) {
    notFound(visit, parts)
    return
  }
  const { staffActs: texts, staffBoard } = parts.texts[visit.locale]
  const title = fill(texts.meeting, { name: shortName(id) })
  const content = (
    <>
      <dl class="facts-list">
        <dt>{staffBoard.since}</dt>
        <dd>{writtenTime(meeting.opened, parts.timeZone, visit.locale)}</dd>
        <dt>{staffBoard.callers}</dt>
        <dd>{meeting.callers}</dd>
      </dl>
      <section class="list">
        <AskedOnce
          words={texts.endMeeting}
          action={`/meetings/${id}/end`}
          grave
          reason={{ label: texts.reason, hint: texts.reasonHint }}
          mistake={wrong?.mistakes['reason']}
        />
      </section>
    </>
  )
  showActing(visit, parts, { title, wrong, content, leadsBack: true })
}
