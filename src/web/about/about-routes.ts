import { anyone, type Route } from '../route.ts'
import { accessibilityPage, type AccessibilityParts } from './accessibility.tsx'
import { easyPage } from './easy.tsx'
import { imprintPage, type ImprintParts } from './imprint.tsx'
import { privacyPage, type PrivacyParts } from './privacy.tsx'

export type AboutParts = PrivacyParts & AccessibilityParts & ImprintParts

/** What everybody may know about this service. */
export function aboutRoutes(parts: AboutParts): readonly Route[] {
  return [
    anyone('get', '/privacy', privacyPage(parts)),
    anyone('get', '/accessibility', accessibilityPage(parts)),
    anyone('get', '/imprint', imprintPage(parts)),
    anyone('get', '/easy', easyPage(parts)),
  ]
}
