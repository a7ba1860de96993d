/** Without a packet for this long an open line is suspicious: the telephone lost its power or its network. */
export const rtpSilenceMsMax = 60_000

export type Silence = {
  /** The call is answered: from now on packets are expected. */
  begin(): void
  /** Whether the line died. Asked about once a second. */
  isDead(): boolean
}

export type SilenceNeeds = {
  /** Packets that have come so far. */
  readonly received: () => number
  /** Asks the other side whether it is still in the call. */
  readonly isThere: () => Promise<boolean>
  /** Monotonic, ms. */
  readonly now: () => number
}

/**
 * Tells a caller who vanished from one who only says nothing, or holds us: some telephones send no packets then.
 *
 *   packets come ──60 s without one──▶ asked over SIP ──is there──▶ another 60 s
 *        ▲                                  ├──a packet came meanwhile──▶ another 60 s
 *        └──────────────────────────────────┘──no answer, or no such call──▶ dead
 */
export function silenceWatch({ received, isThere, now }: SilenceNeeds): Silence {
  let is: 'waiting' | 'listening' | 'asking' | 'dead' = 'waiting'
  let packets = { received: 0, at: now() }

  function heardAnything(): boolean {
    if (received() === packets.received) return false
    packets = { received: received(), at: now() }
    return true
  }

  function answered(there: boolean): void {
    if (heardAnything() || there) {
      packets = { received: received(), at: now() }
      is = 'listening'
    } else is = 'dead'
  }

  return {
    begin() {
      packets = { received: received(), at: now() }
      is = 'listening'
    },
    isDead() {
      const silent = !heardAnything() && now() - packets.at > rtpSilenceMsMax
      if (is === 'listening' && silent) {
        is = 'asking'
        isThere().then(answered, () => {
          answered(false)
        })
      }
      return is === 'dead'
    },
  }
}
