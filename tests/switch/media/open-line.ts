import { Line, type LineListener } from '../../../src/switch/media/line.ts'
import type { PortPool } from '../../../src/switch/media/wire/ports.ts'
import { bindAt } from '../../../src/switch/media/wire/socket.ts'

/** The sound of one call, without the plane that would open and tick it. */
export async function openLine(
  address: string,
  ports: PortPool,
  listener: LineListener,
): Promise<Line> {
  const port = ports.take()
  if (port === undefined) throw new Error('this test has no port left')
  const pair = await bindAt(address, port, 'alone')
  pair.sound.once('close', () => {
    ports.release(port)
  })
  return new Line(pair, listener)
}
