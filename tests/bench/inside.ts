/** Looks inside a process of Node that was started with `--inspect` (Chrome DevTools Protocol: HeapProfiler, Runtime). */

/** What is left after a collection, by name. */
export type Inside = Readonly<Record<string, number>>

type Remote = { readonly value?: unknown; readonly objectId?: string }
type Answer = { readonly result: { readonly result?: Remote; readonly objects?: Remote } }

export type Inspector = Awaited<ReturnType<typeof openInspector>>

/** @param address of its inspector, `ws://…` */
export async function openInspector(address: string) {
  const socket = new WebSocket(address)
  const { promise: opened, resolve: open } = Promise.withResolvers<unknown>()
  socket.addEventListener('open', open)
  await opened
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer & { id?: number }
    waiting.get(answer.id ?? 0)?.(answer)
    waiting.delete(answer.id ?? 0)
  })
  let asked = 0
  async function ask(method: string, params: object = {}): Promise<Answer['result']> {
    const id = ++asked
    const { promise, resolve } = Promise.withResolvers<Answer>()
    waiting.set(id, resolve)
    socket.send(JSON.stringify({ id, method, params }))
    return (await promise).result
  }
  const valueOf = async (expression: string) =>
    Number((await ask('Runtime.evaluate', { expression, returnByValue: true })).result?.value)

  /** Entries in all objects of this kind that are reachable. */
  async function entriesOf(kind: 'Map' | 'Set'): Promise<number> {
    const objectGroup = 'look'
    const expression = `${kind}.prototype`
    const prototype = await ask('Runtime.evaluate', { expression, objectGroup })
    const prototypeObjectId = prototype.result?.objectId
    const found = await ask('Runtime.queryObjects', { prototypeObjectId, objectGroup })
    const sum = await ask('Runtime.callFunctionOn', {
      objectId: found.objects?.objectId,
      functionDeclaration: String(sizes),
      returnByValue: true,
    })
    await ask('Runtime.releaseObjectGroup', { objectGroup })
    return Number(sum.result?.value)
  }

  return {
    valueOf,
    async look(): Promise<Inside> {
      await ask('HeapProfiler.collectGarbage')
      return {
        'heap, MB': (await valueOf('process.memoryUsage().heapUsed')) / 1e6,
        'outside the heap, MB': (await valueOf('process.memoryUsage().external')) / 1e6,
        'entries of Maps': await entriesOf('Map'),
        'entries of Sets': await entriesOf('Set'),
        'waited for': await valueOf('process.getActiveResourcesInfo().length'),
      }
    },
    [Symbol.asyncDispose]() {
      socket.close()
      return Promise.resolve()
    },
  }
}

/** Runs over there. A prototype is found as well, and has no size. */
function sizes(this: readonly { readonly size: number }[]): number {
  return this.reduce((sum, one) => {
    try {
      return sum + one.size
    } catch {
      return sum
    }
  }, 0)
}

/** By least squares: how much `of` grows with each unit of `at`. */
export function slopeOf<Look>(
  looks: readonly Look[],
  at: (look: Look) => number,
  of: (look: Look) => number,
): number {
  const mean = (value: (look: Look) => number) =>
    looks.reduce((sum, look) => sum + value(look), 0) / looks.length
  const [meanAt, meanOf] = [mean(at), mean(of)]
  const both = mean((look) => (at(look) - meanAt) * (of(look) - meanOf))
  return both / mean((look) => (at(look) - meanAt) ** 2)
}
