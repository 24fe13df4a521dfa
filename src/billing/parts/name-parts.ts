import { type Word, say } from '#kernel'
import type { BilledService, PricePart } from '../model.ts'
import type { SnapshotLine } from '../snapshot.ts'
import { words } from '../words.ts'

/** The key of the price at which a service began; a later one has its own id. */
export const BEGINNING = ''

const NAMES: ReadonlyMap<string, Word> = new Map(
  Object.entries({
    'rack-quarter': words['part-rack-quarter'],
    'rack-half': words['part-rack-half'],
    'rack-full': words['part-rack-full'],
    'rack-u': words['part-rack-u'],
    'kw-committed': words['part-kw-committed'],
    'option-quarter': words['part-option-quarter'],
    'option-half': words['part-option-half'],
    'option-full': words['part-option-full'],
  }),
)

/** What a price is made of, where it is more than one thing and adds up: else what was agreed differs from the list, and is told whole. */
export const partsOf = (
  service: Pick<BilledService, 'parts'>,
  priceId: string | null,
  monthlyMicroEuros: number,
): readonly PricePart[] => {
  const parts = (service.parts?.get(priceId ?? BEGINNING) ?? []).filter((part) => part.monthlyMicroEuros > 0)
  const sum = parts.reduce((total, part) => total + part.monthlyMicroEuros, 0)
  return parts.length > 1 && sum === monthlyMicroEuros ? parts : []
}

/** The same on an invoice, each by its name; nothing where there is nothing to tell apart. */
export const namedParts = (parts: readonly PricePart[] = []): Pick<SnapshotLine, 'parts'> =>
  parts.length === 0
    ? {}
    : {
        parts: parts.map(({ item, monthlyMicroEuros, times }) => {
          const name = NAMES.get(item)
          return {
            item,
            name: name ? { fr: say(name, 'fr', {}), en: say(name, 'en', {}) } : { fr: item, en: item },
            price_micro_euros: monthlyMicroEuros,
            ...(times
              ? { times: { quantity: times.quantity, unit: times.unit, unit_micro_euros: times.microEuros } }
              : {}),
          }
        }),
      }
