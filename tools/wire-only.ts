import type { Plugin } from 'vite'

/** What the client reads of a route (`createClient`), and the portal of it: the shapes are the server's, which judges by them. */
const KEPT = new Set(['method', 'path', 'who', 'idempotent', 'media', 'guarded'])

/** A file of the house that is not the portal's own. */
const ROOM = /\/src\/(?!portal\/).*\.ts$/

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}
interface Property extends Node {
  readonly key?: Node & { readonly name?: string }
  readonly computed?: boolean
}
interface Call extends Node {
  readonly callee: Node & { readonly name?: string }
  readonly arguments: readonly (Node & { readonly properties?: readonly Property[] })[]
}
interface Declaration extends Node {
  readonly declaration?: Declaration | null
  readonly declarations?: readonly { readonly init: Node | null }[]
}

const isCall = (node: Node | null | undefined): node is Call => node?.type === 'CallExpression'

/** The route without its shapes; null: this is no route. */
const routeOf = (code: string, call: Call): string | null => {
  const [definition] = call.arguments
  if (call.callee.name !== 'route' || !definition?.properties) return null
  const kept = definition.properties.filter(({ key, computed }) => computed !== true && KEPT.has(key?.name ?? ''))
  return `route({ ${kept.map(({ start, end }) => code.slice(start, end)).join(', ')} })`
}

/**
 * The portal calls routes by their method and path; that a reply has its shape is the compiler’s knowledge. Shapes that no page parses with
 * would still be built by each page, and zod with them: here routes lose theirs, and what a contract declares is dropped where nobody
 * reads it. A page that does parse (a draft that is looked at before it is sent) keeps the shapes that it names.
 */
export const wireOnly = (): Plugin => ({
  name: 'wire-only',
  apply: 'build',
  transform: {
    filter: { id: ROOM },
    handler(code, id) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ESTree, of which this file reads five kinds of nodes
      const { body } = this.parse(code, { lang: id.endsWith('.tsx') ? 'tsx' : 'ts' }) as unknown as {
        readonly body: readonly Declaration[]
      }
      // An object or a list of shapes calls zod as well.
      const shapes = /from 'zod'|from "zod"/.test(code)
        ? ['ObjectExpression', 'ArrayExpression', 'MemberExpression']
        : []
      const calls = body
        .flatMap((one) => (one.declaration ?? one).declarations ?? [])
        .flatMap(({ init }) => (init && (isCall(init) || shapes.includes(init.type)) ? [init] : []))
      let written = code
      for (const call of calls.toReversed()) {
        const value = (isCall(call) ? routeOf(code, call) : null) ?? code.slice(call.start, call.end)
        written = `${written.slice(0, call.start)}/* @__PURE__ */ (() => (${value}))()${written.slice(call.end)}`
      }
      return { code: written, map: null, moduleSideEffects: false }
    },
  },
})
