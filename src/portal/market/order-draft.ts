import { orderAsked, type preview } from '#market/contract'
import type { z } from 'zod'

/** The server's dry run of an order. */
export type Preview = z.output<typeof preview>

/** What is typed, before it is an order. */
export interface PortDraft {
  readonly key: number
  readonly speed: '1G' | '10G' | '100G'
  readonly asn: string
  readonly asSet: string
  readonly mac: string
  readonly prefixes: string
  readonly maxV4: string
  readonly maxV6: string
}

export interface OrderDraft {
  readonly organisation: string
  readonly quote: 'firm' | 'subject-to-availability'
  readonly together: boolean
  readonly reference: string
  readonly serviceCode: string
  readonly engagement: string
  readonly lines: readonly PortDraft[]
}

export const newLine = (key: number): PortDraft => ({
  key,
  speed: '10G',
  asn: '',
  asSet: '',
  mac: '',
  prefixes: '',
  maxV4: '100',
  maxV6: '100',
})

export type Asked = z.input<typeof orderAsked>
export type Wrong = Readonly<Record<string, string>>

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
const integer = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)

/** The order as it would be asked; what is wrong in it by its path, such as `lines.0.parameters.asn`. */
export const askedOf = (draft: OrderDraft): { readonly asked: Asked | null; readonly wrong: Wrong } => {
  const asked = {
    organisation: draft.organisation,
    quote: draft.quote,
    together: draft.together,
    ...(filled(draft.reference) === undefined ? {} : { customer_reference: filled(draft.reference) }),
    ...(filled(draft.serviceCode) === undefined ? {} : { service_code: filled(draft.serviceCode) }),
    ...(filled(draft.engagement) === undefined ? {} : { engagement_number: filled(draft.engagement) }),
    lines: draft.lines.map((line) => ({
      product: 'exchange-port' as const,
      parameters: {
        speed: line.speed,
        asn: integer(line.asn.replace(/^as/i, '')),
        ...(filled(line.asSet) === undefined ? {} : { as_set: filled(line.asSet) }),
        ...(filled(line.mac) === undefined ? {} : { mac: filled(line.mac) }),
        prefixes: line.prefixes.split(/[\s,]+/).filter((one) => one !== ''),
        max_prefix_v4: integer(line.maxV4),
        max_prefix_v6: integer(line.maxV6),
      },
    })),
  }
  const parsed = orderAsked.safeParse(asked)
  if (parsed.success) return { asked: parsed.data, wrong: {} }
  return {
    asked: null,
    wrong: Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
  }
}
