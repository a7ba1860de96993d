import { preparedSentences } from '../../../conference/meeting/evening.ts'
import { inThrees } from '../../../conference/room/numbers.ts'
import { readable } from '../../phone-number.ts'
import { WishButton } from './button.tsx'
import { StartRound } from './round.tsx'
import { Sign } from './signs.tsx'
import type { EveningView } from './view.ts'

type Props = { readonly view: EveningView }

/** What concerns everybody: quiet, the door, a sentence, the end. */
export function ForAll({ view }: Props) {
  const { words, evening } = view
  const { buttons, forAll } = words
  const locked = evening.meeting?.locked === true
  return (
    <section id="for-all" class="sheet for-all" aria-labelledby="for-all-title">
      <h2 id="for-all-title" tabIndex={-1}>
        {forAll.title}
      </h2>
      <div class="buttons">
        <WishButton wish="mute-all" label={buttons.muteAll} />
        <p class="hint">{forAll.muteHint}</p>
      </div>
      <div class="buttons">
        <WishButton
          wish={locked ? 'unlock' : 'lock'}
          label={locked ? buttons.unlock : buttons.lock}
          place="door"
        />
        <p>
          <Sign shape={locked ? 'locked' : 'open'} words={locked ? forAll.locked : forAll.open} />
        </p>
      </div>
      <details data-key="say">
        <summary>{forAll.say}</summary>
        <p>{forAll.sayHint}</p>
        <div class="buttons">
          {preparedSentences.map((sentence) => (
            <WishButton
              wish="announce"
              about={sentence}
              label={words.sentences[sentence]}
              place={sentence}
            />
          ))}
        </div>
      </details>
      {evening.round === undefined && <StartRound view={view} />}
      <details data-key="access">
        <summary>{words.access.title}</summary>
        <Access view={view} />
      </details>
      <details data-key="end">
        <summary class="grave">{buttons.end}</summary>
        <p>{forAll.end}</p>
        <WishButton wish="end" label={buttons.endYes} as="grave" />
      </details>
    </section>
  )
}

/** What somebody needs who calls the organiser because they cannot find their sheet. */
export function Access({ view: { words, room, dialIn: forAll } }: Props) {
  const dialIn = room.phoneNumber ?? forAll
  const byNumber = dialIn.startsWith('+')
  const { access, nobody } = words
  return (
    <>
      <dl class="access">
        <div>
          <dt>{byNumber ? access.number : access.address}</dt>
          <dd class={byNumber ? 'digits' : undefined}>{byNumber ? readable(dialIn) : dialIn}</dd>
        </div>
        {room.phoneNumber === undefined && (
          <div>
            <dt>{access.room}</dt>
            <dd class="digits">{inThrees(room.number)}</dd>
          </div>
        )}
        {room.guestPin !== undefined && (
          <div>
            <dt>{access.pin}</dt>
            <dd class="digits">{inThrees(room.guestPin)}</dd>
          </div>
        )}
      </dl>
      {room.guestPin === undefined && <p class="hint">{nobody.noPin}</p>}
    </>
  )
}
