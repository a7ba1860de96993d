/** One word after `rundruf`: what it is for, in one line, and the file that does it, loaded only when asked for. */
export type Command = {
  /** What follows the word, e.g. `<list|add|remove>`; empty for nothing. */
  readonly usage: string
  readonly help: string
  readonly load: () => Promise<Run>
}

/** Does the work. Resolves with the exit code: 0 done, 1 wrong settings or a refusal, 2 wrong words. */
export type Run = (words: readonly string[]) => Promise<number>

/** One line for people, on standard output. Logs go there too, but through the logger. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** One line about a mistake, on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}
