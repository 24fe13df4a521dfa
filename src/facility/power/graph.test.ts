import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  buildGraph,
  changeGraph,
  circleIn,
  commonSources,
  type Edge,
  type GraphChange,
  loadsOf,
  type Node,
  sourcesOf,
} from './graph.ts'

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const edge = fc.record({ from: id, to: id })
const change: fc.Arbitrary<GraphChange> = fc.oneof(
  fc.record({
    does: fc.constant('put-node' as const),
    node: fc.record({ id, chain: fc.constantFrom('A' as const, 'B' as const, null) }),
  }),
  fc.record({ does: fc.constant('end-node' as const), id }),
  fc.record({ does: fc.constantFrom('join' as const, 'part' as const), edge }),
)

/** The same edits on plain lists, as the database keeps them. */
const onLists = (
  nodes: readonly Node[],
  edges: readonly Edge[],
  made: GraphChange,
): readonly [readonly Node[], readonly Edge[]] => {
  const known = new Set(nodes.map((node) => node.id))
  switch (made.does) {
    case 'put-node':
      return [[...nodes.filter((node) => node.id !== made.node.id), made.node], edges]
    case 'end-node':
      return [
        nodes.filter((node) => node.id !== made.id),
        edges.filter(({ from, to }) => from !== made.id && to !== made.id),
      ]
    case 'join':
      return [nodes, known.has(made.edge.from) && known.has(made.edge.to) ? [...edges, made.edge] : edges]
    case 'part':
      return [nodes, edges.filter(({ from, to }) => from !== made.edge.from || to !== made.edge.to)]
  }
}
const sorted = (lists: ReadonlyMap<string, readonly string[]>) => [...lists].toSorted(([a], [b]) => (a < b ? -1 : 1))

test('after any edits the graph equals a fresh rebuild', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      let graph = buildGraph([], [])
      let lists: readonly [readonly Node[], readonly Edge[]] = [[], []]
      for (const made of changes) {
        graph = changeGraph(graph, made)
        lists = onLists(lists[0], lists[1], made)
      }
      const fresh = buildGraph(...lists)
      expect(sorted(graph.above)).toEqual(sorted(fresh.above))
      expect(sorted(graph.below)).toEqual(sorted(fresh.below))
      expect(new Map(graph.nodes)).toEqual(new Map(fresh.nodes))
    }),
  )
})

test('above one means below the other, and a circle is where something is above itself', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 20 }), (edges) => {
      const nodes = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ id: name, chain: null }))
      const graph = buildGraph(nodes, edges)
      for (const one of nodes)
        for (const above of sourcesOf(graph, one.id)) expect(loadsOf(graph, above)).toContain(one.id)
      const turning = nodes.some((one) => sourcesOf(graph, one.id).includes(one.id))
      expect(circleIn(graph) !== null).toBe(turning)
    }),
  )
})

const chain = (name: 'A' | 'B'): readonly [readonly Node[], readonly Edge[]] => {
  const line = ['grid', 'board', 'feed'].map((kind) => `${kind}-${name}`)
  return [
    line.map((one) => ({ id: one, chain: name })),
    line.slice(1).map((to, index) => ({ from: line[index] ?? '', to })),
  ]
}

test('two chains share nothing until a board is tied to the other', () => {
  const [a, b] = [chain('A'), chain('B')]
  const apart = buildGraph([...a[0], ...b[0]], [...a[1], ...b[1]])
  expect(sourcesOf(apart, 'feed-A')).toEqual(['board-A', 'grid-A'])
  expect(commonSources(apart, 'feed-A', 'feed-B')).toEqual([])
  const tied = changeGraph(apart, { does: 'join', edge: { from: 'board-A', to: 'board-B' } })
  expect(commonSources(tied, 'feed-A', 'feed-B').toSorted()).toEqual(['board-A', 'grid-A'])
})
