import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from '@jest/globals'
import { mistakesAt } from './twiml-table.ts'

/** A server that answers each of these documents once, and ends. */
const server = `
  const { createServer } = await import('node:http')
  const documents = { '/voice/answer': '<Dial action="http://a"><Conference coach="CA1">x</Conference></Dial>', '/voice/pin': '<Hangup/>' }
  const server = createServer(({ url }, response) => {
    response.setHeader('Content-Type', 'text/xml; charset=utf-8')
    response.end('<Response>' + documents[url.split('?')[0]] + '</Response>')
  })
  server.listen(0, '127.0.0.1', async () => {
    const base = 'http://127.0.0.1:' + server.address().port
    for (const path of Object.keys(documents)) await (await fetch(base + path + '?step=1')).text()
    server.close()
  })`

it('what a process answers is written down, with where, and the table finds what no carrier takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-watch-'))
  try {
    const file = join(folder, 'documents')
    writeFileSync(file, '')
    const watch = pathToFileURL(join(import.meta.dirname, 'document-watch.js')).href
    const words = [`--import=${watch}?file=${file}`, '--input-type=module', '--eval', server]
    execFileSync(process.execPath, words, { stdio: 'ignore' })
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
    const wrong = lines.map((line) => mistakesAt(...(JSON.parse(line) as [string, string])))
    expect(wrong).toEqual([[expect.stringMatching(/coach is never sent/)], []])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
