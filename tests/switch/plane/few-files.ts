/** Runs where few files may be open (few-files.test.ts starts it): opens calls until there is no more, ends one, opens one. */
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { openPlanes } from '../../../src/switch/plane/planes.ts'

const nothing = () => undefined
const listener = { pressed: nothing, broke: nothing, told: nothing, lost: nothing }
const ports = portPool(26_000, 26_399)
const all = ports.free
const log = { info: nothing, warn: nothing, error: nothing }
const planes = openPlanes({ ports, late: nothing, log })
const open = () => planes.open(`call ${all - ports.free}`, '127.0.0.1', listener)

const legs = [await open()]
try {
  for (;;) legs.push(await open())
} catch (error) {
  const lent = all - ports.free
  console.log(error instanceof Error ? error.name : '', lent === legs.length ? 'none lost' : lent)
}
const last = legs.pop()!
last.close()
await last.closed
// Its sockets close with the next turn of the event loop.
await new Promise(setImmediate)
await open()
console.log('one more')
process.exit()
