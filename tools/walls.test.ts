import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rooms, surroundings } from './rooms.ts'
import { checkWalls, countSources, rules } from './walls.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const house = here('..')
const plantedHouse = here('./fixtures/walls')

test('each planted violation is found, by its rule, and nothing else is', async () => {
  const { modules, violations } = await checkWalls(plantedHouse)
  expect(modules).toBe(countSources(plantedHouse))
  expect(violations.map(({ rule, from, to }) => `${rule}: ${from.slice(4)} → ${to}`).toSorted()).toMatchInlineSnapshot(`
    [
      "decisions-do-no-io: exchange/planted-device.ts → src/devices/bird/index.ts",
      "decisions-do-no-io: exchange/planted-disk.ts → fs",
      "decisions-do-no-io: exchange/planted-http.ts → ../../../node_modules/fastify/fastify.js",
      "decisions-do-no-io: portal/planted-node.ts → path",
      "devices-know-ports-only: devices/bird/planted-room.ts → src/exchange/index.ts",
      "floor-for-actors: cli/planted-floor.ts → src/postgres/index.ts",
      "floor-for-actors: exchange/planted-floor.ts → src/postgres/index.ts",
      "floor-for-actors: exchange/planted-kysely.ts → ../../../node_modules/kysely/dist/esm/index.js",
      "floor-for-actors: exchange/planted-testing.ts → src/postgres/testing.ts",
      "imports-resolve: exchange/planted-lost.ts → ./nowhere.ts",
      "neighbours-leftwards: exchange/planted-device.ts → src/devices/bird/index.ts",
      "neighbours-leftwards: exchange/planted-sideways-type.ts → src/market/index.ts",
      "neighbours-leftwards: kernel/planted-domain.ts → src/people/index.ts",
      "neighbours-leftwards: people/planted-rightwards.ts → src/exchange/index.ts",
      "neighbours-leftwards: units/planted-kernel.ts → src/kernel/index.ts",
      "no-circles: exchange/planted-circle-a.ts → src/exchange/planted-circle-b.ts",
      "server-mounts-only: server/planted-device.ts → src/devices/bird/index.ts",
      "testing-for-tests: exchange/planted-testing.ts → src/postgres/testing.ts",
      "use-the-door: market/planted-path-not-door.ts → src/exchange/index.ts",
      "use-the-door: market/planted-window.ts → src/exchange/model.ts",
      "use-the-door: server/planted-store.ts → src/exchange/store.ts",
      "windows-know-contracts: cli/planted-floor.ts → src/postgres/index.ts",
      "windows-know-contracts: portal/planted-door.tsx → src/exchange/index.ts",
    ]
  `)
})

test('every rule has its planted violation', async () => {
  const { violations } = await checkWalls(plantedHouse)
  const broken = new Set(violations.map(({ rule }) => rule))
  expect(new Set((rules().forbidden ?? []).map(({ name }) => name))).toEqual(broken)
})

test('the walls of the house hold, and every file was read', async () => {
  const { modules, violations } = await checkWalls(house)
  expect(modules).toBeGreaterThanOrEqual(countSources(house))
  expect(modules).toBeGreaterThan(40)
  expect(violations).toEqual([])
})

test('the map names each folder of the house, and no other', () => {
  const folders = readdirSync(here('../src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).toSorted()).toEqual(
    [...Object.keys(rooms), ...Object.keys(surroundings)].toSorted(),
  )
})
