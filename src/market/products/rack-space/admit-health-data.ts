import type { Certificate } from '#facility'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import { PHYSICAL_SITE } from '../../health-data/cover-days.ts'

/**
 * Health data may only be housed under an HDS certificate (code de la santé publique, art. L1111-8); activity 1 of its framework
 * (arrêté du 26 avril 2024) is the physical site that houses somebody's equipment; 2 is hardware, 3 virtual infrastructure, 4 the
 * platform for applications, 5 administration and operation of the information system, 6 backup. `day` is today on the site.
 */
export const admitHealthData = (
  certificates: readonly Certificate[],
  day: string,
): Result<Certificate | null, Refusal> => {
  const hds = certificates.filter(({ scheme }) => scheme === 'HDS')
  if (hds.length === 0) return refuse({ code: 'hds-missing' })
  const scoped = hds.filter(({ activities }) => activities.includes(PHYSICAL_SITE))
  if (scoped.length === 0)
    return refuse({ code: 'hds-scope', activity: PHYSICAL_SITE, activities: hds.flatMap((one) => one.activities) })
  const valid = scoped.find(({ from, until }) => from <= day && day <= until)
  if (valid) return ok(valid)
  const last = scoped.toSorted((a, b) => (a.until < b.until ? 1 : -1))[0]
  return refuse({ code: 'hds-not-valid', from: last?.from, until: last?.until, day })
}
