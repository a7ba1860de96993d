import { roundSeconds, type SpeakingRound } from '../../../conference/meeting/evening.ts'
import { fill } from '../../texts.ts'
import { WishButton } from './button.tsx'
import { clockOf, counted, lineOf, nameOf, type EveningView } from './view.ts'

type Props = { readonly view: EveningView; readonly round: SpeakingRound }

/** Who has the word, for how long still, and who comes then. */
export function Round({ view, round }: Props) {
  const { words, at } = view
  const { order, since, secondsEach } = round
  const [now = '', ...later] = order.map((id) => who(id, view))
  const spent = Math.min((at - since) / 1000, secondsEach)
  return (
    <section id="round" class="sheet round" aria-labelledby="round-title">
      <h2 id="round-title" tabIndex={-1}>
        {words.round.title}
      </h2>
      <p class="here">{fill(words.round.speaks, { who: now })}</p>
      <p class="beside digits">
        <progress max={secondsEach} value={Math.floor(spent)} aria-label={words.round.timer} />
        <span data-ends={since + secondsEach * 1000}>
          {spent < secondsEach
            ? fill(words.round.left, { time: clockOf(secondsEach - spent) })
            : words.round.over}
        </span>
      </p>
      <p>
        {later.length === 0
          ? words.round.last
          : fill(words.round.afterwards, { who: later.join(', ') })}
      </p>
      <div class="buttons">
        <WishButton wish="next-speaker" label={words.buttons.next} as="main" />
        <WishButton wish="stop-round" label={words.buttons.stopRound} />
      </div>
    </section>
  )
}

/** Begins a round: how long each may speak is the button. */
export function StartRound({ view: { words } }: { readonly view: EveningView }) {
  return (
    <details data-key="start-round">
      <summary>{words.round.title}</summary>
      <p>{words.round.text}</p>
      <p>{words.round.each}</p>
      <div class="buttons">
        {roundSeconds.map((seconds) => {
          const minutes = counted(seconds / 60, words.round.minutes)
          return (
            <WishButton
              wish="start-round"
              about={String(seconds)}
              label={minutes}
              fully={fill(words.round.start, { minutes })}
              place={`round-${seconds}`}
            />
          )
        })}
      </div>
    </details>
  )
}

function who(id: string, { evening, words }: EveningView): string {
  const line = lineOf(evening, id)
  return line === undefined ? '–' : nameOf(line, words)
}
