import type { VNode } from 'preact'
import { renderToStaticMarkup } from 'preact-render-to-string'
import type { Guest } from '../../../conference/meeting/evening.ts'
import { WishButton } from './button.tsx'
import { Access, ForAll } from './for-all.tsx'
import { InsideLine, WaitingLine } from './lines.tsx'
import { Round } from './round.tsx'
import { hereWords, nameOf, urgent, type EveningView } from './view.ts'

/*
 * The part of the page that changes by itself. It holds nothing of whoever looks (no token, no name), so it is drawn
 * once for all of them. It is made of pieces, each an element with an id: what is sent to open pages is the pieces that
 * changed, or everything when there are others than before.
 *
 *   head │ round? │ hands? │ waiting? with its lines │ inside with its lines │ for all
 *   head │ nobody                                              (while nobody has called)
 */

type Pieces = {
  readonly head: VNode
  readonly nobody?: VNode
  readonly round?: VNode
  readonly hands?: VNode
  readonly waitingHead?: VNode
  readonly waiting: readonly VNode[]
  readonly inside: readonly VNode[]
  readonly forAll?: VNode
}

/** The live part, as it stands on the page. */
export function LivePart({ view }: { readonly view: EveningView }) {
  const pieces = piecesOf(view)
  const { words } = view
  if (pieces.nobody !== undefined) {
    return (
      <>
        {pieces.head}
        {pieces.nobody}
      </>
    )
  }
  return (
    <>
      {pieces.head}
      <div class="evening" data-key="evening">
        <div class="people" data-key="people">
          {pieces.round}
          {pieces.waitingHead && (
            <section id="waiting" class="sheet waiting" aria-labelledby="waiting-title">
              {pieces.waitingHead}
              <ul class="lines" data-key="lines">
                {pieces.waiting}
              </ul>
            </section>
          )}
          <section id="inside" class="sheet" aria-labelledby="inside-title">
            <h2 id="inside-title" tabIndex={-1}>
              {words.insideTitle}
            </h2>
            {pieces.hands}
            {pieces.inside.length === 0 ? (
              <p data-key="nobody">{words.insideNobody}</p>
            ) : (
              <ul class="lines" data-key="lines">
                {pieces.inside}
              </ul>
            )}
          </section>
        </div>
        {pieces.forAll}
      </div>
    </>
  )
}

function piecesOf(view: EveningView): Pieces {
  const { evening } = view
  const { meeting, inside, waiting, round } = evening
  const head = <Head view={view} />
  if (meeting === undefined && inside.length + waiting.length === 0) {
    return { head, nobody: <Nobody view={view} />, waiting: [], inside: [] }
  }
  const hands = inside.filter(({ hand }) => hand !== undefined)
  return {
    head,
    ...(round && { round: <Round view={view} round={round} /> }),
    ...(hands.length > 0 && { hands: <Hands view={view} hands={hands} /> }),
    ...(waiting.length > 0 && { waitingHead: <WaitingHead view={view} /> }),
    waiting: waiting.map((line) => <WaitingLine view={view} line={line} />),
    inside: inside.map((line) => <InsideLine view={view} line={line} />),
    forAll: <ForAll view={view} />,
  }
}

/** The live part as text: every piece by its id, in the order of the page. */
export function drawnPieces(view: EveningView): ReadonlyMap<string, string> {
  const pieces = piecesOf(view)
  const { head, nobody, round, hands, waitingHead, waiting, inside, forAll } = pieces
  const nodes = [head, nobody, round, waitingHead, ...waiting, hands, ...inside, forAll]
  return new Map(
    nodes
      .filter((node) => node !== undefined)
      .map((node) => renderToStaticMarkup(node))
      .map((html) => [/^<\w+ id="([^"]*)"/.exec(html)?.[1] ?? '', html] as const),
  )
}

export function drawnWhole(view: EveningView): string {
  return renderToStaticMarkup(<LivePart view={view} />)
}

type Props = { readonly view: EveningView }

function Head({ view: { evening, words } }: Props) {
  return (
    <div id="head" class="beside">
      <p class="here" tabIndex={-1}>
        {hereWords(evening, words)}
      </p>
      {urgent(evening, words).map((one) => (
        <p class="tag">{one}</p>
      ))}
      {!evening.carrierAnswers && <p class="mistakes">{words.carrierSilent}</p>}
    </div>
  )
}

/** Before anybody calls: what to tell somebody who wants to. */
function Nobody({ view }: Props) {
  const { nobody } = view.words
  return (
    <section id="nobody" class="sheet nobody" aria-labelledby="nobody-title">
      <h2 id="nobody-title">{nobody.title}</h2>
      <Access view={view} />
      <p>{nobody.text}</p>
    </section>
  )
}

function WaitingHead({ view: { evening, words } }: Props) {
  return (
    <div id="waiting-head" class="beside">
      <h2 id="waiting-title" tabIndex={-1}>
        {words.waitingTitle}
      </h2>
      {evening.waiting.length > 1 && (
        <WishButton wish="let-all-in" label={words.buttons.letAllIn} as="main" />
      )}
    </div>
  )
}

/** Raised hands in their order, whatever the order of the lines. */
function Hands({ view: { words }, hands }: Props & { readonly hands: readonly Guest[] }) {
  const inOrder = hands.toSorted((a, b) => (a.hand ?? 0) - (b.hand ?? 0))
  return (
    <div id="hands" class="hands">
      <h3>{words.handsTitle}</h3>
      <ol>
        {inOrder.map((line) => {
          const who = nameOf(line, words)
          return (
            <li data-key={`hand-${line.id}`}>
              <strong tabIndex={-1}>{who}</strong>{' '}
              <WishButton
                wish="lower-hand"
                about={line.id}
                label={words.buttons.lowerHand}
                fully={`${words.buttons.lowerHand}: ${who}`}
              />
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** For the script: the words it needs, in the language of the page. */
export function scriptWordsOf({ words }: EveningView): string {
  const { script, waitsSince, round } = words
  return JSON.stringify({ ...script, waitsSince, left: round.left, timeOver: round.over })
}
