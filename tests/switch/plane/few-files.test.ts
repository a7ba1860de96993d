import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'

/** Node itself has some twenty open. */
const filesMax = 60

test('R-32: where no more files may be open there is no line for sound; its ports are kept, and one that closes makes room', async () => {
  const words = ['-c', `ulimit -n ${filesMax}; exec "$0" "$1"`, process.execPath]
  const child = join(import.meta.dirname, 'few-files.ts')
  const { stdout } = await promisify(execFile)('sh', [...words, child])
  expect(stdout.split('\n')).toEqual(['NoPortFree none lost', 'one more', ''])
})
