import { describe, expect, it } from '@jest/globals'
import {
  dataKindNames,
  dataKinds,
  filesOfSwitch,
  periodNumbers,
} from '../../src/conference/kept/data-kinds.ts'
import { inventory } from '../../src/store/inventory.ts'
import { file } from '../kit/databases.ts'

/* P-01: nothing is kept that nobody can say why. A column without an entry fails here; add it to store/inventory.ts. */

describe('P-01: the inventory of what is kept', () => {
  it('names every column of the database once, and no other', async () => {
    await using place = file()
    await (await place.open()).close()
    const tables = await place.ask("select name from sqlite_master where type = 'table'")
    const columns = await Promise.all(
      tables.map(async ({ name }) =>
        (await place.ask(`select name from pragma_table_info('${String(name)}')`)).map(
          (column) => `${String(name)}.${String(column['name'])}`,
        ),
      ),
    )
    const listed = inventory.map(({ table, column }) => `${table}.${column}`)
    expect(listed.toSorted()).toEqual(columns.flat().toSorted())
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('uses every kind, and what says who somebody is has a ground', () => {
    const used = new Set([...inventory, ...filesOfSwitch].map(({ kind }) => kind))
    expect(dataKindNames.filter((kind) => !used.has(kind))).toEqual([])
    const groundless = Object.values(dataKinds).filter(({ basis }) => basis === 'none')
    expect(groundless).toEqual([dataKinds.tally, dataKinds.daySum, dataKinds.technical])
  })

  it('what must be unreadable in a stolen database says so by its name', () => {
    const readable = inventory.filter(
      ({ kind, column }) =>
        dataKinds[kind].class === 'secret' && !/sealed|hash|^(id|room|until)$/.test(column),
    )
    expect(readable).toEqual([])
  })

  it('periods are whole numbers that people can be told', () => {
    for (const [name, number] of Object.entries(periodNumbers)) {
      expect([name, Number.isInteger(number) && number > 0]).toEqual([name, true])
    }
  })
})
