import {
  helpOpen,
  type Board,
  type BoardLine,
  type BoardMeeting,
  type LineQuality,
} from '../../../conference/staff/board.ts'
import { alarmsOf, type BoardAlarm } from '../../../conference/staff/board-alarms.ts'
import { besideStages, wayStages, type Stage } from '../../../conference/call/stage.ts'
import { Scrolls } from '../../scrolls.tsx'
import { fill, type Texts } from '../../texts.ts'

/* The pieces of the staff's board. Each has an id of its own, so that each can be drawn anew by itself. */

export type BoardWords = {
  readonly texts: Texts['staffBoard']
  /** A moment of today as people read it: `18:02`. */
  readonly time: (at: number) => string
}
export type LineWords = BoardWords & {
  /** With one place behind the comma: `0,4`. */
  readonly tenths: (value: number) => string
}
export type AlarmWords = BoardWords & { readonly alarmTexts: Texts['staffAlarms'] }
type Props = BoardWords & { readonly board: Board }

/** What to look at, in words (W-17). */
export function Alarms({ board, texts, alarmTexts, time }: Props & AlarmWords) {
  const alarms = alarmsOf(board)
  return (
    <section
      id="alarms"
      class={alarms.length === 0 ? 'notice' : 'mistakes'}
      aria-labelledby="alarms-title"
    >
      <h2 id="alarms-title" class="unseen">
        {texts.alarmsTitle}
      </h2>
      {alarms.length === 0 ? (
        <p>{texts.allWell}</p>
      ) : (
        <ul>
          {alarms.map((alarm) => (
            <li>{sentenceOf(alarm, { texts, alarmTexts, time })}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function sentenceOf(alarm: BoardAlarm, { texts, alarmTexts, time }: AlarmWords): string {
  if ('numbers' in alarm) {
    const { says, todo } = alarmTexts.alarms[alarm.is]
    return `${fill(says, alarm.numbers)} ${todo}`
  }
  const sentence = texts.alarms[alarm.is]
  return fill(sentence, 'since' in alarm ? { time: time(alarm.since) } : alarm)
}

/** How full it is. */
export function Numbers({ board, texts }: Props) {
  const { inUse, capacity, meetings } = board
  return (
    <section id="numbers" class="numbers" aria-label={texts.title}>
      <p class="sheet">
        <strong>{inUse}</strong> {texts.inUse}{' '}
        <small>{capacity === undefined ? texts.unlimited : fill(texts.of, { capacity })}</small>
        {capacity !== undefined && (
          <meter
            min={0}
            max={capacity}
            high={capacity * 0.8}
            optimum={0}
            value={inUse}
            aria-label={texts.inUse}
          >
            {inUse}
          </meter>
        )}
      </p>
      <p class="sheet">
        <strong>{meetings.length}</strong> {texts.meetingsCount}
      </p>
      <p class="sheet">
        <strong>{helpOpen(board)}</strong> <a href="/help">{texts.helpCount}</a>
      </p>
    </section>
  )
}

/** From the greeting to the meeting, with how many are where. */
export function Flow({ board, texts }: Props) {
  return (
    <section id="flow" aria-labelledby="flow-title">
      <h2 id="flow-title">{texts.flowTitle}</h2>
      <ol class="flow">
        {wayStages.map((stage) => (
          <StageCount {...{ stage, board, texts }} />
        ))}
      </ol>
      <ul class="flow beside">
        {besideStages.map((stage) => (
          <StageCount {...{ stage, board, texts }} />
        ))}
      </ul>
    </section>
  )
}

function StageCount({ stage, board, texts }: Omit<Props, 'time'> & { readonly stage: Stage }) {
  const count = board.stages[stage]
  return (
    <li class={count === 0 ? 'empty' : undefined}>
      <strong>{count}</strong> {texts.stages[stage]}
    </li>
  )
}

export function Carrier({ board: { carrier, lines }, texts, time }: Props) {
  const { kind, health, faults } = carrier
  const codecs = codecsOf(lines)
  return (
    <section id="carrier" class="sheet" aria-labelledby="carrier-title">
      <h2 id="carrier-title">{texts.carrierTitle}</h2>
      <dl class="facts-list">
        <dt>{texts.carriers[kind]}</dt>
        <dd>{fill(texts.health[health.is], { time: time(health.since) })}</dd>
        <dt>{texts.faultsRecent}</dt>
        <dd>{faults}</dd>
        {codecs !== '' && (
          <>
            <dt>{texts.codecs}</dt>
            <dd>{codecs}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

/** `PCMA 12, PCMU 3`, as far as lines tell. */
function codecsOf(lines: readonly BoardLine[]): string {
  const heard = lines.flatMap(({ quality }) => quality ?? [])
  return Array.from(
    Map.groupBy(heard, ({ codec }) => codec),
    ([codec, ones]) => `${codec} ${String(ones.length)}`,
  )
    .sort()
    .join(', ')
}

export function Meetings({ board, texts, time }: Props) {
  const { meetings, carrier } = board
  return (
    <section id="meetings" aria-labelledby="meetings-title">
      <h2 id="meetings-title">{texts.meetingsTitle}</h2>
      {meetings.length === 0 ? (
        <p>{texts.meetingsNone}</p>
      ) : (
        <Scrolls label={texts.meetingsTitle}>
          <table>
            <caption class="unseen">{texts.meetingsTitle}</caption>
            <thead>
              <tr>
                {[texts.meeting, texts.since].map((name) => (
                  <th scope="col">{name}</th>
                ))}
                <th scope="col" class="count">
                  {texts.callers}
                </th>
                {[texts.host, texts.carrier, texts.act].map((name) => (
                  <th scope="col">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody id="meeting-rows">
              {meetings.map((meeting) => (
                <MeetingRow {...{ meeting, texts, time }} carrier={texts.carriers[carrier.kind]} />
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
    </section>
  )
}

type MeetingRowProps = BoardWords & { readonly meeting: BoardMeeting; readonly carrier: string }

export function MeetingRow({ meeting, texts, time, carrier }: MeetingRowProps) {
  const { id, opened, callers, hostThere } = meeting
  return (
    <tr id={`m-${id}`}>
      <th scope="row" tabIndex={-1}>
        {shortName(id)}
      </th>
      <td>{time(opened)}</td>
      <td class="count">{callers}</td>
      <td>{hostThere ? texts.hostThere : texts.hostNotThere}</td>
      <td>{carrier}</td>
      <td>
        <a
          class="button quiet"
          href={`/meetings/${id}`}
          aria-label={fill(texts.actOnMeeting, { name: shortName(id) })}
        >
          {texts.act}
        </a>
      </td>
    </tr>
  )
}

export function Lines({ board: { lines }, texts, time, tenths }: Props & LineWords) {
  return (
    <section id="lines" aria-labelledby="lines-title">
      <h2 id="lines-title">{texts.linesTitle}</h2>
      {lines.length === 0 ? (
        <p>{texts.linesNone}</p>
      ) : (
        <Scrolls label={texts.linesTitle}>
          <table>
            <caption class="unseen">{texts.linesTitle}</caption>
            <thead>
              <tr>
                {[
                  texts.line,
                  texts.stage,
                  texts.since,
                  texts.kind,
                  texts.talk,
                  texts.sound,
                  texts.act,
                ].map((name) => (
                  <th scope="col">{name}</th>
                ))}
              </tr>
            </thead>
            <tbody id="line-rows">
              {lines.map((line) => (
                <LineRow {...{ line, texts, time, tenths }} />
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
    </section>
  )
}

export function LineRow({ line, texts, time, tenths }: LineWords & { readonly line: BoardLine }) {
  const { id, number, stage, since, kind, talks, quality } = line
  return (
    <tr id={`l-${id}`}>
      <th scope="row" tabIndex={-1}>
        {number}
      </th>
      <td>{texts.stages[stage]}</td>
      <td>{time(since)}</td>
      <td>{texts.kinds[kind]}</td>
      <td>{talks === undefined ? '–' : talks ? texts.talks : texts.silent}</td>
      <td>{sound(quality, texts, tenths)}</td>
      <td>
        <a
          class="button quiet"
          href={`/lines/${id}`}
          aria-label={fill(texts.actOnLine, { number })}
        >
          {texts.act}
        </a>
      </td>
    </tr>
  )
}

function sound(
  quality: LineQuality | undefined,
  texts: Texts['staffBoard'],
  tenths: LineWords['tenths'],
): string {
  if (quality === undefined) return texts.soundUnknown
  const { lossPercent: loss, jitterMs: jitter, mos } = quality
  return fill(texts.soundIs, {
    loss: tenths(loss),
    jitter: Math.round(jitter),
    mos: tenths(mos),
  })
}

/** Enough to tell one from another when two people talk about them. */
export function shortName(id: string): string {
  return id
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 4)
    .toUpperCase()
}
