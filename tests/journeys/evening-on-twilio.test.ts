import { expect, test } from '@jest/globals'
import { reconcile } from '../../src/voice/carrier/reconcile.ts'
import { aRoom } from '../kit/rooms.ts'
import { openTwilioHouse } from '../kit/twilio-house.ts'

/* A whole evening over both of Twilio's wires: webhooks in, REST out, each held against Twilio's own description. */

test('waiting, let in, muted by the host, removed by nobody, ended for all', async () => {
  await using house = await openTwilioHouse({ room: aRoom({ waitingRoom: true }) })
  const { rest, phone } = house
  const host = await house.comesIn(house.room.hostPin)
  const bob = await house.comesIn()
  const cy = await house.comesIn()
  await rest.settled()
  expect([host.at, bob.at, cy.at]).toEqual(['conference', 'round', 'round'])

  // Let in by key: both are called in over REST, out of their round of waiting.
  await host.presses('*1')
  if (host.at === 'gather') await host.presses('2')
  await rest.until(() => bob.at === 'conference' && cy.at === 'conference')

  if (host.at !== 'conference') await host.waits()
  await host.presses('*7')
  const muted = () => house.carrier.present(bob.conference).filter((one) => one.muted)
  await rest.until(() => muted().length === 2)
  expect(muted().map(({ call }) => call)).toEqual([bob.sid, cy.sid])

  // What the app believes is what the carrier says, so nothing needs repair.
  expect(await reconcile({ ...house.parts, phone })).toBe(0)

  if (host.at !== 'conference') await host.waits()
  await host.presses('*81')
  await rest.until(() => bob.at === 'over' && cy.at === 'over')
  expect(bob.hears).toContain('Die Runde ist zu Ende.')
  expect(rest.mistakes).toEqual([])
})
