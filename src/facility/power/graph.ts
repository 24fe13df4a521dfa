/**
 * The power chains as a graph in memory: who powers whom. It is made of element and edge rows alone, no path is ever stored, and
 * a change gives the same graph as making it afresh.
 */
export interface Node {
  readonly id: string
  readonly chain: 'A' | 'B' | null
}
export interface Edge {
  readonly from: string
  readonly to: string
}
export interface PowerGraph {
  readonly nodes: ReadonlyMap<string, Node>
  /** Straight above: what powers it. */
  readonly above: ReadonlyMap<string, readonly string[]>
  /** Straight below: what it powers. */
  readonly below: ReadonlyMap<string, readonly string[]>
}

const sorted = (lists: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, readonly string[]> =>
  new Map([...lists].filter(([, list]) => list.size > 0).map(([id, list]) => [id, [...list].toSorted()]))

/** Edges to elements that are not there (ended ones) count for nothing. */
export const buildGraph = (nodes: readonly Node[], edges: readonly Edge[]): PowerGraph => {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const above = new Map<string, Set<string>>()
  const below = new Map<string, Set<string>>()
  const put = (lists: Map<string, Set<string>>, at: string, other: string): void => {
    const list = lists.get(at) ?? new Set()
    lists.set(at, list.add(other))
  }
  for (const { from, to } of edges) {
    if (!known.has(from) || !known.has(to)) continue
    put(above, to, from)
    put(below, from, to)
  }
  return { nodes: known, above: sorted(above), below: sorted(below) }
}

export type GraphChange =
  | { readonly does: 'put-node'; readonly node: Node }
  | { readonly does: 'end-node'; readonly id: string }
  | { readonly does: 'join' | 'part'; readonly edge: Edge }

const without = (
  lists: ReadonlyMap<string, readonly string[]>,
  at: string,
  other: string,
): ReadonlyMap<string, readonly string[]> => {
  const rest = (lists.get(at) ?? []).filter((id) => id !== other)
  const changed = new Map(lists)
  if (rest.length > 0) changed.set(at, rest)
  else changed.delete(at)
  return changed
}
const withEdge = (
  lists: ReadonlyMap<string, readonly string[]>,
  at: string,
  other: string,
): ReadonlyMap<string, readonly string[]> =>
  new Map(lists).set(at, [...new Set([...(lists.get(at) ?? []), other])].toSorted())

/** One edit of the plant. An edge needs both its ends; a node that ends takes its edges with it. */
export const changeGraph = (graph: PowerGraph, change: GraphChange): PowerGraph => {
  switch (change.does) {
    case 'put-node':
      return { ...graph, nodes: new Map(graph.nodes).set(change.node.id, change.node) }
    case 'end-node': {
      const nodes = new Map(graph.nodes)
      nodes.delete(change.id)
      let { above, below } = graph
      for (const id of graph.above.get(change.id) ?? []) below = without(below, id, change.id)
      for (const id of graph.below.get(change.id) ?? []) above = without(above, id, change.id)
      above = new Map([...above].filter(([id]) => id !== change.id))
      below = new Map([...below].filter(([id]) => id !== change.id))
      return { nodes, above, below }
    }
    case 'join': {
      const { from, to } = change.edge
      if (!graph.nodes.has(from) || !graph.nodes.has(to)) return graph
      return { ...graph, above: withEdge(graph.above, to, from), below: withEdge(graph.below, from, to) }
    }
    case 'part': {
      const { from, to } = change.edge
      return { ...graph, above: without(graph.above, to, from), below: without(graph.below, from, to) }
    }
  }
}

const reach = (
  lists: ReadonlyMap<string, readonly string[]>,
  from: string,
  past: (id: string) => boolean = () => true,
): readonly string[] => {
  const seen = new Set<string>()
  const todo = [...(lists.get(from) ?? [])]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    if (past(id)) todo.push(...(lists.get(id) ?? []))
  }
  return [...seen].toSorted()
}

/** Everything between this element and the grid; above an element that is not gone `past`, nothing. */
export const sourcesOf = (graph: PowerGraph, id: string, past?: (id: string) => boolean): readonly string[] =>
  reach(graph.above, id, past)

/** Everything that goes dark with it, if nothing else fed it. */
export const loadsOf = (graph: PowerGraph, id: string): readonly string[] => reach(graph.below, id)

/** What two elements both hang on: empty where they are independent. */
export const commonSources = (graph: PowerGraph, one: string, other: string): readonly string[] => {
  const others = new Set([other, ...sourcesOf(graph, other)])
  return [one, ...sourcesOf(graph, one)].filter((id) => others.has(id))
}

/** An element that powers itself round a circle; null where there is none. */
export const circleIn = (graph: PowerGraph): string | null => {
  const left = new Map([...graph.nodes.keys()].map((id) => [id, graph.above.get(id)?.length ?? 0]))
  const todo = [...left].filter(([, count]) => count === 0).map(([id]) => id)
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    left.delete(id)
    for (const next of graph.below.get(id) ?? []) {
      const count = (left.get(next) ?? 0) - 1
      left.set(next, count)
      if (count === 0) todo.push(next)
    }
  }
  // What is left is on a circle, or below one.
  return [...left.keys()].toSorted().find((id) => sourcesOf(graph, id).includes(id)) ?? null
}
