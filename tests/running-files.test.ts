import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from '@jest/globals'
import { parse } from 'yaml'
import { z } from 'zod'
import { nodeOptions } from '../src/commands/start.ts'
import { environment, fileNames } from '../src/environment.ts'

/* The files that somebody runs Rundruf with: nothing is open that need not be, and every setting in them exists. */

const text = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8')

const service = z.looseObject({
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  mem_limit: z.string(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
})
const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.looseObject({ internal: z.boolean().default(false) })),
  })
  .parse(parse(text('config/compose.yaml'), { merge: true }))
const services = Object.entries(compose.services)

const isSetting = (name: string): boolean =>
  name in environment.shape || fileNames.some((secret) => name === `${secret}_FILE`)

describe('config/compose.yaml', () => {
  test.each(services)('%s: read-only, without privileges, with an end to its memory', (_, one) => {
    expect([one.read_only, one.cap_drop]).toEqual([true, ['ALL']])
    expect(one.security_opt).toEqual(['no-new-privileges:true'])
    expect(one.mem_limit).toMatch(/^\d+m$/)
  })
  it('only the proxy is published; the staff console to this machine alone (S-20)', () => {
    const published = services.flatMap(([name, { ports }]) => ports.map((port) => [name, port]))
    expect(published).toEqual([
      ['app-1', '127.0.0.1:3001:3001'],
      ['proxy', '80:80'],
      ['proxy', '443:443'],
      ['proxy', '443:443/udp'],
    ])
    expect(compose.services['database']?.networks).toEqual(['back'])
    expect(compose.networks['back']?.internal).toBe(true)
  })
  it('every setting exists, and no secret stands in it', () => {
    const apps = services.filter(([name]) => name.startsWith('app-'))
    expect(apps).toHaveLength(2)
    for (const [, { environment: given }] of apps) {
      const names = Object.keys(given)
      expect(names.filter((name) => !isSetting(name))).toEqual([])
      expect(names.filter((name) => fileNames.some((secret) => secret === name))).toEqual([
        // A name and no secret, although it is not shown either.
        'TWILIO_ACCOUNT_SID',
        'TWILIO_API_KEY_SID',
      ])
    }
  })
  it('the proxy prefers one instance, so that calls outlive the database (docs/faults.md)', () => {
    expect(text('config/Caddyfile')).toMatch(
      /reverse_proxy app-1:3000 app-2:3000[^}]*lb_policy first/,
    )
  })
})

describe('config/systemd', () => {
  const switched = text('config/systemd/rundruf-switch.service')
  const app = text('config/systemd/rundruf-app.service')
  const rules = (unit: string) =>
    unit
      .split('\n')
      .filter((line) => /^(?:Protect|Private|Restrict|NoNew|Capability|System)/.test(line))

  it('app and switch are services of their own, under the same rules', () => {
    expect(app).toContain('main.js app\n')
    expect(switched).toContain('main.js switch\n')
    expect(rules(app).length).toBeGreaterThan(15)
    expect(rules(switched)).toEqual(rules(app))
  })
  it('the switch has the same options of Node as `rundruf start` gives it', () => {
    expect(switched).toContain(`/node ${nodeOptions['switch']?.join(' ') ?? 'nothing'} /opt`)
  })
  it.each(['app', 'switch', 'backup', 'deletions'])('%s: its settings exist', (name) => {
    const unit = text(`config/systemd/rundruf-${name}.service`)
    const given = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, words = '']) =>
      words.split(' ').map((word) => word.split('=')[0] ?? ''),
    )
    expect(given.filter((one) => one !== 'NODE_ENV' && !isSetting(one))).toEqual([])
  })
})

describe('Dockerfile', () => {
  it('two stages; the second runs as nobody in particular, without what installs', () => {
    const [, build = '', run = ''] = text('Dockerfile').split(/^FROM /m)
    expect(build).toContain('npm ci --ignore-scripts')
    expect(run).not.toMatch(/\bnpm (?:ci|install|run)\b/)
    expect(run).toMatch(/^debian:\S+-slim\n/)
    expect(run).toMatch(/^USER node$/m)
    expect(run).toMatch(/^HEALTHCHECK /m)
  })
})
