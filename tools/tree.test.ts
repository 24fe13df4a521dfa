import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { contract } from '../src/contract.ts'
import { orderAsked } from '../src/market/contract.ts'
import { house, isTest, listFiles, read } from './sources.ts'

const files = listFiles()
const own = files.filter((path) => !path.startsWith('tools/fixtures/') && path !== 'package-lock.json')
const text = own.filter((path) => /\.(ts|tsx|mjs|js|json|md|ya?ml|sql|css|html|sh|svg)$|^\.ci\/run$|^[^.]+$/.test(path))
const sources = own.filter((path) => /\.(ts|tsx|mjs)$/.test(path))

/** `path:line: text` of each line that a pattern is found in. The pattern is put together of pieces where it would find itself. */
const linesWith = (paths: readonly string[], pattern: RegExp): readonly string[] =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )

const words = (...pieces: readonly (readonly [string, string])[]): string =>
  pieces.map((halves) => halves.join('')).join('|')

test('no folder of one machine, no host of a registry', () => {
  const folders = words(
    ['/wo', 'rk/main'],
    ['/wo', 'rk/shared'],
    ['/tmp/', 'plan'],
    ['/ro', 'ot/'],
    ['/home/', '[a-z]'],
  )
  expect(linesWith(text, new RegExp(`(^|[^A-Za-z0-9_.])(${folders})`))).toEqual([])
  const hosts = words(['registry.npm', 'js'], ['deb.debian', '.org'], ['security.debian', '.org'], ['pypi.', 'org'])
  expect(linesWith([...text, 'package-lock.json'], new RegExp(hosts))).toEqual([])
  expect(linesWith(['package-lock.json'], /"resolved": *"http/)).toEqual([])
})

test('no test is left out, nothing is left for later', () => {
  expect(linesWith(sources, /\b(it|test|describe)\.(skip|only|todo|fails)\b/)).toEqual([])
  expect(linesWith(sources, new RegExp(`\\b(${words(['TO', 'DO'], ['FIX', 'ME'], ['XX', 'X'])})\\b`))).toEqual([])
})

test('the project speaks of itself alone', () => {
  expect(
    linesWith(text, new RegExp(words(['\\b[Ii]ssue ', '#?\\d'], ['this ses', 'sion was'], ['as the iss', 'ue asks']))),
  ).toEqual([])
})

test('files and folders are named in kebab-case, and for what they are about', () => {
  const named = /^(\.?[a-z0-9]+(-[a-z0-9]+)*|[A-Z]+|Caddyfile|\d{4}-[a-z0-9-]+)(\.[a-z0-9-]+)*$/
  // What daemons and data sets call themselves stays as they wrote it.
  const foreign = /(^|\/)(recorded|public|sites)\//
  const parts = own
    .filter((path) => !foreign.test(path))
    .flatMap((path) => path.split('/').map((part) => [part, path] as const))
  expect(parts.filter(([part]) => !named.test(part)).map(([, path]) => path)).toEqual([])
  expect(own.filter((path) => /(^|[/-])(utils?|helpers?|common|manager|misc)[./-]/.test(path))).toEqual([])
})

test('migrations are numbered without a gap', () => {
  const numbers = files.filter((path) => /^migrations\/\d/.test(path)).map((path) => Number(path.slice(11, 15)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

test('every room tells what it is about, and its door is short', () => {
  const rooms = readdirSync(join(house, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  // Each thing with a plug tells of itself.
  const folders = rooms.flatMap(({ name }) =>
    name === 'devices' ? readdirSync(join(house, 'src/devices')).map((thing) => `devices/${thing}`) : name,
  )
  expect(folders.filter((folder) => !existsSync(join(house, 'src', folder, 'README.md')))).toEqual([])
  const doors = own.filter((path) => /^src\/[^/]+\/index\.ts$/.test(path))
  expect(doors.filter((path) => read(path).split('\n').length > 40)).toEqual([])
})

test('the README names every room, and links lead to what is there', () => {
  const readme = read('README.md')
  const rooms = readdirSync(join(house, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(rooms.filter(({ name }) => !readme.includes(`[src/${name}](src/${name})`)).map(({ name }) => name)).toEqual([])
  const pages = own.filter((path) => path.endsWith('.md'))
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, to]) => [page, to ?? ''] as const),
  )
  expect(links.filter(([page, to]) => !existsSync(join(house, dirname(page), to)))).toEqual([])
})

test('each file that CONTRIBUTING.md tells to imitate is there', () => {
  const paths = [...read('CONTRIBUTING.md').matchAll(/`((?:src|tools|docs|scenarios|migrations)\/[^`*]+)`/g)].map(
    ([, path]) => path ?? '',
  )
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((path) => !existsSync(join(house, path)))).toEqual([])
})

test('the order of the README is one that the market understands', () => {
  expect(orderAsked.safeParse(parse(read('docs/first-order.yaml'))).error).toBeUndefined()
})

test('time and chance come as arguments: a room never asks the machine for them', () => {
  const rooms = sources.filter(
    (path) => /^src\/(people|facility|fibre|exchange|market|billing|units)\//.test(path) && !isTest(path),
  )
  expect(linesWith(rooms, /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\bprocess\.env\b/)).toEqual([])
})

test('a body that is sent is closed: an unknown key is refused, never ignored', () => {
  const bodies = contract.flatMap(({ method, path, body }) =>
    body instanceof z.ZodObject ? [{ at: `${method} ${path}`, body }] : [],
  )
  expect(bodies.length).toBeGreaterThan(20)
  for (const { at, body } of bodies) {
    const codes = body.safeParse({ 'a-key-that-nobody-knows': 1 }).error?.issues.map(({ code }) => code)
    expect(codes, at).toContain('unrecognized_keys')
  }
})
