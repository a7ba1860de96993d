import type { Evenings } from '../../../conference/meeting/evening.ts'
import { ofRoom, type Route } from '../../route.ts'
import { eveningAct, type ActParts } from './act.ts'
import { eveningLive, type EveningLiveParts } from './live.ts'
import { nameAsk, nameGive, type NameParts } from './name.tsx'
import { eveningPage, type EveningPageParts } from './page.tsx'

export type EveningParts = EveningPageParts &
  ActParts &
  EveningLiveParts &
  NameParts & { readonly evenings: Evenings }

/** The live evening of a room. */
export function eveningRoutes(parts: EveningParts): readonly Route[] {
  return [
    ofRoom('get', '/evening', eveningPage(parts)),
    ofRoom('post', '/evening', eveningAct(parts)),
    ofRoom('get', '/evening/live', eveningLive(parts)),
    ofRoom('get', '/evening/lines/:line', nameAsk(parts)),
    ofRoom('post', '/evening/lines/:line', nameGive(parts)),
  ]
}
