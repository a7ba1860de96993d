import type { SipEndpointSettings } from '../../../../src/switch/sip/call/call.ts'
import { ourSdp } from '../wire.ts'

export const providerAddress = '127.5.62.1'
export const key = Buffer.alloc(32, 7)

const silent = () => undefined

/** An endpoint with one trunk, which answers whatever comes; the same before and after a crash. */
export function settingsFor(transport: 'UDP' | 'TCP', port: number): SipEndpointSettings {
  return {
    ...{ host: '127.0.0.1', port: 0, callsMax: 10, mayTalk: () => false },
    trunks: [
      {
        name: '1',
        isPeer: () => false,
        account: {
          ...{ user: 'us', domain: providerAddress },
          credentials: { user: 'us', password: 'secret' },
          server: { transport, host: providerAddress, port },
        },
      },
    ],
    onCall(call) {
      call.listen({
        ...{ acknowledged: silent, pressed: silent, ended: silent },
        reoffered: () => ourSdp,
      })
      call.answer(ourSdp)
    },
    log: { info: silent, warn: silent, error: silent },
  }
}
