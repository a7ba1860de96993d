import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it, test } from '@jest/globals'
import { z } from 'zod'

/* Reads the sources as text: what is not drawn in ARCHITECTURE.md must not be there. */

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const sources = globSync('src/**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort()

type Arrow = { readonly from: string; readonly to: string }

/** Every import of one of our files by another, types included. */
const arrows: Arrow[] = sources.flatMap((from) =>
  [...read(from).matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path]) => ({
    from,
    to: posix.join(dirname(from), path!),
  })),
)

const folderOf = (path: string) => {
  const parts = path.split('/')
  return parts.length > 2 ? parts[1]! : 'top'
}

/** Folder → folders it may import from. `top` is main.ts, app.ts, settings.ts and their like. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  conference: [],
  voice: ['conference'],
  web: ['conference'],
  store: ['conference'],
  observe: ['conference'],
  sound: ['conference', 'switch'],
  switch: [],
  telephone: ['switch'],
  mail: ['conference'],
  environment: ['conference'],
  top: ['conference', 'voice', 'web', 'store', 'mail', 'observe', 'environment', 'commands'],
  commands: [
    'top',
    'conference',
    'store',
    'mail',
    'observe',
    'switch',
    'telephone',
    'voice',
    'sound',
  ],
}

describe('who may import whom', () => {
  it('every folder is in the drawing', () => {
    expect([...new Set(sources.map(folderOf))].filter((folder) => !(folder in mayImport))).toEqual(
      [],
    )
  })
  test.each(Object.entries(mayImport))('%s imports only %j', (folder, allowed) => {
    const wrong = arrows.filter(
      ({ from, to }) =>
        folderOf(from) === folder && folderOf(to) !== folder && !allowed.includes(folderOf(to)),
    )
    expect(wrong).toEqual([])
  })
  it('every import leads to a file', () => {
    expect(arrows.filter(({ to }) => !sources.includes(to))).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  it('names only files that are there', () => {
    const named = [...read('ARCHITECTURE.md').matchAll(/`([a-z-]+(?:\/[a-z-]+)+\.tsx?)`/g)]
    const places = ['', 'src/', 'src/switch/']
    const found = (path: string) => places.some((place) => existsSync(join(root, place + path)))
    expect(named.length).toBeGreaterThan(20)
    expect(named.map(([, path]) => path!).filter((path) => !found(path))).toEqual([])
  })
})

describe('inside the switch', () => {
  /** The types that the wires share, and nothing else. */
  const shared = ['src/switch/log.ts', 'src/switch/media/frame.ts', 'src/switch/sdp/agreed.ts']

  test.each(['sip', 'sdp', 'media'])(
    '%s knows neither its neighbours nor what is above',
    (part) => {
      const inside = `src/switch/${part}/`
      const wrong = arrows.filter(
        ({ from, to }) => from.startsWith(inside) && !to.startsWith(inside) && !shared.includes(to),
      )
      expect(wrong).toEqual([])
    },
  )
  it('plane knows sound alone: no call, no conference, no document', () => {
    const mayKnow = (to: string) =>
      ['src/switch/plane/', 'src/switch/media/'].some((part) => to.startsWith(part)) ||
      shared.includes(to)
    const wrong = arrows.filter(
      ({ from, to }) => from.startsWith('src/switch/plane/') && !mayKnow(to),
    )
    expect(wrong).toEqual([])
  })
  it('never says the word of the organiser (a room is ours, not a telephone switch’s)', () => {
    const says = sources
      .filter((path) => path.startsWith('src/switch/'))
      .filter((path) => /room ?number|\bhost ?pin\b/i.test(read(path)))
    expect(says).toEqual([])
  })
})

describe('the rules stay pure', () => {
  // node:crypto for one thing: comparing PINs in constant time. Randomness comes in from outside.
  it('conference/ knows no clock, socket, database or framework', () => {
    const impure = sources
      .filter((path) => path.startsWith('src/conference/'))
      .filter((path) =>
        /(?<!import \{ timingSafeEqual \} )from '(?:node:|express|twilio|kysely|pino)|Date\.now|new Date\(\)|Math\.random|setTimeout/.test(
          read(path),
        ),
      )
    expect(impure).toEqual([])
  })
})

describe('what runs in browsers', () => {
  const isBrowser = (path: string) => path.startsWith('src/web/browser/')
  it('imports nothing from elsewhere, and nothing imports it', () => {
    expect(arrows.filter(({ from, to }) => isBrowser(from) !== isBrowser(to))).toEqual([])
  })
})

describe('house rules', () => {
  it('no file is longer than 300 lines', () => {
    expect(sources.filter((path) => read(path).split('\n').length > 301)).toEqual([])
  })
  it('the environment is read in one place', () => {
    expect(sources.filter((path) => read(path).includes('process.env'))).toEqual([
      'src/settings.ts',
    ])
  })
  it('no file is named after nothing', () => {
    const nothing = /(?:^|[/-])(?:utils?|helpers?|manager|common|service|misc)(?:[-.]|\/)/
    expect(sources.filter((path) => nothing.test(path))).toEqual([])
  })
  it('nothing is left for later, and no rule is switched off', () => {
    const later =
      /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-expect-error|eslint-disable|: any\b|as any(?! [a-z])/
    expect(sources.filter((path) => later.test(read(path)))).toEqual([])
  })
  it('every standard cited in src/ is listed in docs/rfc.md with its status, and no other', () => {
    const rows = [
      ...read('docs/rfc.md').matchAll(/^\| (\d{4}) \| .+ \| (?:Yes|Partial|No) \| .+ \|$/gm),
    ]
    const listed = rows.map(([, number]) => number!)
    const cited = sources.flatMap((path) =>
      [...read(path).matchAll(/RFC (\d{4})/g)].map(([, n]) => n!),
    )
    expect(listed).toEqual([...new Set(cited)].sort())
  })
})

describe('S-93: what is installed is what was reviewed', () => {
  const dependency = z.object({
    resolved: z.string().optional(),
    integrity: z.string().optional(),
    hasInstallScript: z.boolean().optional(),
    link: z.boolean().optional(),
  })
  const lock = z
    .object({ packages: z.record(z.string(), dependency) })
    .parse(JSON.parse(read('package-lock.json')))
  const installed = Object.entries(lock.packages).filter(([path]) => path !== '')
  const manifest = z
    .object({
      dependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
      allowScripts: z.record(z.string(), z.boolean()),
    })
    .parse(JSON.parse(read('package.json')))

  it('every package has a checksum', () => {
    const without = installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))
    expect(without.map(([path]) => path)).toEqual([])
  })
  it('none comes from git or a foreign address', () => {
    const foreign = installed.filter(
      ([, { resolved = 'https://registry.npmjs.org/' }]) =>
        !/^https:\/\/registry\.npmjs\.org\//.test(resolved),
    )
    expect(foreign.map(([path]) => path)).toEqual([])
  })
  it('versions are exact', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(
      versions.filter((version) => !/^(?:npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(version)),
    ).toEqual([])
  })
  it('only what is allowed by name may run something when it is installed', () => {
    const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript)
    const names = scripts.map(([path]) => path.replace(/^.*node_modules\//, ''))
    const prebuilt = ['@swc/core', '@parcel/watcher', 'unrs-resolver', 'fsevents']
    expect(
      names.filter((name) => !(name in manifest.allowScripts) && !prebuilt.includes(name)),
    ).toEqual([])
  })
})
