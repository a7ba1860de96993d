import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { writeWav } from '../../src/switch/media/sound/wav.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { heardFromDbfs, hum, part, readRecording, unheardUntilDbfs } from '../kit/hearing.ts'
import { callerIn } from '../kit/phone.ts'
import { program } from '../kit/programs.ts'
import { running } from '../kit/running.ts'

/** linphonec without a sound card: its words come in through standard input, one a line. */
function linphonec(folder: string) {
  const binary = program('linphonec', 'linphone-cli')
  for (const place of ['.local/share/linphone', '.config/linphone']) {
    mkdirSync(join(folder, place), { recursive: true })
  }
  const codec = (n: number, mime: string): string =>
    `[audio_codec_${n}]\nmime=${mime}\nrate=8000\nchannels=1\nenabled=1\n`
  const configuration = [
    '[sip]\nsip_port=5170\nsip_tcp_port=0\nsip_tls_port=0\nguess_hostname=0\nuse_ipv6=0',
    'contact=sip:bob@127.0.0.1\nuse_info=0\nuse_rfc2833=1',
    '[rtp]\naudio_rtp_port=21000-21100\ndownload_ptime=20\nupload_ptime=20',
    codec(0, 'PCMA') + codec(1, 'PCMU'),
  ]
  writeFileSync(join(folder, 'linphonerc'), configuration.join('\n'))
  const running = spawn(binary, ['-c', join(folder, 'linphonerc'), '-d', '0'], {
    env: { ...process.env, HOME: folder },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  return {
    told: (words: string) => running.stdin.write(`${words}\n`),
    async quits() {
      const gone = once(running, 'exit')
      running.stdin.end('quit\n')
      await Promise.race([gone, pass(3000, undefined, { ref: false })])
      running.kill('SIGKILL')
    },
  }
}

test('linphone meets our own telephone: both hear each other and not themselves', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-linphone-'))
  const [speaks, heard] = [join(folder, 'bob.wav'), join(folder, 'heard.wav')]
  writeFileSync(speaks, writeWav(sine(hum.bob, -15, 60)))
  await using rundruf = await running()
  await using ada = await callerIn('ada', rundruf)
  const bob = linphonec(folder)
  try {
    for (const words of ['soundcard use files', `play ${speaks}`, `record ${heard}`]) {
      bob.told(words)
    }
    await pass(1000) // it reads its configuration and opens its ports, and says nothing about it
    bob.told(`call ${rundruf.uri}`)
    await pass(2000)
    for (const key of rundruf.room + rundruf.pin) {
      bob.told(key)
      await pass(400)
    }
    await ada.comesToHear('bob')
    await pass(12_000) // a linphone in the room has its own announcement to hear first
    bob.told('terminate')
    await pass(1000)
  } finally {
    await bob.quits()
  }
  const sound = part(readRecording(heard), -4, -1)
  expect(heardLevel(sound, hum.ada)).toBeGreaterThanOrEqual(heardFromDbfs)
  expect(heardLevel(sound, hum.bob)).toBeLessThanOrEqual(unheardUntilDbfs)
  rmSync(folder, { recursive: true, force: true })
}, 90_000)
