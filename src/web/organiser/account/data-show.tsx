import { inThrees } from '../../../conference/room/numbers.ts'
import type { RoomOptions } from '../../../conference/room/room.ts'
import { describeSchedule } from '../../../conference/room/schedule-words.ts'
import { shortDay, writtenTime } from '../../moments.ts'
import { show, type PageParts } from '../../page.tsx'
import { fill, type AllTexts, type PageLocale, type Texts } from '../../texts.ts'
import type { OrganiserVisit } from '../../visit.ts'
import { accountData, type AccountData, type AccountDataStore, type RoomData } from './data.ts'

export type AccountDataParts = PageParts & {
  readonly store: AccountDataStore
  readonly timeZone: string
}

/** GET /account/data — everything that is kept about them, to be read (P-08). */
export function accountDataShow(parts: AccountDataParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { locale } = visit
    const { account, options } = parts.texts[locale]
    const data = await accountData(parts.store, visit.signedIn.account, visit.at)
    const said: Said = {
      words: account.data,
      options,
      locale,
      time: (moment) => writtenMoment(moment, parts.timeZone, locale),
      language: (of) => ownName(of, parts.texts),
    }
    const content = (
      <div class="page">
        <h1>{account.data.title}</h1>
        <p class="lede">{account.data.lede}</p>
        <div class="buttons">
          <a class="button" href="/account/data.json" download>
            {account.data.download}
          </a>
          <a class="button quiet" href="/account">
            {account.data.back}
          </a>
        </div>
        <Person data={data} said={said} />
        <Rooms data={data} said={said} unknown={account.sessions.unknownDevice} />
        <Mails data={data} said={said} />
        <p class="hint">{account.data.pins}</p>
      </div>
    )
    show(visit, parts, { title: account.data.title, content, styles: ['account'] })
  }
}

/** GET /account/data.json — the same for machines. */
export function accountDataJson({ store }: AccountDataParts) {
  return async ({ response, signedIn, at }: OrganiserVisit): Promise<void> => {
    const data = await accountData(store, signedIn.account, at)
    response
      .attachment('rundruf.json')
      .type('json')
      .send(`${JSON.stringify(data, undefined, 2)}\n`)
  }
}

type Said = {
  readonly words: Texts['account']['data']
  readonly options: Texts['options']
  readonly locale: PageLocale
  readonly time: (moment: string) => string
  /** A language by its own name, where we know it. */
  readonly language: (locale: string) => string
}
type Props = { readonly data: AccountData; readonly said: Said }
type Fact = readonly [name: string, value: string | number]

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts-list">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

function Person({ data: { account }, said }: Props) {
  const { words, time } = said
  return (
    <section class="sheet" aria-labelledby="account">
      <h2 id="account">{words.account}</h2>
      <Facts
        facts={[
          [words.address, account.address],
          [words.language, said.language(account.language)],
          [words.created, time(account.created)],
          [words.lastUsed, time(account.lastUsed)],
          ...(account.lastSignIn === undefined
            ? []
            : [[words.lastSignIn, time(account.lastSignIn)] as const]),
        ]}
      />
    </section>
  )
}

function Rooms({ data, said, unknown }: Props & { readonly unknown: string }) {
  const { words, time } = said
  return (
    <>
      <section class="sheet" aria-labelledby="sessions">
        <h2 id="sessions">{words.sessions}</h2>
        <ul class="list">
          {data.sessions.map(({ device, begun, lastUsed }) => (
            <li>
              <Facts
                facts={[
                  [words.device, device === '' ? unknown : device],
                  [words.begun, time(begun)],
                  [words.lastUsed, time(lastUsed)],
                ]}
              />
            </li>
          ))}
        </ul>
      </section>
      <section class="sheet" aria-labelledby="rooms">
        <h2 id="rooms">{words.rooms}</h2>
        {data.rooms.length === 0 && <p>{words.noRooms}</p>}
        {data.rooms.map((room) => (
          <OneRoom room={room} said={said} />
        ))}
      </section>
    </>
  )
}

function OneRoom({ room, said }: { readonly room: RoomData; readonly said: Said }) {
  const { words, time } = said
  return (
    <article>
      <h3>{inThrees(room.number)}</h3>
      <Facts
        facts={[
          [words.name, room.name === '' ? words.without : room.name],
          [words.language, said.language(room.language)],
          [words.otherOrganisers, room.otherOrganisers],
          [words.invited, room.invited.join(', ') || words.nobody],
          ...optionFacts(room.options, said),
          [words.meetings, room.meetings.length],
        ]}
      />
      {room.meetings.length > 0 && (
        <details>
          <summary>{words.meetings}</summary>
          <ul class="list">
            {room.meetings.map((meeting) => (
              <li>
                <Facts
                  facts={[
                    [words.started, time(meeting.started)],
                    [words.ended, time(meeting.ended)],
                    [words.mostCallersAtOnce, meeting.mostCallersAtOnce],
                    [words.callerMinutes, meeting.callerMinutes],
                  ]}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  )
}

/** What the room's own page calls its options. */
function optionFacts(
  options: RoomData['options'],
  { words, options: names, locale }: Said,
): Fact[] {
  const yesOrNo = (is: boolean) => (is ? words.yes : words.no)
  const facts: { readonly [Name in keyof Omit<RoomOptions, 'name'>]: Fact } = {
    archived: [words.archived, yesOrNo(options.archived)],
    schedule: [words.dates, describeSchedule(options.schedule, locale)],
    waitingRoom: [names.waitingRoom.label, yesOrNo(options.waitingRoom)],
    waitForHost: [names.waitForHost.label, yesOrNo(options.waitForHost)],
    muteOnEntry: [names.muteOnEntry.label, yesOrNo(options.muteOnEntry)],
    entryTone: [names.entryTone.label, yesOrNo(options.entryTone)],
    announceCount: [names.announceCount.label, yesOrNo(options.announceCount)],
    callersMax: [names.callersMax.label, options.callersMax],
    lengthMaxMinutes: [
      names.lengthMaxMinutes.label,
      fill(names.minutesCount, { count: options.lengthMaxMinutes }),
    ],
  }
  return Object.values(facts)
}

function Mails({ data, said: { words } }: Props) {
  return (
    <section class="sheet" aria-labelledby="mails">
      <h2 id="mails">{words.mails}</h2>
      {data.mails.length === 0 ? (
        <p>{words.noMails}</p>
      ) : (
        <ul class="list">
          {data.mails.map(({ about, to, state }) => (
            <li>
              <Facts
                facts={[
                  [words.about, words.abouts[firstWord(about)] ?? firstWord(about)],
                  [words.to, to],
                  [words.state, words.states[state]],
                ]}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function writtenMoment(moment: string, timeZone: string, locale: PageLocale): string {
  const at = Date.parse(moment)
  return `${shortDay(at, timeZone, locale)}, ${writtenTime(at, timeZone, locale)}`
}

/** `invitation 4f9f…` → `invitation` */
const firstWord = (about: string) => about.split(' ')[0] ?? about

function ownName(locale: string, texts: AllTexts): string {
  return Object.entries(texts).find(([of]) => of === locale)?.[1].frame.language ?? locale
}
