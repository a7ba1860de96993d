import { expect } from '@jest/globals'
import type { Journeys } from '../kit/journey.ts'
import { callerIn } from '../kit/phone.ts'

type Line = { readonly codec: string; readonly loss_percent: number; readonly mos: number }

export const journeys: Journeys = {
  'the switch tells of each line how it sounds: its codec, what is missing, and what people would say':
    async (rundruf) => {
      const place = await rundruf.newRoom()
      await using ada = await callerIn('ada', place)
      await using bob = await callerIn('bob', place, { codec: 'PCMU' })
      await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
      const { lines } = (await rundruf.rest('/LineQuality.json')) as { lines: Line[] }
      expect(new Set(lines.map(({ codec }) => codec))).toEqual(new Set(['PCMA', 'PCMU']))
      for (const { loss_percent: loss, mos } of lines) {
        expect(loss).toBeLessThan(20)
        expect(mos).toBeGreaterThan(2)
      }
    },
}
