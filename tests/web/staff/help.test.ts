import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { aCaller, states } from '../../kit/evening-lines.ts'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'

/* Callers who asked for help, as staff see them: where and since when; their number once, to whoever takes it. */

let house: StaffHouse
let petra: Awaited<ReturnType<StaffHouse['signedIn']>>
beforeEach(async () => {
  house = await openStaffHouse()
  petra = await house.signedIn('staff', 'full', 'Petra')
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  expect(house.faults).toEqual([])
})

const number = '030987654'
const leaves = (call: string, left: string | undefined) =>
  house.store.helpRequests.leave({ call, stage: 'pin', number: left, at: house.clock.now() })
const asks = (call: string) => leaves(call, number)
const rows = async () =>
  (await petra.open('/help')).page
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('th, td').map((cell) => cell.textContent.trim()))

describe('the list', () => {
  it('is empty when nobody asks', async () => {
    expect((await petra.open('/help')).words).toContain('Gerade bittet niemand um Hilfe.')
  })
  it('says where, since when, and on which line while the call goes on', async () => {
    const caller = aCaller(7, states.pin)
    await house.store.callers.add(caller)
    await asks(caller.call)
    house.clock.passes(60_000)
    await leaves('CA-gone', undefined)
    expect(await rows()).toEqual([
      ['19:00', 'PIN', '7', 'Nummer ist da', 'offen', 'Übernehmen'],
      ['19:01', 'PIN', 'aufgelegt', 'keine Nummer', 'offen', 'Übernehmen'],
    ])
  })
  it('P-06: never has the number, and nor has the board', async () => {
    await asks('CA1')
    for (const path of ['/help', '/']) expect((await petra.open(path)).html).not.toMatch(/987|654/)
    expect(JSON.stringify(await house.board.show())).not.toMatch(/987|654/)
  })
  it('the board counts those that are open, and leads here', async () => {
    await asks('CA1')
    await asks('CA2')
    await petra.open('/')
    expect(petra.seen!.page.querySelector('#numbers')?.textContent).toContain('2 bitten um Hilfe')
    await petra.follow('bitten um Hilfe')
    await petra.press('Bitte von 19:00 übernehmen')
    await petra.open('/')
    expect(petra.seen!.page.querySelector('#numbers')?.textContent).toContain('1 bitten um Hilfe')
  })
})

describe('taking one', () => {
  it('shows the number once, and writes down who took it, without the number (S-99)', async () => {
    await asks('CA1')
    await petra.open('/help')
    const took = await petra.press('Bitte von 19:00 übernehmen')
    expect(took.words).toContain('030 987 654')
    expect((await rows())[0]?.slice(4)).toEqual(['übernommen um 19:00', 'Erledigt'])
    const entries = await house.audited()
    expect(entries).toMatchObject([['Petra', 'help.taken', expect.any(String), '']])
    expect(JSON.stringify(entries)).not.toContain('987')
  })
  it('who comes second sees that somebody was faster, and no number', async () => {
    await asks('CA1')
    const jonas = await house.signedIn('staff', 'full', 'Jonas')
    await petra.open('/help')
    await jonas.open('/help')
    await petra.press('Bitte von 19:00 übernehmen')
    const late = await jonas.press('Bitte von 19:00 übernehmen')
    expect([late.status, late.words.includes('schon übernommen, um 19:00')]).toEqual([409, true])
    expect(late.html).not.toContain('987')
  })
  it('without a number says so', async () => {
    await leaves('CA1', undefined)
    await petra.open('/help')
    expect((await petra.press('Bitte von 19:00 übernehmen')).words).toContain(
      'Es wurde keine Nummer gelassen.',
    )
  })
  it('done deletes all of it, as the command does; a second time it is gone', async () => {
    await asks('CA1')
    await petra.open('/help')
    await petra.press('Bitte von 19:00 übernehmen')
    const token = petra.seen!.page.querySelector('main form')!
    await petra.press('Erledigt: alles löschen')
    expect(petra.seen!.words).toContain('Gerade bittet niemand um Hilfe.')
    expect(await house.store.helpRequests.open(house.clock.now())).toEqual([])
    expect((await house.audited()).map(([, what]) => what)).toContain('help.done')
    const fields = new URLSearchParams({
      form_token: token.querySelector('[name=form_token]')!.getAttribute('value')!,
    })
    const again = await petra.send(token.getAttribute('action')!, fields)
    expect([again.status, again.words.includes('gibt es nicht mehr')]).toEqual([409, true])
  })
})
