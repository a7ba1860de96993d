import { z } from 'zod'
import { numberKinds } from '../../conference/call/number-kind.ts'
import { stages } from '../../conference/call/stage.ts'
import { each, sentence } from './shapes.ts'

const chart = z.strictObject({
  title: sentence,
  /** `{sum}`, `{most}`, `{when}` */
  summary: sentence,
})

/** What staff see of the lines. */
export const staffBoard = z.strictObject({
  title: sentence,
  /** `{time}` */
  asOf: sentence,
  reload: sentence,
  pause: sentence,
  goOn: sentence,
  alarmSound: sentence,
  /** For the script: what there is to say of the connection. */
  live: z.strictObject({
    live: sentence,
    lost: sentence,
    door: sentence,
    elsewhere: sentence,
    /** `{time}` */
    paused: sentence,
  }),
  alarmsTitle: sentence,
  allWell: sentence,
  alarms: z.strictObject({
    /** `{time}` */
    carrier: sentence,
    carrierUnknown: sentence,
    /** `{time}` */
    paused: sentence,
    protected: sentence,
    /** `{count}` */
    faults: sentence,
    /** `{inUse}`, `{capacity}` */
    capacity: sentence,
  }),
  inUse: sentence,
  /** `{capacity}` */
  of: sentence,
  unlimited: sentence,
  free: sentence,
  meetingsCount: sentence,
  /** Callers who asked for help, and wait for somebody to take it. */
  helpCount: sentence,
  flowTitle: sentence,
  stages: each(stages),
  carrierTitle: sentence,
  carriers: z.strictObject({ 'built-in': sentence, twilio: sentence }),
  /** `{time}` */
  health: z.strictObject({ answers: sentence, silent: sentence, unknown: sentence }),
  faultsRecent: sentence,
  codecs: sentence,
  meetingsTitle: sentence,
  meetingsNone: sentence,
  meeting: sentence,
  since: sentence,
  callers: sentence,
  host: sentence,
  hostThere: sentence,
  hostNotThere: sentence,
  carrier: sentence,
  linesTitle: sentence,
  linesNone: sentence,
  line: sentence,
  act: sentence,
  /** `{number}` */
  actOnLine: sentence,
  /** `{name}` */
  actOnMeeting: sentence,
  stage: sentence,
  kind: sentence,
  kinds: each(numberKinds),
  talk: sentence,
  talks: sentence,
  silent: sentence,
  sound: sentence,
  soundUnknown: sentence,
  /** `{loss}`, `{jitter}`, `{mos}` */
  soundIs: sentence,
  chartsTitle: sentence,
  charts: z.strictObject({
    calls: chart,
    lines: chart,
    'wrong-entries': chart,
    faults: chart,
    'turned-away': chart,
  }),
  nothing: sentence,
  chartTable: sentence,
  hour: sentence,
  amount: sentence,
})
