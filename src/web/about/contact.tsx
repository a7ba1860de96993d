import { Fragment } from 'preact'

type Props = {
  /** With a place in it: `Per Mail: {contact}`. */
  readonly sentence: string
  readonly place: string
  readonly href: string
  readonly shown: string
}

/** A sentence with a link in its place. */
export function SentenceWithLink({ sentence, place, href, shown }: Props) {
  const [before = '', after = ''] = sentence.split(`{${place}}`)
  return (
    <Fragment>
      {before}
      <a href={href}>{shown}</a>
      {after}
    </Fragment>
  )
}

/** … with a mail address. */
export function SentenceWithMail({
  sentence,
  address,
}: {
  readonly sentence: string
  readonly address: string
}) {
  return (
    <SentenceWithLink
      sentence={sentence}
      place="contact"
      href={`mailto:${address}`}
      shown={address}
    />
  )
}
