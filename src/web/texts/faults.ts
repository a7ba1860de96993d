import { z } from 'zod'
import { sentence } from './shapes.ts'

const dead = z.strictObject({ title: sentence, text: sentence, back: sentence })

export const faults = z.strictObject({ notFound: dead, fault: dead, away: dead, expired: dead })
