import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { stackOf } from '../log.ts'
import type { Command, News } from './messages.ts'
import { makePlane } from './plane.ts'

/** One plane as signalling sees it, wherever it runs. */
export type PlaneLink = {
  readonly send: (command: Command) => void
  /** Only what has a thread of its own can hang while signalling goes on. */
  readonly thread?: Thread
  /** Resolves when all its ports are closed. */
  readonly close: () => Promise<void>
}

export type Thread = {
  /** Tells something soon; nothing at all (`[]`) when there is nothing to tell. */
  readonly ask: () => void
  /** Ends it, whatever it is doing; then it has died of this. */
  readonly end: (why: string) => void
}

/** What signalling hears of it. */
export type LinkListener = {
  /** What it tells, in order. */
  readonly hear: (news: readonly News[]) => void
  /** It is gone, and with it all its legs and rooms; never after `close`. */
  readonly died: (why: string) => void
}

export type MakeLink = (listener: LinkListener) => PlaneLink

/** A thread that is told to stop is given this long for its goodbyes. */
const closingMsMax = 2_000

/** In this thread: commands are done at once, and news are heard before the next line. */
export function planeHere({ hear }: LinkListener): PlaneLink {
  const plane = makePlane(hear)
  return {
    send(command) {
      plane.take(command)
    },
    close() {
      plane.close()
      return Promise.resolve()
    },
  }
}

/** In a thread of its own (thread.ts). */
export function planeInThread(listener: LinkListener): PlaneLink {
  // The ending is that of this file: sources are TypeScript, and what is installed is JavaScript.
  const file = new URL(`thread${extname(import.meta.filename)}`, import.meta.url)
  return linkTo(new Worker(file, { name: 'sound' }), listener)
}

/** @param worker runs thread.ts */
export function linkTo(worker: Worker, { hear, died }: LinkListener): PlaneLink {
  const over = Promise.withResolvers<undefined>()
  let closing = false
  let why = 'it has ended by itself'
  worker.on('message', hear)
  worker.on('error', (bug) => {
    why = stackOf(bug)
  })
  worker.on('exit', () => {
    over.resolve(undefined)
    if (!closing) died(why)
  })
  return {
    send(command) {
      worker.postMessage(command)
    },
    thread: {
      ask() {
        worker.postMessage('ask')
      },
      end(because) {
        why = because
        void worker.terminate()
      },
    },
    async close() {
      closing = true
      worker.postMessage('close')
      const patience = setTimeout(() => void worker.terminate(), closingMsMax)
      await over.promise
      clearTimeout(patience)
    },
  }
}

/** So many threads, or one plane in this one. */
export function planesFor(threads = 0): readonly MakeLink[] {
  // Elsewhere two sockets do not share a port in a way that lets calls move (media/wire/socket.ts).
  const able = process.platform === 'linux' ? threads : Math.min(1, threads)
  return able === 0 ? [planeHere] : Array.from({ length: able }, () => planeInThread)
}
