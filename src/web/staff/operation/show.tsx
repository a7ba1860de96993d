import type { Block } from '../../../conference/staff/blocking.ts'
import type { ServiceState, ServiceSwitch } from '../../../conference/staff/operation.ts'
import { shortDay, writtenTime } from '../../moments.ts'
import { Scrolls } from '../../scrolls.tsx'
import { fill, type Texts } from '../../texts.ts'
import { acting, showActing, type Wrong } from '../acting.tsx'
import { AskedOnce, reasonGiven } from '../asked-once.tsx'
import { OwnNumbers } from './own-numbers-section.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

/** What can be switched, as the last word of an address. */
export const serviceActs = {
  pause: { what: 'paused', on: true },
  'go-on': { what: 'paused', on: false },
  protect: { what: 'protected', on: true },
  unprotect: { what: 'protected', on: false },
} as const satisfies Record<string, { what: ServiceSwitch; on: boolean }>
type ServiceAct = keyof typeof serviceActs
export const serviceActNames = Object.keys(serviceActs) as readonly ServiceAct[]

/** GET /service — what holds for all calls: whether new ones are taken, protection, blocked lines. */
export function serviceShow(parts: StaffParts) {
  return (visit: StaffVisit) => servicePage(parts, visit, undefined)
}

/** POST /service/pause, go-on, protect, unprotect */
export function serviceSwitch(parts: StaffParts, act: ServiceAct) {
  return acting(parts, {
    shape: reasonGiven,
    wish: () => ({ do: 'switch', ...serviceActs[act] }),
    again: (visit, mistakes) => servicePage(parts, visit, { act, mistakes }),
    then: '/service',
  })
}

/** POST /service/blocks/:block/lift */
export function blockLift(parts: StaffParts) {
  const blockOf = ({ request }: StaffVisit) => String(request.params['block'])
  return acting(parts, {
    shape: reasonGiven,
    wish: (_form, visit) => ({ do: 'lift-block', block: blockOf(visit) }),
    again: (visit, mistakes) =>
      servicePage(parts, visit, { act: `lift-${blockOf(visit)}`, mistakes }),
    then: '/service',
  })
}

/** The page with what is wrong in one of its forms. */
export async function servicePage(
  parts: StaffParts,
  visit: StaffVisit,
  wrong: Wrong | undefined,
): Promise<void> {
  const all = parts.texts[visit.locale].staffActs
  const texts = all.service
  const { service } = await parts.board.showAnew()
  const blocks = await parts.store.blocks.all(visit.at)
  const time = (at: number) =>
    `${shortDay(at, parts.timeZone, visit.locale)}, ${writtenTime(at, parts.timeZone, visit.locale)}`
  const given = new Set(await parts.store.rooms.givenPhoneNumbers())
  const numbers = parts.furtherNumbers
  const content = (
    <>
      <p class="lede">{texts.lede}</p>
      <Switches {...{ texts: all, service, time, wrong }} />
      <section aria-labelledby="blocks-title">
        <h2 id="blocks-title">{texts.blocksTitle}</h2>
        {blocks.length === 0 ? (
          <p>{texts.blocksNone}</p>
        ) : (
          <Blocks {...{ texts: all, blocks, time, wrong }} />
        )}
      </section>
      {numbers.length > 0 && <OwnNumbers {...{ texts: all, numbers, given, wrong }} />}
    </>
  )
  showActing(visit, parts, { title: texts.title, wrong, content })
}

type Props = {
  readonly texts: Texts['staffActs']
  readonly time: (at: number) => string
  readonly wrong: Wrong | undefined
}

function Switches({ texts, service, time, wrong }: Props & { readonly service: ServiceState }) {
  const { paused, protected: isProtected } = service
  const words = texts.service
  const asked = (act: ServiceAct) => askedOf(texts, `/service/${act}`, act, wrong)
  return (
    <>
      <section aria-labelledby="calls-title">
        <h2 id="calls-title">{words.callsTitle}</h2>
        <p>{paused === undefined ? words.taken : fill(words.paused, { time: time(paused) })}</p>
        {paused === undefined ? (
          <AskedOnce words={words.pause} {...asked('pause')} grave />
        ) : (
          <AskedOnce words={words.goOn} {...asked('go-on')} />
        )}
      </section>
      <section aria-labelledby="protection-title">
        <h2 id="protection-title">{words.protectionTitle}</h2>
        <p>
          {isProtected === undefined
            ? words.off
            : fill(words.protected, { time: time(isProtected) })}
        </p>
        {isProtected === undefined ? (
          <AskedOnce words={words.protect} {...asked('protect')} />
        ) : (
          <AskedOnce words={words.unprotect} {...asked('unprotect')} />
        )}
      </section>
    </>
  )
}

function Blocks({ texts, blocks, time, wrong }: Props & { readonly blocks: readonly Block[] }) {
  const words = texts.service
  return (
    <Scrolls label={words.blocksTable}>
      <table>
        <caption class="unseen">{words.blocksTable}</caption>
        <thead>
          <tr>
            {[words.block, words.since, words.until, words.what].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {blocks.map(({ id, created, until }) => (
            <tr>
              <th scope="row">{id}</th>
              <td>{time(created)}</td>
              <td>{time(until)}</td>
              <td>
                <AskedOnce
                  words={words.lift}
                  {...askedOf(texts, `/service/blocks/${id}/lift`, `lift-${id}`, wrong)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

function askedOf(texts: Texts['staffActs'], action: string, act: string, wrong: Wrong | undefined) {
  return {
    action,
    id: act,
    reason: { label: texts.reason, hint: texts.reasonHint },
    mistake: wrong?.act === act ? wrong.mistakes['reason'] : undefined,
  }
}
