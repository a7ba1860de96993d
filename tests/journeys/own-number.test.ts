import { test } from '@jest/globals'
import { caller, callerIn } from '../kit/phone.ts'
import { running } from '../kit/running.ts'

/* A telephone number that belongs to one room, on the built-in switch. */

const main = '+4930231250'
const ofOneRoom = '+4930231251'

test('the number of one room: the PIN is all that is keyed', async () => {
  await using rundruf = await running({ PHONE_NUMBER: main, PHONE_NUMBERS: ofOneRoom })
  await rundruf.command('number', 'assign', ofOneRoom, '--room', rundruf.room)
  await using ada = await callerIn('ada', rundruf)
  await using bob = await caller('bob', rundruf, { user: ofOneRoom })
  await bob.listens()
  await bob.presses(rundruf.pin)
  bob.hums()
  await ada.comesToHear('bob')
  await bob.comesToHear('ada')
})
