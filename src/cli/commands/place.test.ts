import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptOrder, createOrder, previewOrder } from '#market/contract'
import type { TestServer } from '../../server/testing.ts'
import { testHouse } from '../../testing-house.ts'
import { run } from '../run.ts'

let here: TestServer
let folder: string
let adminKey: string
let customerKey: string
beforeAll(async () => {
  here = await testHouse()
  folder = await mkdtemp(join(tmpdir(), 'vesontio-place-'))
  const address = await here.app.listen({ host: '127.0.0.1', port: 0 })
  adminKey = await here.keyOf(await here.addPerson({ organisation: here.organisations.operator, roles: ['admin'] }))
  customerKey = await here.keyOf(
    await here.addPerson({
      organisation: here.organisations.member,
      rights: ['order', 'read'],
      mail: 'lou@example.net',
    }),
  )
  await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: process.pid, birth: '', address }))
}, 120_000)
afterAll(async () => {
  await here.close()
  await rm(folder, { recursive: true })
})

/** The dry run of an order file: a line for each wish about the place, one space each. */
const dryRun = async (key: string, wishes: readonly string[], language = 'C.UTF-8'): Promise<string> => {
  const lines = wishes.map(
    (wish) => `  - { product: rack-space, parameters: { size: half, watts: 1000, sides: A+B, place: { ${wish} } } }`,
  )
  await writeFile(join(folder, 'cli.key'), `${key}\n`)
  await writeFile(join(folder, 'order.yaml'), `organisation: jurassix\nlines:\n${lines.join('\n')}\n`)
  let said = ''
  await run(['order', join(folder, 'order.yaml'), '--dry-run', '--data', folder], {
    environment: { LANG: language },
    home: '/nowhere',
    clock: () => Date.parse('2026-11-23T09:00:00Z'),
    out: (text) => (said += text),
    err: (text) => (said += text),
    local: async (name) => ({ code: 0, value: { local: name }, lines: [name] }),
  })
  return said.replaceAll('\u00A0', ' ')
}

test('a rack, a row, near the meet-me room, apart from another of its own: an order file asks, the dry run says where and why, and of each place passed over the first limit', async () => {
  // One space of its own stands in a row.
  const own = {
    organisation: 'jurassix',
    lines: [
      {
        product: 'rack-space' as const,
        parameters: { size: 'half' as const, watts: 1000, sides: 'A+B' as const, place: { row: '2' } },
      },
    ],
  }
  const made = (await here.ask(createOrder, { key: adminKey, body: own })).json<{ number: string }>()
  const paper = {
    file_name: 'paper.pdf',
    content_base64: Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64'),
    number: 'PO-7',
    date: '2026-11-23',
    signer: 'Lou',
  }
  const signed = await here.ask(acceptOrder, { key: adminKey, params: { order: made.number }, body: { paper } })
  const service = signed.json<{ lines: { service: string }[] }>().lines[0]?.service ?? ''
  expect(service).toMatch(/^BES-RS-/)

  const rack = await dryRun(adminKey, ['rack: 1-21'])
  expect(rack).toMatch(/place proposed: 1-21\/\w, row 1/)
  expect(rack).toMatch(/places passed over: \d+ of \d+, each with the first limit that it breaks:/)
  expect(rack).toContain('1-22/a is not in the rack that was asked for, 1-21.')
  expect(await dryRun(adminKey, ['row: "1"'], 'fr_FR.UTF-8')).toMatch(/place proposée : 1-\d+\/\w, rangée 1/)
  expect(await dryRun(adminKey, ['near_meet_me: true'])).toMatch(/ m (of tray )?.*meet-me room/)
  expect(await dryRun(adminKey, ['near_meet_me: true'], 'fr_FR.UTF-8')).toMatch(/ m .*salle de rencontre/)
  const apart = await dryRun(adminKey, [`apart_from: ${service}`])
  expect(apart).toMatch(/place proposed: \S+, row [^2]/)
  expect(await dryRun(adminKey, [`apart_from: ${service}`, 'row: "2"'], 'fr_FR.UTF-8')).toMatch(/2-\d+/)
  // A second line does not get what the first would take.
  const both = await dryRun(adminKey, ['rack: 1-21', 'rack: 1-21'])
  expect(new Set(both.match(/place proposed: \S+/g)).size).toBe(2)

  // Asked by the contract itself it is the same place.
  const preview = await here.ask(previewOrder, {
    key: adminKey,
    body: {
      ...own,
      lines: own.lines.map((line) => ({ ...line, parameters: { ...line.parameters, place: { apart_from: service } } })),
    },
  })
  const [held] = preview.json<{ lines: { would_reserve: { label: string }[] }[] }>().lines[0]?.would_reserve ?? []
  expect(apart).toContain(`place proposed: ${held?.label},`)

  // A customer is told how many broke which limit, and no name of a place that another holds.
  const theirs = await dryRun(customerKey, ['row: "2"'])
  expect(theirs).toMatch(/place proposed: 2-\d+\/\w, row 2/)
  expect(theirs).toMatch(/\d+ × Another row/)
})
