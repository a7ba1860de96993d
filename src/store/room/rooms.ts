import type { Kysely } from 'kysely'
import type { Rooms } from '../../conference/ports.ts'
import { roomOptions, type Room } from '../../conference/room/room.ts'
import type { Seal } from '../sealed.ts'
import { statement } from '../statement.ts'
import type { RoomRow, Tables } from '../tables.ts'

const byNumber = statement((db, { number }: { number: string }) =>
  db.selectFrom('room').selectAll().where('number', '=', number),
)
const byId = statement((db, { id }: { id: string }) =>
  db.selectFrom('room').selectAll().where('id', '=', id),
)

const byPhoneNumber = statement((db, { phoneNumber }: { phoneNumber: string }) =>
  db.selectFrom('room').selectAll().where('phone_number', '=', phoneNumber),
)

/** Rooms; PINs and names are sealed, each bound to its room and what it is. */
export function rooms(db: Kysely<Tables>, seal: Seal): Rooms {
  const toRoom = (row: RoomRow) => roomOf(row, seal)

  return {
    async byNumber(number) {
      const [row] = await byNumber.rows(db, { number })
      if (row !== undefined) return toRoom(row)
      // The same work as for a known room, so that its time tells nothing (S-31).
      seal.openDecoy()
      seal.openDecoy()
      return undefined
    },
    async isWithoutPin(number) {
      const [row] = await byNumber.rows(db, { number })
      return row?.guest_pin_sealed === '' && !toRoom(row).archived
    },
    async byId(id) {
      const [row] = await byId.rows(db, { id })
      return row && unopened(row, seal)
    },
    async byPhoneNumber(phoneNumber) {
      const [row] = await byPhoneNumber.rows(db, { phoneNumber })
      return row && toRoom(row)
    },
    async givePhoneNumber(phoneNumber, room) {
      const set = (phone_number: string | null) => db.updateTable('room').set({ phone_number })
      await set(null).where('phone_number', '=', phoneNumber).execute()
      if (room !== undefined) await set(phoneNumber).where('id', '=', room).execute()
    },
    async givenPhoneNumbers() {
      const rows = await db
        .selectFrom('room')
        .select('phone_number')
        .where('phone_number', 'is not', null)
        .execute()
      return rows.flatMap(({ phone_number: given }) => (given === null ? [] : [given]))
    },
    async all() {
      const rows = await db.selectFrom('room').selectAll().orderBy('number').execute()
      return rows.map(toRoom)
    },
    async add(room) {
      const { id, number } = room
      const added = await db
        .insertInto('room')
        .values({ id, number, phone_number: null, ...changing(room, seal) })
        .onConflict((conflict) => conflict.column('number').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    async change(room) {
      await db.updateTable('room').set(changing(room, seal)).where('id', '=', room.id).execute()
    },
    async remove(id) {
      await db.deleteFrom('room').where('id', '=', id).execute()
    },
  }
}

/** A row as the room it is. @throws SealBroken when it was written with another key */
export function roomOf(row: RoomRow, seal: Seal): Room {
  if (row.guest_pin_sealed === '') seal.openDecoy()
  return {
    ...optionsOf(row),
    // Opened for those who show it: on the way in it would make rooms with a name take longer (S-31).
    get name() {
      return nameIn(row, seal)
    },
    ...openIn(row),
    guestPin: guestPinIn(row, seal),
    hostPin: hostPinIn(row, seal),
  }
}

/** The same room, whose PINs are opened when somebody looks at them: most who ask for it by its id do not. */
function unopened(row: RoomRow, seal: Seal): Room {
  return {
    ...optionsOf(row),
    get name() {
      return nameIn(row, seal)
    },
    ...openIn(row),
    get guestPin() {
      return guestPinIn(row, seal)
    },
    get hostPin() {
      return hostPinIn(row, seal)
    },
  }
}

/** What needs no key. */
const openIn = ({ id, number, locale, phone_number: phoneNumber }: RoomRow) => ({
  id,
  number,
  locale,
  phoneNumber: phoneNumber ?? undefined,
})

// Written by us from options that were checked.
const optionsOf = ({ options, callers_max: callersMax }: RoomRow) =>
  roomOptions.parse({ ...(JSON.parse(options) as object), callersMax })

const nameIn = ({ id, name_sealed: name }: RoomRow, seal: Seal): string =>
  name === '' ? '' : seal.open(name, `${id} name`)

const guestPinIn = ({ id, guest_pin_sealed: pin }: RoomRow, seal: Seal): string | undefined =>
  pin === '' ? undefined : seal.open(pin, `${id} guest`)

const hostPinIn = ({ id, host_pin_sealed: pin }: RoomRow, seal: Seal): string =>
  seal.open(pin, `${id} host`)

/** Options that have no column of their own; a new one needs none either. */
const furtherOptions = roomOptions.omit({ name: true, callersMax: true })

/** All but what names the room for ever. */
function changing(room: Room, seal: Seal) {
  const { id, guestPin = '', hostPin, locale, callersMax, name } = room
  const sealed = (text: string, what: string) =>
    text === '' ? '' : seal.seal(text, `${id} ${what}`)
  return {
    guest_pin_sealed: sealed(guestPin, 'guest'),
    host_pin_sealed: sealed(hostPin, 'host'),
    name_sealed: sealed(name, 'name'),
    locale,
    callers_max: callersMax,
    options: JSON.stringify(furtherOptions.parse(room)),
  }
}
