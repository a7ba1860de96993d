/*
 * Alarms for whoever has asked for them: a soft tone, and the sentence read aloud. Whether they have is kept in this
 * browser and nowhere else.
 */

const keptAs = 'alarms'
const toneSeconds = 0.6
/** Two notes, one after the other; loud enough to look up, not to jump. */
const notesHz = [523, 659]
const loudest = 0.15

export function tellAlarms(box: HTMLInputElement, region: Element): (alarms: string[]) => void {
  let sound: AudioContext | undefined
  box.checked = localStorage.getItem(keptAs) === 'yes'
  /** Browsers let a page sound only after somebody has touched it. */
  const wake = (): void => {
    if (!box.checked) return
    sound ??= new AudioContext()
    void sound.resume()
  }
  box.addEventListener('change', () => {
    localStorage.setItem(keptAs, box.checked ? 'yes' : 'no')
    wake()
    if (box.checked && sound) tone(sound)
  })
  addEventListener('pointerdown', wake)
  addEventListener('keydown', wake)
  return (alarms) => {
    if (!box.checked || !alarms.length) return
    region.textContent = alarms.join(' ')
    if (sound) tone(sound)
  }
}

function tone(sound: AudioContext): void {
  notesHz.forEach((hz, at) => {
    const from = sound.currentTime + (at * toneSeconds) / 2
    const note = new OscillatorNode(sound, { frequency: hz })
    const volume = new GainNode(sound, { gain: 0 })
    volume.gain.linearRampToValueAtTime(loudest, from + 0.05)
    volume.gain.linearRampToValueAtTime(0, from + toneSeconds)
    note.connect(volume).connect(sound.destination)
    note.start(from)
    note.stop(from + toneSeconds)
  })
}
