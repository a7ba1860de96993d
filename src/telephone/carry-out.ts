import { readFile, writeFile } from 'node:fs/promises'
import { silenceDbfs, soundLevel } from '../switch/media/sound/level.ts'
import { readWav, WavUnreadable, writeWav } from '../switch/media/sound/wav.ts'
import type { Sound } from '../switch/media/frame.ts'
import { CallFailed, dial, type Phone } from './dial.ts'
import { press, promptOver, stay } from './manners.ts'
import type { CallOrder } from './order.ts'
import { sine, tonesIn } from './tones.ts'

/** One line of what happened, with its time since dialling. */
export type Teller = (line: string) => void

const humDbfs = -15
/** A tone is said in pieces of a second that fit together without a click. */
const humSeconds = 1
/** Tones are looked for in the last of what was heard. */
const lookedAtSeconds = 5

/** What the telephone is asked to play cannot be had; the message is for whoever asked. */
export class NothingToPlay extends Error {
  override readonly name = 'NothingToPlay'
}

/**
 * Makes one call as ordered, and tells what happens as it happens.
 * Never says which keys were pressed: they may be a PIN.
 * @returns whether the call went as ordered to its end
 * @throws NothingToPlay before dialling
 */
export async function carryOut(order: CallOrder, say: (line: string) => void): Promise<boolean> {
  const voice = await voiceOf(order)
  const began = performance.now()
  const tell: Teller = (line) => {
    say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)
  }
  const { host, port } = order.to
  tell(`dialling ${host}:${port}`)
  try {
    const phone = await dial(order.to, order, {
      ringing: () => {
        tell('ringing')
      },
    })
    try {
      return await talk(phone, order, voice, tell)
    } finally {
      await phone.hangUp()
      if (order.recordFile !== undefined) {
        await writeFile(order.recordFile, writeWav(phone.handset.heard.sound()))
        tell(`wrote ${phone.handset.heard.seconds.toFixed(1)} s of what was heard`)
      }
    }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    tell(error.message)
    return false
  }
}

async function talk(
  phone: Phone,
  order: CallOrder,
  voice: Sound | undefined,
  tell: Teller,
): Promise<boolean> {
  const { handset, over } = phone
  tell(`answered, ${phone.agreed.codec}`)
  for (const group of order.keys) {
    await tellPrompt(phone, tell)
    if (over.aborted) break
    await press(handset, group)
    tell(group.length === 1 ? 'pressed 1 key' : `pressed ${group.length} keys`)
  }
  if (voice) handset.say(voice, order.say && 'toneHertz' in order.say ? 'again' : undefined)
  handset.packets.watch()
  const stayed = !over.aborted && (await stay(handset, order.staySeconds))
  const { longestGapMs } = handset.packets
  tell(stayed ? 'hanging up' : 'the other side hung up')
  tellSound(handset.heard.sound(lookedAtSeconds), tell)
  tell(`longest wait between two packets: ${longestGapMs.toFixed(0)} ms`)
  return stayed
}

async function tellPrompt(phone: Phone, tell: Teller): Promise<void> {
  const prompt = await promptOver(phone.handset)
  if (prompt) tell(`heard ${((prompt.untilMs - prompt.fromMs) / 1000).toFixed(1)} s of sound`)
  else if (!phone.over.aborted) tell('heard nothing')
}

function tellSound(sound: Sound, tell: Teller): void {
  const level = soundLevel(sound)
  const tones = tonesIn(sound).map(({ hertz, dbfs }) => `${hertz} Hz at ${dbfs.toFixed(0)} dBFS`)
  const loud = level > silenceDbfs ? `${level.toFixed(0)} dBFS` : 'silence'
  tell(`heard at last: ${loud}${tones.length > 0 ? `; tones: ${tones.join(', ')}` : ''}`)
}

async function voiceOf({ say }: CallOrder): Promise<Sound | undefined> {
  if (!say) return undefined
  if ('toneHertz' in say) return sine(say.toneHertz, humDbfs, humSeconds)
  try {
    return readWav(await readFile(say.file))
  } catch (error) {
    if (error instanceof WavUnreadable) throw new NothingToPlay(`${say.file}: ${error.message}`)
    throw new NothingToPlay(`${say.file} cannot be read`, { cause: error })
  }
}
