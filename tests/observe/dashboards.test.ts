import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parser } from '@prometheus-io/lezer-promql'
import { parse } from 'yaml'
import { z } from 'zod'
import { alarmLimits, alarmNames } from '../../src/conference/staff/alarms.ts'
import { documentedMetrics } from '../kit/prometheus.ts'

/* What config/ asks Prometheus for: read by Prometheus' own grammar, and only numbers that there are. */

const config = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../config', name), 'utf8')

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            annotations: z.object({ summary: z.string(), todo: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(config('prometheus-rules.yaml')))
const alerts = rules.groups.flatMap((group) => group.rules)

const dashboard = z
  .object({
    uid: z.string(),
    panels: z.array(
      z.object({
        id: z.number(),
        title: z.string(),
        gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
        targets: z.array(z.object({ expr: z.string() })),
      }),
    ),
  })
  .parse(JSON.parse(config('grafana-dashboard.json')))

type Asked = { readonly metrics: readonly string[]; readonly labels: readonly string[] }

/** @throws when it is not PromQL */
function askedBy(expr: string): Asked {
  const metrics: string[] = []
  const labels: string[] = []
  parser.parse(expr).iterate({
    enter(node) {
      const text = expr.slice(node.from, node.to)
      if (node.type.isError) throw new Error(`no PromQL: ${expr}`)
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        metrics.push(text)
      if (node.name === 'LabelName') labels.push(text)
    },
  })
  return { metrics, labels }
}

const documented = new Map(
  documentedMetrics().flatMap(({ name, kind, labels }) =>
    kind === 'histogram'
      ? [
          [`${name}_bucket`, [...labels, 'le']],
          [`${name}_count`, labels],
          [`${name}_sum`, labels],
        ]
      : [[name, labels]],
  ) as readonly (readonly [string, readonly string[]])[],
)
/** What every scrape has by itself. */
const everywhere = ['up', 'job']

const all = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [title, expr] as const),
  ),
]

describe('alarms and pictures ask for numbers that there are', () => {
  it.each(all)('%s: %s', (_title, expr) => {
    const { metrics, labels } = askedBy(expr)
    expect(metrics.length).toBeGreaterThan(0)
    const known = (name: string) => documented.has(name) || everywhere.includes(name)
    expect(metrics.filter((name) => !known(name))).toEqual([])
    const theirs = metrics.flatMap((name) => documented.get(name) ?? [])
    const knownLabel = (label: string) => theirs.includes(label) || everywhere.includes(label)
    expect(labels.filter((label) => !knownLabel(label))).toEqual([])
  })
  it('every number is drawn', () => {
    const drawn = new Set(
      dashboard.panels.flatMap(({ targets }) =>
        targets.flatMap(({ expr }) => askedBy(expr).metrics),
      ),
    )
    const whole = (name: string) => name.replace(/_(?:bucket|count|sum)$/, '')
    const names = new Set([...drawn].map(whole))
    expect(documentedMetrics().filter(({ name }) => !names.has(name))).toEqual([])
  })
  it('the reader finds mistakes', () => {
    expect(() => askedBy('sum(rate(rundruf_x[5m])')).toThrow('no PromQL')
    expect(askedBy('sum by (le) (rate(a_bucket{route="pin"}[5m]))')).toEqual({
      metrics: ['a_bucket'],
      labels: ['le', 'route'],
    })
  })
})

describe('the pictures', () => {
  it('lie beside one another, each with an id of its own', () => {
    const { panels } = dashboard
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const overlaps = panels.flatMap(({ title, gridPos: one }, at) =>
      panels
        .slice(at + 1)
        .filter(
          ({ gridPos: other }) =>
            one.x < other.x + other.w &&
            other.x < one.x + one.w &&
            one.y < other.y + other.h &&
            other.y < one.y + one.h,
        )
        .map((other) => `${title} / ${other.title}`),
    )
    expect(overlaps).toEqual([])
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([])
  })
})

describe('docs/alarms.md', () => {
  it('says the limits that the table has', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/alarms.md'), 'utf8')
    const row = (name: string) => page.split('\n').find((line) => line.startsWith(`| \`${name}\``))
    const { faultsMin, capacityPercent, diskMegabytesMin, certificateDaysMin } = alarmLimits
    const { repairsMin, budgetPercent } = alarmLimits
    expect(row('faults')).toContain(`| ${faultsMin} of the carrier`)
    expect(row('capacity')).toContain(`| ${capacityPercent} % of the lines`)
    expect(row('disk')).toContain(`less than ${diskMegabytesMin} MB`)
    expect(row('certificate')).toContain(`less than ${certificateDaysMin} days`)
    expect(row('repairs')).toContain(`put right ${repairsMin} times`)
    expect(row('budget')).toContain(`| ${budgetPercent} % of`)
  })
  it('has a row for every alarm, and no other', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/alarms.md'), 'utf8')
    const rows = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
    expect(rows).toEqual([...alarmNames])
  })
})
