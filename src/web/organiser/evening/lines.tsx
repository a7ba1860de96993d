import type { Guest, LineLabel, Waiter } from '../../../conference/meeting/evening.ts'
import { writtenTime } from '../../moments.ts'
import { fill } from '../../texts.ts'
import { WishButton } from './button.tsx'
import { Sign, type Shape } from './signs.tsx'
import { nameOf, waitsSince, type EveningView } from './view.ts'

type LineProps<L> = { readonly view: EveningView; readonly line: L }

/** One line in the meeting: who, how, and the few things that are done often; the rest is folded away. */
export function InsideLine({ view, line }: LineProps<Guest>) {
  const { words, locale, timeZone } = view
  const who = nameOf(line, words)
  const since = fill(words.since, { time: writtenTime(line.since, timeZone, locale) })
  const { mute, askToUnmute } = words.buttons
  return (
    <li id={`line-${line.id}`} class={`line ${stateOf(line)}`}>
      <Who line={line} who={who} host={line.role === 'host' ? words.host : undefined}>
        {since}
      </Who>
      <div class="signs">
        <Sign shape={stateOf(line)} words={words.states[stateOf(line)]} />
        {line.hand !== undefined && (
          <Sign shape="hand" words={fill(words.states.hand, { place: line.hand })} place="hand" />
        )}
      </div>
      <div class="buttons">
        <WishButton
          wish={line.muted ? 'ask-to-unmute' : 'mute'}
          about={line.id}
          label={line.muted ? askToUnmute : mute}
          fully={`${line.muted ? askToUnmute : mute}: ${who}`}
          place="microphone"
        />
        <More view={view} line={line} who={who} />
      </div>
    </li>
  )
}

function stateOf({ away, muted, talking }: Guest): Shape & ('talking' | 'on' | 'muted' | 'away') {
  if (away) return 'away'
  if (muted) return 'muted'
  return talking ? 'talking' : 'on'
}

/** What is done seldom, and what asks once before it happens (W-09). One at a time: it lies over the lines below. */
function More({ view: { words }, line, who }: LineProps<Guest> & { readonly who: string }) {
  const { buttons } = words
  return (
    <details class="more" name="more" data-key="more">
      <summary aria-label={`${buttons.more}: ${who}`}>{buttons.more}</summary>
      <div class="buttons">
        {!line.muted && <WishButton wish="ask-to-mute" about={line.id} label={buttons.askToMute} />}
        <NameLink line={line} label={line.name === undefined ? buttons.name : buttons.rename} />
        {line.role === 'guest' && (
          <WishButton wish="make-host" about={line.id} label={buttons.makeHost} />
        )}
        <details data-key="remove">
          <summary class="grave">{buttons.remove}</summary>
          <p>{fill(words.remove, { who })}</p>
          <WishButton wish="remove" about={line.id} label={buttons.removeYes} as="grave" />
        </details>
      </div>
    </details>
  )
}

/** One line in the waiting room. */
export function WaitingLine({ view, line }: LineProps<Waiter>) {
  const { words, at } = view
  const who = nameOf(line, words)
  const { letIn, turnAway, name, rename } = words.buttons
  return (
    <li id={`line-${line.id}`} class="line waits">
      <Who line={line} who={who} host={line.role === 'host' ? words.host : undefined}>
        {words.because[line.because]} ·{' '}
        <span data-waits={line.since}>{waitsSince(line.since, at, words)}</span>
      </Who>
      <div class="buttons">
        <WishButton
          wish="let-in"
          about={line.id}
          label={letIn}
          fully={`${letIn}: ${who}`}
          as="main"
        />
        <WishButton
          wish="turn-away"
          about={line.id}
          label={turnAway}
          fully={`${turnAway}: ${who}`}
        />
        <NameLink line={line} label={line.name === undefined ? name : rename} />
      </div>
    </li>
  )
}

type WhoProps = {
  readonly line: LineLabel
  readonly who: string
  readonly host: string | undefined
  readonly children: preact.ComponentChildren
}

/** Takes the focus when what had it has gone (W-03). */
function Who({ line, who, host, children }: WhoProps) {
  return (
    <div class="who">
      <span class="seat" aria-hidden="true">
        {line.number}
      </span>
      <p>
        <strong tabIndex={-1}>{who}</strong>
        {host !== undefined && <span class="tag">{host}</span>}
        <small>{children}</small>
      </p>
    </div>
  )
}

function NameLink({ line, label }: { readonly line: LineLabel; readonly label: string }) {
  return (
    <a class="button quiet" href={`evening/lines/${line.id}`} data-key="name">
      {label}
    </a>
  )
}
