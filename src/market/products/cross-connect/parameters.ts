import { z } from 'zod'

export const crossConnectMedias = ['fibre-duplex', 'fibre-single', 'copper'] as const

const serviceNumber = z.string().regex(/^[A-Z]{3}-[A-Z]{2}-\d{6}$/)
const panelHandle = z.string().trim().min(1).max(31)
const MOST_LINES = 50

/** Equipment of the customer's own: in the space of one of its services, or of another line of the same order. */
const ownSpace = [
  z.strictObject({ service: serviceNumber }),
  z.strictObject({ line: z.int().min(1).max(MOST_LINES) }),
] as const
/** A position of a panel that is the customer's own or the site's; without a number, the lowest free one. */
const onPanel = z.strictObject({ panel: panelHandle, position: z.int().min(1).max(288).optional() })

/** The customer's port of the exchange: the one that it has, or one of several, or that of another line of the same order. */
const exchange = z.strictObject({
  exchange: z.literal(true),
  service: serviceNumber.optional(),
  line: z.int().min(1).max(MOST_LINES).optional(),
})
/** Somebody else: its letter says which position; a panel may be wished for. */
const other = z.strictObject({
  organisation: z.string().trim().min(1).max(63),
  panel: panelHandle.optional(),
})

/** What a customer says when it orders a fibre or a copper cable between two demarcations. */
export const crossConnectParameters = z.strictObject({
  media: z.enum(crossConnectMedias),
  a: z.union([...ownSpace, onPanel]),
  z: z.union([exchange, other, ...ownSpace, onPanel]),
  /** The letter of authorisation of the other side, where it was received already: its number or its code. */
  letter: z.string().trim().min(1).max(80).optional(),
  /** A rent, or one price for good. */
  pay: z.enum(['rent', 'once']).default('rent'),
  /** Who pays: who orders, or the side that is reached, whose letter has to say so. */
  payer: z.enum(['a', 'z']).default('a'),
})
export type CrossConnectParameters = z.output<typeof crossConnectParameters>
