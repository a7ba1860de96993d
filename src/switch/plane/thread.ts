import { parentPort } from 'node:worker_threads'
import type { Command } from './messages.ts'
import { makePlane } from './plane.ts'

/* What a thread for sound runs: one plane, told and heard by messages. It ends when its last socket is closed. */

const port = parentPort
if (!port) throw new Error('a media plane in a thread of its own is started by link.ts')

const plane = makePlane((news) => {
  port.postMessage(news)
})
port.on('message', (command: Command | 'ask' | 'close') => {
  if (command === 'ask')
    port.postMessage([]) // it does not hang
  else if (command === 'close') {
    plane.close()
    port.close()
  } else plane.take(command)
})
