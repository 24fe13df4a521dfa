import type { LineQuote } from '../order/store.ts'
import type { Hold } from '../product.ts'
import { productOf } from '../products/index.ts'
import type { ChangeQuoted } from './ask-change.ts'
import type { ChangeQuotedWire } from './contract.ts'

const shown = ({ kind, label }: Hold): { kind: string; label: string } => ({ kind, label })

/** What only makes room is neither shown as held more nor as given back twice: power that joins the place's own. */
const isRoom = ({ kind }: Hold): boolean => kind === 'power'

export const changeWireOf = (
  change: NonNullable<LineQuote['change']>,
  from: string | null,
): NonNullable<ChangeQuotedWire['change']> => ({
  parameters_before: { ...change.from },
  monthly_before_micro_euros: change.before,
  monthly_after_micro_euros: change.after,
  would_give_back: change.plan.leaves.filter((hold) => !isRoom(hold)).map(shown),
  from,
})

export const quotedWire = (
  of: {
    readonly service: string
    readonly product: string
    readonly parameters: object
    readonly order: string | null
  },
  quoted: ChangeQuoted,
): Omit<ChangeQuotedWire, 'public_body'> => {
  const known = productOf(of.product).change?.steps ?? []
  const plan = quoted.change?.plan
  return {
    service: of.service,
    order: of.order,
    parameters: { ...of.parameters },
    change: quoted.change ? changeWireOf(quoted.change, null) : null,
    usage: [...(quoted.usage ?? [])],
    notes: [...(quoted.notes ?? [])],
    would_reserve: (plan?.takes ?? []).map(shown),
    steps: known
      .filter(({ name }) => plan?.steps.includes(name))
      .map(({ name, by, forReady }) => ({ name, by, for_ready: forReady })),
    refusal: quoted.refusal,
  }
}

/** The parameters that a service would have: what is named replaces, null takes away, an object is merged by its keys. */
export const mergeParameters = (from: object, asked: { readonly [key: string]: unknown }): object => {
  const merged: { [key: string]: unknown } = { ...from }
  for (const [key, value] of Object.entries(asked)) {
    const before = merged[key]
    if (value === null) delete merged[key]
    else if (isPlain(value) && isPlain(before)) merged[key] = mergeParameters(before, value)
    else merged[key] = value
  }
  return merged
}

const isPlain = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
