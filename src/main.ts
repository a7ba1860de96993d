#!/usr/bin/env node
// Only words that an old Node understands: a machine with one shall read a sentence, not a syntax error.
const needed = 24
const found = Number(process.versions.node.split('.')[0])

if (found < needed) {
  process.stderr.write(
    `Rundruf needs Node ${needed} or newer; this is Node ${process.versions.node}. ` +
      'Start it with `npm start` or `npx rundruf …`: these use the Node in node_modules.\n',
  )
  process.exitCode = 1
} else {
  const { runCommand } = await import('./commands/table.ts')
  process.exitCode = await runCommand(process.argv.slice(2))
}

export {}
