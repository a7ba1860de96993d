import { z } from 'zod'
import { roomUses } from '../../conference/staff/organisers-for-staff.ts'
import { each, sentence } from './shapes.ts'

const asked = z.strictObject({ open: sentence, explain: sentence, do: sentence })
/** `{organisation}`, `{rooms}` and `{imprint}`, which are links. */
const mail = z.strictObject({ subject: sentence, text: z.array(z.string()) })

/** Organisers as admins see them, and the mails that tell organisers what admins did. */
export const staffOrganisers = z.strictObject({
  title: sentence,
  lede: sentence,
  search: z.strictObject({
    title: sentence,
    address: sentence,
    hint: sentence,
    send: sentence,
    mistakes: z.strictObject({ address: sentence, nobody: sentence }),
  }),
  table: sentence,
  none: sentence,
  account: sentence,
  /** `{name}` */
  accountNamed: sentence,
  rooms: sentence,
  lastSignIn: sentence,
  never: sentence,
  created: sentence,
  address: sentence,
  state: sentence,
  open: sentence,
  locked: sentence,
  /** `{day}` */
  lockedSince: sentence,
  look: sentence,
  /** `{name}` */
  lookAt: sentence,
  pages: sentence,
  /** `{page}`, `{pages}` */
  pageOf: sentence,
  earlier: sentence,
  later: sentence,
  actsTitle: sentence,
  lock: asked,
  unlock: asked,
  delete: asked,
  /** `{ending}`, `{staying}`: how many rooms. */
  roomsEnd: sentence,
  roomsStay: sentence,
  reason: sentence,
  reasonHint: sentence,
  back: sentence,
  roomsTitle: sentence,
  roomsLede: sentence,
  roomsNone: sentence,
  /** `{name}` */
  room: sentence,
  since: sentence,
  use: sentence,
  uses: each(roomUses),
  organisers: sentence,
  handOver: z.strictObject({
    open: sentence,
    explain: sentence,
    address: sentence,
    addressHint: sentence,
    do: sentence,
  }),
  mistakes: z.strictObject({
    reason: sentence,
    address: sentence,
    unknown: sentence,
    same: sentence,
    locked: sentence,
    manyRooms: sentence,
    other: sentence,
  }),
  mails: z.strictObject({
    locked: mail,
    unlocked: mail,
    deleted: mail,
    handedOver: mail,
    takenOver: mail,
  }),
})
