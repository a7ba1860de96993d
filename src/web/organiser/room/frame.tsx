import { inThrees } from '../../../conference/room/numbers.ts'
import type { Room } from '../../../conference/room/room.ts'
import type { ComponentChildren } from 'preact'
import { fill, type Texts } from '../../texts.ts'

/** The style sheet of pages about rooms. */
export const roomStyles = ['rooms'] as const

/** What organisers call a room: its name, else its number. */
export function roomName({ name, number }: Room, { unnamed }: Texts['rooms']): string {
  return name === '' ? fill(unnamed, { number: inThrees(number) }) : name
}

type Props = {
  readonly children?: ComponentChildren
  readonly room: Room
  readonly texts: Texts['rooms']
  readonly title: string
  readonly lede?: string
}

/** The frame of pages about one room: whose page it is, and the way back to it. */
export function RoomFrame({ room, texts, title, lede, children }: Props) {
  return (
    <div class="page">
      <p class="crumb">
        <a href={`/rooms/${room.id}`}>{roomName(room, texts)}</a>
      </p>
      <h1>{title}</h1>
      {lede !== undefined && <p class="lede">{lede}</p>}
      {children}
    </div>
  )
}
