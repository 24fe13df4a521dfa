import { type Refusal, type Result, ok, refuse } from '#kernel'
import { buyerOf, missingReferences } from '../../miss-references.ts'
import type { References } from './store.ts'

/** May this organisation agree to pay in a letter? By a signatory only; a public body names what its invoices have to name. Pure. */
export const admitPayer = (
  payer: { readonly kinds: readonly string[]; readonly siret: string | null; readonly service_code: string | null },
  references: References,
  signs: boolean,
): Result<null, Refusal> => {
  if (!signs) return refuse({ code: 'not-a-signatory' })
  const { service_code: serviceCode, engagement_number: engagementNumber } = references
  const missing = missingReferences(buyerOf(payer), [{ serviceCode, engagementNumber }])
  return missing.length > 0 ? refuse({ code: 'engagement-missing', missing }) : ok(null)
}
