import type { PageState } from './pages.ts'
import { longest, ofRoom } from './pages-rooms.ts'

const addresses = 'anna@example.org\nbert-mit-langem-namen@selbsthilfe-kontaktstelle.example.org'

/** Inviting a group. */
export const pagesOfInvitation: readonly PageState[] = [
  { name: 'invitation', scripts: true, at: ofRoom('/invitation') },
  { name: 'invitation, longest', scripts: true, at: ofRoom('/invitation?text=en', longest) },
  {
    name: 'invitation, always open, no PIN',
    scripts: true,
    at: ofRoom('/invitation', { guestPin: undefined }),
  },
  {
    name: 'invitation, sent',
    scripts: true,
    at: ofRoom('/invitation', longest),
    then: async (page) => {
      await page.getByLabel('Mail-Adressen').fill(addresses)
      await page.getByRole('button', { name: 'Einladungen senden' }).click()
    },
  },
  {
    name: 'invitation, wrong address',
    scripts: true,
    at: ofRoom('/invitation'),
    then: async (page) => {
      await page.getByLabel('Mail-Adressen').fill('anna')
      await page.getByRole('button', { name: 'Einladungen senden' }).click()
    },
  },
  { name: 'invitation, archived', at: ofRoom('/invitation', { archived: true }) },
  { name: 'invitation sheet', scripts: true, at: ofRoom('/invitation/print') },
  {
    name: 'invitation sheet, longest',
    scripts: true,
    at: ofRoom('/invitation/print?name=yes', longest),
  },
]
