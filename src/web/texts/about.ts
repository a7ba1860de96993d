import { z } from 'zod'
import { dataGroups, dataKindNames, dataKinds } from '../../conference/kept/data-kinds.ts'
import { block, sentence } from './shapes.ts'

const kinds = Object.values(dataKinds)
const sentences = z.array(sentence)
/** A heading, and what stands below it sentence by sentence. */
const section = z.strictObject({ title: sentence, text: sentences })

/** The pages about the service: privacy, accessibility, who is responsible, and easy language. */
export const about = z.strictObject({
  privacy: z.strictObject({
    title: sentence,
    lede: sentence,
    shortTitle: sentence,
    short: sentences,
    keptTitle: sentence,
    keptLede: sentence,
    until: sentence,
    basis: sentence,
    groups: z.record(z.enum(dataGroups), sentence),
    /** Every kind of data: what it is, and what for. */
    kinds: z.record(z.enum(dataKindNames), block),
    /** Filled with `periodNumbers`. */
    periods: z.record(z.enum(kinds.map(({ until }) => until)), sentence),
    bases: z.record(z.enum(kinds.map(({ basis }) => basis)), sentence),
    browserTitle: sentence,
    browser: sentences,
    othersTitle: sentence,
    others: sentences,
    twilio: sentence,
    rightsTitle: sentence,
    rights: sentences,
    toAccount: sentence,
    responsibleTitle: sentence,
    responsible: sentence,
    /** `{contact}` */
    contact: sentence,
  }),
  accessibility: z.strictObject({
    title: sentence,
    lede: sentence,
    sections: z.array(section),
    toEasy: sentence,
    feedbackTitle: sentence,
    feedback: sentence,
    mail: sentence,
    telephone: sentence,
    noContact: sentence,
    enforcementTitle: sentence,
    enforcement: sentence,
    date: sentence,
  }),
  imprint: z.strictObject({
    title: sentence,
    lede: sentence,
    contact: sentence,
    missingTitle: sentence,
    missing: sentence,
    programTitle: sentence,
    program: sentence,
  }),
  easy: z.strictObject({
    title: sentence,
    lede: sentence,
    sections: z.array(section),
    toDialIn: sentence,
    toAccessibility: sentence,
  }),
})
