/** Resolves after the time, or at once when the signal aborts; never rejects. Plain timers, so that tests can move time. */
export function after(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })
}

/** A signal that aborts after the time or with another, whichever is first. Dispose it to stop the timer. */
export function deadline(ms: number, signal?: AbortSignal): { signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  const stop = () => {
    controller.abort()
  }
  const timer = setTimeout(stop, ms)
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    },
  }
}
