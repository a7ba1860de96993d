import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Counter, Gauge, Histogram } from 'prom-client'
import { z } from 'zod'

/* What /metrics says. Whether it is Prometheus' format at all is for Prometheus' own tool to say (tests/phones/promtool). */

export type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** @throws when a line is neither a comment nor a sample */
export function samplesIn(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      if (value === undefined) throw new Error(`no sample: ${line}`)
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, label = '', word = '']) => [label, word])),
        value: Number(value),
      }
    })
}

/** One number; undefined when there is none with these labels. */
export function valueOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return samplesIn(text).find(
    (one) =>
      one.name === name &&
      Object.entries(labels).every(([label, word]) => one.labels[label] === word),
  )?.value
}

export type Row = { readonly name: string; readonly kind: string; readonly labels: string[] }

/** What docs/metrics.md says there is. */
export function documentedMetrics(): Row[] {
  const page = readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8')
  return [...page.matchAll(/^\| `(rundruf_\w+)` +\| (\w+) +\| ([^|]*)\|/gm)].map(
    ([, name = '', kind = '', labels = '']) => ({
      name,
      kind,
      labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    }),
  )
}

const registered = z.object({ name: z.string(), labelNames: z.array(z.string()) })

const kindOf = (metric: unknown): string =>
  [Counter, Gauge, Histogram].find((kind) => metric instanceof kind)?.name.toLowerCase() ?? ''

/** What a registry of prom-client holds of ours. */
export function registeredMetrics(metrics: readonly unknown[]): Row[] {
  return metrics
    .map((metric) => ({ ...registered.parse(metric), kind: kindOf(metric) }))
    .filter(({ name }) => name.startsWith('rundruf_'))
    .map(({ name, kind, labelNames: labels }) => ({ name, kind, labels }))
}

export const byName = (rows: readonly Row[]): Row[] =>
  [...rows].sort((one, other) => (one.name < other.name ? -1 : 1))
