import type { Tray } from '../cabling/model.ts'

const MM = 1000
const toMm = (m: number): number => Math.round(m * MM)

/** The shortest way along trays from one point to every other, in millimetres. Points that no tray leads to are not in the answer. */
export const trayDistances = (trays: readonly Tray[], from: string): ReadonlyMap<string, number> => {
  const beside = new Map<string, [string, number][]>()
  const join = (a: string, b: string, mm: number): void => {
    beside.set(a, [...(beside.get(a) ?? []), [b, mm]])
    beside.set(b, [...(beside.get(b) ?? []), [a, mm]])
  }
  for (const { stops } of trays) {
    const along = stops.toSorted((a, b) => a.m - b.m)
    for (const [index, stop] of along.entries()) {
      const next = along[index + 1]
      if (next) join(stop.at, next.at, toMm(next.m) - toMm(stop.m))
    }
  }
  const settled = new Map<string, number>()
  const seen = new Map<string, number>([[from, 0]])
  while (seen.size > 0) {
    let point = ''
    let mm = Infinity
    for (const [at, far] of seen) if (far < mm) [point, mm] = [at, far]
    seen.delete(point)
    settled.set(point, mm)
    for (const [next, further] of beside.get(point) ?? [])
      if (!settled.has(next)) seen.set(next, Math.min(seen.get(next) ?? Infinity, mm + further))
  }
  return settled
}
