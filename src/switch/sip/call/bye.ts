import type { Core } from '../core.ts'
import { requestIn } from './dialog.ts'
import type { Dialog } from './dialog.ts'

/** BYE within a dialog; `over` is called when it has been answered or nobody answers. */
export function bye(core: Core, dialog: Dialog, over: () => void): void {
  core.clients.open(requestIn(dialog, 'BYE'), core.nextHop(dialog), {
    answered(response) {
      if (response.status >= 200) over()
    },
    gaveUp: over,
  })
}
