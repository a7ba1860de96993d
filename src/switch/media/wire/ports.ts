import { randomInt } from 'node:crypto'

/** The even ports of a range (RFC 3550 §11), each lent to one line at a time. */
export type PortPool = {
  /** A free port that nobody could have guessed, or undefined when all are lent. */
  take(): number | undefined
  /** Back after the line closed. */
  release(port: number): void
  readonly free: number
}

/** @throws RangeError when there is no even port between `first` and `last` */
export function portPool(first: number, last: number): PortPool {
  const free: number[] = []
  for (let port = first + (first % 2); port <= last; port += 2) free.push(port)
  if (free.length === 0) throw new RangeError(`no even port from ${first} to ${last}`)
  return {
    take() {
      if (free.length === 0) return undefined
      const place = randomInt(free.length)
      const port = free[place]!
      free[place] = free[free.length - 1]!
      free.pop()
      return port
    },
    release(port) {
      if (!free.includes(port)) free.push(port)
    },
    get free() {
      return free.length
    },
  }
}
