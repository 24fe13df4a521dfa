import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { OrderWire } from '#market/contract'
import { doctorFindsNothing, paper } from '../house/asking.ts'
import { commandLine } from '../house/command-line.ts'
import { deliverUntil, isLine } from '../house/delivery.ts'
import type { Stage } from '../house/stage.ts'
import { ROOT } from '../house/start-house.ts'
import { certificate } from './certificate.ts'

const FILE = join(ROOT, 'scenarios/clinic/order.yaml')

export const orders = async (stage: Stage): Promise<void> => {
  const { house, site } = stage
  const cli = commandLine(house.data)
  const year = new Date().getFullYear()
  const asked = () => cli('order', FILE, '--dry-run')
  expect(await asked()).toMatchObject({ code: 1, value: { code: 'hds-missing' } })

  // Administration and operation of the information system only (activity 5): not the site that houses it.
  const file = join(site, 'certificates.yaml')
  writeFileSync(file, certificate(year, 5))
  expect(await cli('site', 'apply', site)).toMatchObject({ code: 0 })
  expect(await asked()).toMatchObject({
    code: 1,
    value: { code: 'hds-scope', title: expect.stringContaining('activity 1') },
  })

  writeFileSync(file, certificate(year, 1))
  const plan = await cli('site', 'plan', site)
  expect(plan).toMatchObject({ code: 0, value: { may_apply: true } })
  const changes = (plan.value as { changes: { does: string; kind: string }[] }).changes
  expect(changes.filter(({ does }) => does !== 'unchanged').map(({ does, kind }) => [does, kind])).toEqual([
    ['updated', 'site'],
  ])
  expect((await cli('site', 'apply', site)).code).toBe(0)

  const signed = join(house.data, 'clinic.pdf')
  writeFileSync(signed, Buffer.from(paper.content_base64, 'base64'))
  const papers = ['--paper', signed, '--paper-number', 'PP-12', '--paper-signer', 'Swann Mercier']
  const accepted = await cli('order', FILE, '--accept', ...papers, '--wait', '0')
  expect(accepted.code).toBe(3)
  const { number } = accepted.value as OrderWire
  const ready = await deliverUntil(stage, number, 'the half rack is ready', isLine(1, 'ready'))
  expect(ready.lines[0]?.parameters).toMatchObject({ health_data: true })
  await doctorFindsNothing(house.client)
}
