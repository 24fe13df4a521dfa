import type { Complaint, SiteRow, SiteRows } from '../site-files/site-section.ts'
import { buildGraph, circleIn, commonSources, type Edge, type Node, type PowerGraph } from './graph.ts'

const poweredBy = (row: SiteRow): readonly string[] => {
  const by = row.fields['powered_by']
  return Array.isArray(by) ? by.map(String) : []
}
const chainOf = (row: SiteRow): Node['chain'] => {
  const chain = row.fields['chain']
  return chain === 'A' || chain === 'B' ? chain : null
}

/** The graph that the files describe, by handles. */
export const graphOfRows = (elements: readonly SiteRow[]): PowerGraph => {
  const edges: Edge[] = elements.flatMap((row) => poweredBy(row).map((from) => ({ from, to: row.handle })))
  return buildGraph(
    elements.map((row) => ({ id: row.handle, chain: chainOf(row) })),
    edges,
  )
}

const crossings = (elements: readonly SiteRow[], all: SiteRows): readonly Complaint[] =>
  elements.flatMap((row) =>
    poweredBy(row)
      .map((handle) => all.find('element', handle))
      .filter((above): above is SiteRow => above !== undefined && chainOf(above) !== chainOf(row))
      .map((above) => ({ path: row.path, refusal: { code: 'chains-meet', element: row.handle, other: above.handle } })),
  )

const dark = (elements: readonly SiteRow[]): readonly Complaint[] =>
  elements
    .filter((row) => poweredBy(row).length === 0 && !['grid-contract', 'genset'].includes(String(row.fields['kind'])))
    .map((row) => ({ path: row.path, refusal: { code: 'powered-by-nothing', element: row.handle } }))

/** Each compartment has one feed of chain A and one of chain B, which have nothing in common up to the grid. */
const feeds = (
  compartments: readonly SiteRow[],
  elements: readonly SiteRow[],
  graph: PowerGraph,
): readonly Complaint[] => {
  const byCompartment = new Map<string, SiteRow[]>(compartments.map((row) => [row.handle, []]))
  for (const row of elements) byCompartment.get(String(row.fields['compartment']))?.push(row)
  return compartments.flatMap((compartment): readonly Complaint[] => {
    const own = byCompartment.get(compartment.handle) ?? []
    const [a, b] = [own.filter((row) => chainOf(row) === 'A'), own.filter((row) => chainOf(row) === 'B')]
    if (a.length !== 1 || b.length !== 1) {
      return [{ path: compartment.path, refusal: { code: 'feeds-not-a-pair', compartment: compartment.handle } }]
    }
    const common = commonSources(graph, a[0]?.handle ?? '', b[0]?.handle ?? '')
    return common.length === 0
      ? []
      : [
          {
            path: compartment.path,
            refusal: { code: 'feeds-share', compartment: compartment.handle, elements: common },
          },
        ]
  })
}

/** Do the chains hold what their name promises? Pure. */
export const judgeChains = (all: SiteRows): readonly Complaint[] => {
  const elements = all.of('element')
  const graph = graphOfRows(elements)
  const circle = circleIn(graph)
  const turning = circle === null ? undefined : all.find('element', circle)
  if (turning) return [{ path: turning.path, refusal: { code: 'powers-itself', element: turning.handle } }]
  const crossed = crossings(elements, all)
  return crossed.length > 0 ? crossed : [...dark(elements), ...feeds(all.of('compartment'), elements, graph)]
}
