/** A way that loses packets, holds them up, lets them overtake one another and brings some twice; the same each time. */
export type Badness = {
  readonly lossPercent: number
  /** Each packet takes up to so long, whatever the others take. */
  readonly jitterMs: number
  readonly twicePercent: number
}

export type BadNetwork<Packet> = {
  send(packet: Packet): void
  /** Time passes; what arrives in it, in the order of arrival. */
  pass(ms: number): Packet[]
}

/** @param badness may change while it runs: ways get better and worse */
export function badNetwork<Packet>(badness: Badness, seed = 1): BadNetwork<Packet> {
  let state = seed
  let nowMs = 0
  let onTheWay: { packet: Packet; atMs: number }[] = []
  const chance = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const put = (packet: Packet) =>
    onTheWay.push({ packet, atMs: nowMs + chance() * badness.jitterMs })
  return {
    send(packet) {
      if (chance() < badness.lossPercent / 100) return
      put(packet)
      if (chance() < badness.twicePercent / 100) put(packet)
    },
    pass(ms) {
      nowMs += ms
      const arrived = onTheWay.filter(({ atMs }) => atMs < nowMs)
      onTheWay = onTheWay.filter(({ atMs }) => atMs >= nowMs)
      return arrived.sort((one, other) => one.atMs - other.atMs).map(({ packet }) => packet)
    },
  }
}
