import { argv } from 'node:process'
import { lastCalls } from '../../../../src/switch/last-calls.ts'
import { openSipEndpoint } from '../../../../src/switch/sip/endpoint.ts'
import { key, settingsFor } from './crash-settings.ts'

/* A process of its own that takes a trunk's calls and writes them down, until it is killed. */

const [, , file = '', transport = '', port = ''] = argv
await openSipEndpoint({
  ...settingsFor(transport === 'UDP' ? 'UDP' : 'TCP', Number(port)),
  dialogs: lastCalls({ file, key }, settingsFor('UDP', 0).log),
})
