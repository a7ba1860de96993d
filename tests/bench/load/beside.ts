import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import { join } from 'node:path'

/** A process of the bench, as important as any other program; if it ends by itself there is nothing to measure any more. */
export function beside(file: string): ChildProcess {
  const child = fork(join(import.meta.dirname, file))
  setPriority(child.pid ?? 0, 0)
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`${file} has ended`)
  })
  return child
}

/** Who measures must not wait for others. Where that is not allowed, it measures less well. */
export function inRealTime({ pid }: ChildProcess): void {
  spawnSync('chrt', ['--all-tasks', '--rr', '--pid', '1', String(pid)])
}
