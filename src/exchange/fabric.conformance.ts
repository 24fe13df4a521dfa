import { afterEach, expect, test } from 'vitest'
import type { Fabric, PortState, WishedPort } from './ports.ts'

interface Stand {
  /** Two ports of the switch that nobody has told anything yet. */
  readonly ports: readonly [number, number]
  /** Where the quarantine responder listens. */
  readonly responder: { readonly v4: string; readonly v6: string }
  /** Takes down what `make` made. */
  readonly clear: () => Promise<void>
}

const usual: Stand = {
  ports: [1, 2],
  responder: { v4: '203.0.113.19', v6: '2001:db8:0:1::19' },
  clear: () => Promise.resolve(),
}

const wish = (number: number, state: PortState, generation: number): WishedPort => ({
  number,
  state,
  vlan: 100,
  quarantineVlan: 900,
  mac: state === 'production' ? `02:00:00:00:00:${number.toString(16).padStart(2, '0')}` : null,
  v4: `203.0.113.${60 + number}`,
  v6: `2001:db8:0:1::${60 + number}`,
  generation,
})

/** Every promise of a Fabric. `make` gives a switch with both ports built and untold, each time anew. */
export const fabricConformance = (make: () => Promise<Fabric>, stand: Partial<Stand> = {}): void => {
  const { ports, responder, clear } = { ...usual, ...stand }
  const [one, two] = ports
  const signal = new AbortController().signal
  const held = async (fabric: Fabric, port: number) => {
    const found = (await fabric.look(signal)).find(({ number }) => number === port)
    return { generation: found?.generation ?? null, state: found?.state ?? null }
  }
  afterEach(clear)

  test('a port that was never told anything says so', async () => {
    const fabric = await make()
    expect(await held(fabric, one)).toEqual({ generation: null, state: null })
  })

  for (const state of ['off', 'quarantine', 'production', 'suspended'] as const) {
    test(`a port holds ${state} and its generation`, async () => {
      const fabric = await make()
      await fabric.apply([wish(one, state, 7)], signal)
      expect(await held(fabric, one)).toEqual({ generation: 7, state })
      expect(await held(fabric, two)).toEqual({ generation: null, state: null })
    })
  }

  test('the same wish twice is one wish', async () => {
    const fabric = await make()
    await fabric.apply([wish(one, 'quarantine', 7)], signal)
    await fabric.apply([wish(one, 'quarantine', 7)], signal)
    expect(await held(fabric, one)).toEqual({ generation: 7, state: 'quarantine' })
  })

  test('an older generation changes nothing, and does not hinder a newer one in the same call', async () => {
    const fabric = await make()
    await fabric.apply([wish(one, 'production', 7), wish(two, 'quarantine', 8)], signal)
    await fabric.apply([wish(one, 'quarantine', 6), wish(two, 'production', 9)], signal)
    expect(await held(fabric, one)).toEqual({ generation: 7, state: 'production' })
    expect(await held(fabric, two)).toEqual({ generation: 9, state: 'production' })
  })

  test('a port goes through its life', async () => {
    const fabric = await make()
    for (const [index, state] of (['quarantine', 'production', 'suspended', 'production', 'off'] as const).entries()) {
      await fabric.apply([wish(one, state, 10 + index)], signal)
      expect(await held(fabric, one)).toEqual({ generation: 10 + index, state })
    }
  })

  test('a port in quarantine carries a frame to the responder and back, in both families', async () => {
    const fabric = await make()
    await fabric.apply([wish(one, 'quarantine', 7)], signal)
    expect(await fabric.probe(one, responder, signal)).toEqual({ v4: true, v6: true })
  })

  test('a port that is off carries nothing', async () => {
    const fabric = await make()
    await fabric.apply([wish(one, 'quarantine', 7)], signal)
    await fabric.apply([wish(one, 'off', 8)], signal)
    expect(await fabric.probe(one, responder, signal)).toEqual({ v4: false, v6: false })
  })

  test('a call that was given up changes nothing', async () => {
    const fabric = await make()
    await expect(fabric.apply([wish(one, 'quarantine', 7)], AbortSignal.abort())).rejects.toThrow()
    expect(await held(fabric, one)).toEqual({ generation: null, state: null })
  })
}
