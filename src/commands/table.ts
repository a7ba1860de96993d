import { complain } from './command.ts'
import type { Command } from './command.ts'
import { sentencesFor } from './mistakes.ts'

/** Every command there is. One line here, one file beside. */
export const commands: Readonly<Record<string, Command>> = {
  start: {
    usage: '',
    help: 'run everything: the app, and the switch when PHONE=built-in',
    load: async () => (await import('./start.ts')).start,
  },
  app: {
    usage: '',
    help: 'run the app alone: pages, webhooks, database',
    load: async () => (await import('./app.ts')).app,
  },
  switch: {
    usage: '',
    help: 'run the telephone switch alone',
    load: async () => (await import('./switch.ts')).runSwitch,
  },
  room: {
    usage: '<list|add|remove|let-in>',
    help: 'rooms: see them, make one, take one away, let in who waits',
    load: async () => (await import('./room.ts')).room,
  },
  staff: {
    usage: '<list|add|remove|reset|requests|take|done>',
    help: 'who may sit at the staff console; callers who asked for help',
    load: async () => (await import('./staff.ts')).staff,
  },
  number: {
    usage: '<list|assign>',
    help: 'telephone numbers: see where they lead, make one lead here, give one to a room',
    load: async () => (await import('./number.ts')).number,
  },
  backup: {
    usage: '[--deletions] <file>',
    help: 'everything worth keeping in one sealed file, while it runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  restore: {
    usage: '<file> [--deletions <file>] [--replace] [--even-old]',
    help: 'puts a backup back',
    load: async () => (await import('./restore.ts')).restoreBackup,
  },
  migrate: {
    usage: '--from file:… --to postgres://…',
    help: 'moves an installation to another database',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  doctor: {
    usage: '[--fix]',
    help: 'looks at everything an evening needs; says what is wrong and what to do',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  call: {
    usage: '<sip:HOST:PORT|--test>',
    help: 'a telephone in the terminal: dials, presses keys, speaks, listens (--help)',
    load: async () => (await import('./call.ts')).call,
  },
  demo: {
    usage: '[--record evening.wav]',
    help: 'three telephones meet in a Rundruf of their own; who hears whom?',
    load: async () => (await import('./demo.ts')).demo,
  },
  help: {
    usage: '[settings]',
    help: 'this list; with "settings", every setting with its meaning',
    load: async () => (await import('./help.ts')).help,
  },
}

/** Runs the command named by the first word; without one, help. Expected failures become a sentence and code 1. */
export async function runCommand([name = 'help', ...words]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    complain(`There is no command "${name}". See: npx rundruf help`)
    return 2
  }
  try {
    return await (
      await command.load()
    )(words)
  } catch (error) {
    const sentences = sentencesFor(error)
    if (sentences === undefined) throw error
    for (const sentence of sentences) complain(sentence)
    return 1
  }
}
