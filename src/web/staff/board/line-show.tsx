import { z } from 'zod'
import { blockDays } from '../../../conference/staff/blocking.ts'
import type { BoardLine } from '../../../conference/staff/board.ts'
import type { Stage } from '../../../conference/call/stage.ts'
import { OneOf, TextField } from '../../form.tsx'
import { notFound } from '../../faults.tsx'
import { writtenTime } from '../../moments.ts'
import type { Mistakes } from '../../read-form.ts'
import { fill, type Texts } from '../../texts.ts'
import { acting, showActing, type Wrong } from '../acting.tsx'
import { AskedOnce, reasonGiven } from '../asked-once.tsx'
import type { StaffParts } from '../parts.ts'
import { roomShape } from '../operation/room-asked.ts'
import type { StaffVisit } from '../visit.ts'

/** Somebody may be stuck here, and can be brought to a waiting room. */
const stuckStages: readonly Stage[] = ['greeting', 'room', 'pin', 'help']

/** GET /lines/:line — what can be done about a call. */
export function lineShow(parts: StaffParts) {
  return (visit: StaffVisit) => page(parts, visit, undefined)
}

/** POST /lines/:line/end */
export function lineEnd(parts: StaffParts) {
  return acting(parts, {
    shape: reasonGiven,
    wish: (_form, visit) => ({ do: 'end-call', line: lineOf(visit) }),
    again: askAgain(parts, 'end'),
  })
}

const blockShape = reasonGiven.extend({
  days: z.preprocess(Number, z.literal(blockDays, { error: 'days' })),
})

/** POST /lines/:line/block */
export function lineBlock(parts: StaffParts) {
  return acting(parts, {
    shape: blockShape,
    wish: ({ days }, visit) => ({ do: 'block-line', line: lineOf(visit), days }),
    again: askAgain(parts, 'block'),
  })
}

/** POST /lines/:line/waiting-room — nothing is said of the room but whether it was done. */
export function lineToWaitingRoom(parts: StaffParts) {
  return acting(parts, {
    shape: roomShape,
    wish: ({ roomNumber }, visit) => ({ do: 'to-waiting-room', line: lineOf(visit), roomNumber }),
    again: askAgain(parts, 'waiting-room'),
  })
}

const lineOf = ({ request }: StaffVisit): string => String(request.params['line'])

const askAgain =
  (parts: StaffParts, act: string) =>
  (visit: StaffVisit, mistakes: Mistakes): Promise<void> =>
    page(parts, visit, { act, mistakes })

async function page(parts: StaffParts, visit: StaffVisit, wrong: Wrong | undefined): Promise<void> {
  const id = lineOf(visit)
  const line = (await parts.board.show()).lines.find((one) => one.id === id)
  if (line === undefined) {
    notFound(visit, parts)
    return
  }
  const { staffActs: texts, staffBoard } = parts.texts[visit.locale]
  const title = fill(texts.line, { number: line.number })
  const content = (
    <>
      <dl class="facts-list">
        <dt>{staffBoard.stage}</dt>
        <dd>{staffBoard.stages[line.stage]}</dd>
        <dt>{staffBoard.since}</dt>
        <dd>{writtenTime(line.since, parts.timeZone, visit.locale)}</dd>
        <dt>{staffBoard.kind}</dt>
        <dd>{staffBoard.kinds[line.kind]}</dd>
      </dl>
      <section class="list">
        <Acts {...{ line, texts, wrong }} />
      </section>
    </>
  )
  showActing(visit, parts, { title, wrong, content, leadsBack: true })
}

type ActsProps = {
  readonly line: BoardLine
  readonly texts: Texts['staffActs']
  readonly wrong: Wrong | undefined
}

function Acts({ line, texts, wrong }: ActsProps) {
  const asked = (act: string) => ({
    action: `/lines/${line.id}/${act}`,
    reason: { label: texts.reason, hint: texts.reasonHint },
    mistake: wrong?.act === act ? wrong.mistakes['reason'] : undefined,
    open: wrong?.act === act,
  })
  const mistakeIn = (act: string, field: string) =>
    wrong?.act === act ? wrong.mistakes[field] : undefined
  return (
    <>
      {stuckStages.includes(line.stage) && (
        <AskedOnce words={texts.waitingRoom} {...asked('waiting-room')}>
          <TextField
            name="roomNumber"
            label={texts.roomNumber}
            hint={texts.roomNumberHint}
            mistake={mistakeIn('waiting-room', 'roomNumber')}
            inputMode="numeric"
            autoComplete="off"
          />
        </AskedOnce>
      )}
      <AskedOnce words={texts.end} {...asked('end')} grave />
      <AskedOnce words={texts.block} {...asked('block')} grave>
        <OneOf
          name="days"
          label={texts.blockDays}
          mistake={mistakeIn('block', 'days')}
          value="1"
          options={blockDays.map((days) => ({
            value: String(days),
            label: days === 1 ? texts.days.one : fill(texts.days.many, { days }),
          }))}
        />
      </AskedOnce>
    </>
  )
}
