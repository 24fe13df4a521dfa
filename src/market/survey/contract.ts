import { z } from 'zod'
import { day, instant, route } from '#kernel'
import { deviceKinds } from './model.ts'
import { moveParts } from './plan-move.ts'

const at = z.iso.datetime()
const text = (most: number) => z.string().trim().min(1).max(most)
const values = z.looseObject({ code: z.string() })
const MOST_DEVICES = 100
const staff = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const
const surveyNumber = z.object({ survey: z.string().regex(/^[A-Z]{3}-S-\d{4}-\d{5}$/) })
const serviceNumber = z.object({ service: z.string().regex(/^[A-Z]{3}-MV-\d{6}$/) })

export const deviceAsked = z.strictObject({
  label: text(40),
  kind: z.enum(deviceKinds),
  units_u: z.int().min(1).max(60),
  depth_mm: z.int().min(1).max(2000).nullable().default(null),
  measured_w: z.int().min(0).max(50_000).nullable().default(null),
  nameplate_w: z.int().min(1).max(50_000).nullable().default(null),
  weight_kg: z.int().min(1).max(1000).nullable().default(null),
  cords: z.int().min(1).max(8),
  after: z.array(text(40)).max(MOST_DEVICES).default([]),
})
export const surveyAsked = z.strictObject({
  organisation: text(63),
  /** Where the closet is: an address, a floor, a door. */
  place: text(300),
  surveyed_on: day,
  devices: z
    .array(deviceAsked)
    .min(1)
    .max(MOST_DEVICES)
    .refine((devices) => new Set(devices.map(({ label }) => label)).size === devices.length, {
      message: 'label twice',
    }),
})

/** A device as it stands in a survey: each figure is there, null where it could not be read. */
const deviceWire = deviceAsked.extend({
  depth_mm: deviceAsked.shape.depth_mm.unwrap(),
  measured_w: deviceAsked.shape.measured_w.unwrap(),
  nameplate_w: deviceAsked.shape.nameplate_w.unwrap(),
  weight_kg: deviceAsked.shape.weight_kg.unwrap(),
  after: deviceAsked.shape.after.unwrap(),
})
const proposal = z.object({
  size: z.enum(['quarter', 'half', 'full']),
  units_u: z.number(),
  free_u: z.number(),
  watts: z.number(),
  drawn_w: z.number(),
  assumed_w: z.number(),
  weight_kg: z.number(),
  cords: z.number(),
  left_behind: z.array(z.string()),
  warnings: z.array(values),
})
export const surveyWire = z.object({
  number: z.string(),
  organisation: z.object({ id: z.string(), handle: z.string(), name: z.string() }),
  place: z.string(),
  surveyed_on: day,
  devices: z.array(deviceWire),
  /** Null with the reason in `refusal`. */
  proposal: proposal.nullable(),
  refusal: values.nullable(),
  entered_by: z.string().nullable(),
  created_at: at,
})
export type SurveyWire = z.output<typeof surveyWire>

export const movePlanWire = z.object({
  starts_at: at,
  must_run_at: at,
  decide_by: at,
  parts: z.array(z.object({ part: z.enum(moveParts), from: at, until: at, devices: z.array(z.string()) })),
  positions: z.array(z.object({ device: z.string(), from_u: z.number(), units_u: z.number() })),
})

export const moveWire = z.object({
  service: z.string(),
  organisation: surveyWire.shape.organisation,
  survey: z.string(),
  /** Nobody was sent yet: its hours may still be other ones. */
  not_begun: z.boolean(),
  /** Where it moves to; null: not reserved yet. */
  to: z.object({ service: z.string(), compartment: z.string() }).nullable(),
  plan: movePlanWire.nullable(),
  refusal: values.nullable(),
  agreed: z.object({ at, by: z.string().nullable() }).nullable(),
  tested: z.object({ at, by: z.string().nullable(), note: z.string() }).nullable(),
})
export type MoveWire = z.output<typeof moveWire>

export const createSurvey = route({
  method: 'POST',
  path: '/surveys',
  summary: 'Enter what stands in a customer’s closet; answers with the space and the power that it proposes',
  who: ['admin', 'sales', 'technician', 'own:order'],
  body: surveyAsked,
  reply: surveyWire,
  idempotent: true,
  refusals: ['organisation-unknown'],
})
export const listSurveys = route({
  method: 'GET',
  path: '/surveys',
  summary: 'Surveys, newest first',
  who: [...staff, 'own:read'],
  query: z.strictObject({
    cursor: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    organisation: text(63).optional(),
  }),
  reply: z.object({ items: z.array(surveyWire), next: z.string().nullable(), total: z.number() }),
})
export const showSurvey = route({
  method: 'GET',
  path: '/surveys/:survey',
  summary: 'One survey with its proposal',
  who: [...staff, 'own:read'],
  params: surveyNumber,
  reply: surveyWire,
})
export const showMove = route({
  method: 'GET',
  path: '/moves/:service',
  summary: 'The plan of a move: its hours, who goes where, and until when one can go back',
  who: [...staff, 'own:read'],
  params: serviceNumber,
  reply: moveWire,
})
export const agreeMove = route({
  method: 'POST',
  path: '/moves/:service/agree',
  summary: 'The customer agrees to the plan as it stands; the site enters what was agreed on paper or by voice',
  who: ['admin', 'sales', 'own:sign'],
  params: serviceNumber,
  reply: moveWire,
  idempotent: true,
  refusals: [
    'illegal-move',
    'move-in-the-past',
    'move-space-unknown',
    'move-window-short',
    'move-does-not-fit',
    'move-circle',
  ],
})
export const setMoveHours = route({
  method: 'POST',
  path: '/moves/:service/hours',
  summary:
    'Other hours for a move that nobody was sent for yet, such as where the agreed ones have passed before its space was ready; who names them agrees to them',
  who: ['admin', 'sales', 'own:sign'],
  params: serviceNumber,
  body: z
    .strictObject({ starts_at: instant, must_run_at: instant })
    .refine(({ starts_at: from, must_run_at: until }) => Date.parse(from) < Date.parse(until), {
      path: ['must_run_at'],
      message: 'must_run_at: after starts_at',
    }),
  reply: moveWire,
  idempotent: true,
  refusals: [
    'illegal-move',
    'move-in-the-past',
    'move-space-unknown',
    'move-window-short',
    'move-does-not-fit',
    'move-circle',
  ],
})
export const passMoveTests = route({
  method: 'POST',
  path: '/moves/:service/tests',
  summary: 'The customer’s own tests passed in the new place; who does not say so by the hour of decision goes back',
  who: ['admin', 'own:sign', 'own:incident'],
  params: serviceNumber,
  body: z.strictObject({ note: text(1000) }),
  reply: moveWire,
  idempotent: true,
  refusals: ['illegal-move'],
})
