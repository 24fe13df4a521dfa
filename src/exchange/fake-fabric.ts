import type { Fabric, FoundPort, WishedPort } from './ports.ts'

interface Plug {
  link: 'up' | 'down'
  macs: readonly string[]
  errors: number
}

/** A switch of the mind, for tests: it keeps the promises of a Fabric (the conformance suite says so) and shows what it was told. */
export interface FakeFabric extends Fabric {
  readonly told: ReadonlyMap<number, WishedPort>
  /** How many changes it made: a wish that it holds already makes none. */
  readonly writes: () => number
  /** Puts equipment on a port, or takes it off. */
  readonly plug: (port: number, plug: Partial<Plug>) => void
  /** From now on every call fails like this; null: mended. */
  readonly breakDown: (fault: Error | null) => void
  /** Everything that it was told is gone, as after a restart without its database. */
  readonly forget: () => void
}

export const fakeFabric = (name: string, ports: readonly number[] = [1, 2, 3, 4]): FakeFabric => {
  const told = new Map<number, WishedPort>()
  const plugs = new Map<number, Plug>()
  let broken: Error | null = null
  let writes = 0
  const ready = (signal: AbortSignal): void => {
    signal.throwIfAborted()
    if (broken) throw broken
  }
  const found = (number: number): FoundPort => {
    const wish = told.get(number)
    const plug = plugs.get(number)
    const lit = wish !== undefined && wish.state !== 'off' && wish.state !== 'suspended'
    return {
      number,
      generation: wish?.generation ?? null,
      state: wish?.state ?? null,
      link: plug?.link ?? 'unknown',
      errors: plug?.errors ?? null,
      macs: lit && plug?.link === 'up' ? plug.macs : [],
    }
  }
  return {
    name,
    told,
    writes: () => writes,
    plug: (port, plug) => {
      plugs.set(port, { link: 'up', macs: [], errors: 0, ...plugs.get(port), ...plug })
    },
    breakDown: (fault) => {
      broken = fault
    },
    forget: () => told.clear(),
    look: async (signal) => {
      ready(signal)
      return ports.map(found)
    },
    apply: async (wished, signal) => {
      ready(signal)
      for (const wish of wished) {
        const held = told.get(wish.number)
        if (held && held.generation > wish.generation) continue
        if (JSON.stringify(held) !== JSON.stringify(wish)) writes += 1
        told.set(wish.number, wish)
      }
    },
    probe: async (port, _target, signal) => {
      ready(signal)
      const carries = told.get(port)?.state === 'quarantine'
      return { v4: carries, v6: carries }
    },
  }
}
