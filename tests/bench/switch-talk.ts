/** What the processes of the switch's bench say to one another, and how the load sounds. */
import { codecs, type Codec } from '../../src/switch/sdp/agreed.ts'

/** `--room=250 --codec=G722`: every part of the bench is started with the same. */
export const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const option = (name: string) =>
  options.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3)

/** Threads for the sound; 0: it is in the one of the process, on one core. */
export const threads = Number(option('threads') ?? 0)
export const legsPerConference = Number(option('room') ?? 8)
export const codec =
  (Object.keys(codecs).find((name) => name === option('codec')) as Codec | undefined) ?? 'PCMA'

/** Each caller in turn says one loud packet; turns are far enough apart that no two can be confused. */
export const turnTicks = 15

export type Told =
  | { is: 'open'; legs: number }
  | { is: 'callers'; callers: { address: string; port: number }[] }
  | { is: 'call'; ports: number[] }
  | { is: 'measure'; seconds: number }

export type MediaReport = {
  cpuMicros: number
  ticks: number
  ticksSkipped: number
  latenessP50Ms: number
  latenessP99Ms: number
  framesConcealed: number
  packetsRefused: number
  bufferP50Ms: number
  memoryMb: number
}

export type CallersReport = {
  packetsMissing: number
  packetsReceived: number
  legsStalled: number
  spacingP50Ms: number
  spacingP99Ms: number
  delayP50Ms: number
  delayP99Ms: number
  pulsesExpected: number
  pulsesHeard: number
  ownPulsesHeard: number
  cpuMicros: number
}

export type Answered =
  | { is: 'ports'; ports: number[] }
  | { is: 'callers'; callers: { address: string; port: number }[] }
  | { is: 'media report'; report: MediaReport }
  | { is: 'callers report'; report: CallersReport }

export const say = (answer: Answered): void => {
  process.send?.(answer)
}

export const listen = (hear: (told: Told) => void): void => {
  process.on('message', (told) => {
    hear(told as Told)
  })
}
