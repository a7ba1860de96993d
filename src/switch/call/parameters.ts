import type { CallRecord } from './records.ts'
import { callerOf, calledOf, calledOnTrunk, domainOf } from './caller-id.ts'
import type { CallStatus } from './leg.ts'
import type { SipCall } from '../sip/call/call.ts'

/** Who calls whom, and over which wire; read once from the INVITE. */
export type Parties = {
  readonly from: string
  readonly to: string
  readonly sip: Readonly<Record<'SipDomain' | 'SipCallId' | 'SipSourceIp', string>>
}

/**
 * @param trunkNumbers the numbers of the trunk that the call came on; undefined for a call of a telephone
 * @param others further numbers of ours, whichever way they come
 */
export function partiesOf(
  call: SipCall,
  ourNumber: string,
  trunkNumbers: readonly string[] | undefined,
  others: readonly string[] = [],
): Parties {
  const numbers = [...(trunkNumbers ?? [ourNumber]), ...others]
  return {
    from: callerOf(call, numbers[0] ?? ourNumber, trunkNumbers !== undefined),
    to: trunkNumbers ? calledOnTrunk(call, numbers) : calledOf(call, numbers),
    sip: {
      SipDomain: domainOf(call),
      SipCallId: call.callId,
      SipSourceIp: call.source.address,
    },
  }
}

/** What every request about a call carries (Twilio, "request parameters" and "SIP domain"). */
export function callParameters(
  sid: string,
  accountSid: string,
  status: CallStatus,
  { from, to, sip }: Parties,
): Record<string, string> {
  return {
    CallSid: sid,
    AccountSid: accountSid,
    From: from,
    To: to,
    Caller: from,
    Called: to,
    CallStatus: status,
    ApiVersion: '2010-04-01',
    Direction: 'inbound',
    ...sip,
  }
}

/** What the last request about a call adds (Twilio, StatusCallback of a number). */
export function endParameters(record: CallRecord, timestamp: string): Record<string, string> {
  const { startTime, endTime } = record
  const talkedMs = startTime === undefined || endTime === undefined ? 0 : endTime - startTime
  return {
    CallDuration: String(Math.round(talkedMs / 1000)),
    Timestamp: timestamp,
    CallbackSource: 'call-progress-events',
    SequenceNumber: '0',
  }
}
