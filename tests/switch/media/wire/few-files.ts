/** Runs where few files may be open (few-files.test.ts starts it): opens lines until there is no more, closes one, opens one. */
import { bindPair, closePair } from '../../../../src/switch/media/wire/socket.ts'
import { portPool } from '../../../../src/switch/media/wire/ports.ts'

const ports = portPool(26_000, 26_399)
const all = ports.free
const pairs = [await bindPair('127.0.0.1', ports)]
try {
  for (;;) pairs.push(await bindPair('127.0.0.1', ports))
} catch (error) {
  const lent = all - ports.free
  console.log(error instanceof Error ? error.name : '', lent === pairs.length ? 'none lost' : lent)
}
await new Promise<void>((closed) => {
  closePair(pairs.pop()!, closed)
})
pairs.push(await bindPair('127.0.0.1', ports))
console.log('one more')
process.exit()
