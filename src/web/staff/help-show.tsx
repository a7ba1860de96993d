import type { BoardHelp } from '../../conference/staff/board.ts'
import type { TakenRequest } from '../../conference/staff/help-request.ts'
import { finishRequest, takeRequest } from '../../conference/staff/helping.ts'
import { inThrees } from '../../conference/room/numbers.ts'
import { Button, Form } from '../form.tsx'
import { writtenTime } from '../moments.ts'
import { show } from '../page.tsx'
import { Scrolls } from '../scrolls.tsx'
import { fill, type Texts } from '../texts.ts'
import { goTo } from '../visit.ts'
import type { StaffParts } from './parts.ts'
import type { StaffVisit } from './visit.ts'

/** GET /help — who asked for help: where and since when, never their number. */
export function helpShow(parts: StaffParts) {
  return (visit: StaffVisit) => page(parts, visit, undefined)
}

/** POST /help/:request/take — shows the number to call back, this once. */
export function helpTake(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { at, signedIn, request, locale } = visit
    const id = String(request.params['request'])
    const taken = await parts.store.atomically((kept) =>
      takeRequest(kept, id, { who: signedIn.member.name, at }),
    )
    if (taken.is === 'taken') {
      // One less is open, for whoever looks at the board.
      await parts.board.showAnew()
      tookPage(parts, visit, { id, ...taken })
      return
    }
    const texts = parts.texts[locale].staffHelp
    const wrong =
      taken.is === 'unknown' ? texts.gone : fill(texts.takenBefore, times(parts, visit, taken.at))
    await page(parts, visit, wrong)
  }
}

/** POST /help/:request/done — nothing of it is left. */
export function helpDone(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { at, signedIn, request, locale } = visit
    const id = String(request.params['request'])
    const known = await parts.store.atomically((kept) =>
      finishRequest(kept, id, { who: signedIn.member.name, at }),
    )
    if (known) goTo(visit, '/help', 'saved')
    else await page(parts, visit, parts.texts[locale].staffHelp.gone)
  }
}

async function page(parts: StaffParts, visit: StaffVisit, wrong: string | undefined) {
  const texts = parts.texts[visit.locale].staffHelp
  // Anew: what was just taken or done here must not be shown as it was before.
  const { help } = await parts.board.showAnew()
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      {wrong !== undefined && (
        <p class="mistakes" role="alert">
          {wrong}
        </p>
      )}
      <p class="lede">{texts.lede}</p>
      {help.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <Scrolls label={texts.table}>
          <table>
            <caption class="unseen">{texts.table}</caption>
            <thead>
              <tr>
                {[texts.since, texts.where, texts.line, texts.number, texts.state, texts.act].map(
                  (name) => (
                    <th scope="col">{name}</th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {help.map((request) => (
                <Row
                  {...{ request, texts }}
                  time={(at) => writtenTime(at, parts.timeZone, visit.locale)}
                />
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
    </div>
  )
  const status = wrong === undefined ? 200 : 409
  show(visit, parts, { title: texts.title, content, status })
}

type RowProps = {
  readonly request: BoardHelp
  readonly texts: Texts['staffHelp']
  readonly time: (at: number) => string
}

function Row({ request, texts, time }: RowProps) {
  const { id, stage, hasNumber, created, taken, line } = request
  const words = { time: time(created) }
  return (
    <tr>
      <th scope="row">{time(created)}</th>
      <td>{texts.stages[stage]}</td>
      <td>{line ?? texts.hungUp}</td>
      <td>{hasNumber ? texts.left : texts.notLeft}</td>
      <td>{taken === undefined ? texts.open : fill(texts.taken, { time: time(taken) })}</td>
      <td>
        {taken === undefined ? (
          <Form action={`/help/${id}/take`}>
            <Button aria-label={fill(texts.takeOf, words)}>{texts.take}</Button>
          </Form>
        ) : (
          <Form action={`/help/${id}/done`}>
            <Button as="quiet" aria-label={fill(texts.doneOf, words)}>
              {texts.done}
            </Button>
          </Form>
        )}
      </td>
    </tr>
  )
}

type Took = Extract<TakenRequest, { is: 'taken' }> & { readonly id: string }

function tookPage(parts: StaffParts, visit: StaffVisit, { id, number }: Took): void {
  const texts = parts.texts[visit.locale].staffHelp.took
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      {number === undefined ? (
        <p>{texts.noNumber}</p>
      ) : (
        <section class="sheet narrow">
          <p class="hint">{texts.number}</p>
          <p class="callback">{inThrees(number)}</p>
          <p>{texts.lede}</p>
          <p>{texts.secrecy}</p>
        </section>
      )}
      <Form action={`/help/${id}/done`}>
        <Button>{texts.done}</Button>
      </Form>
      <p>
        <a class="button quiet" href="/help">
          {texts.back}
        </a>
      </p>
    </div>
  )
  show(visit, parts, { title: texts.title, content })
}

const times = ({ timeZone }: StaffParts, { locale }: StaffVisit, at: number) => ({
  time: writtenTime(at, timeZone, locale),
})
