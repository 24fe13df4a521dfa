import type { Client } from '#kernel'
import { confirmWork, finishWork, listWork, proveWork, takeWork, type WorkWire } from '#market/contract'
import { jpeg } from '../../src/postgres/files/pictures.fixture.ts'
import { must } from './asking.ts'

const DARK_DBM = -70

type Need = WorkWire['needs'][number]
const valueOf = ({ name, min, max }: Need): number => {
  if (name.startsWith('light-')) return DARK_DBM
  return min !== null && max !== null ? Math.round((min + max) * 50) / 100 : (min ?? max ?? 0)
}

/** The first of the site's instruments that such a value may be read with today. */
const instrumentFor = ({ instruments }: WorkWire, need: Need, today: string): string | undefined =>
  instruments.find(
    ({ kind, calibrated_until: until, retired_on: from }) =>
      need.instruments.includes(kind) && (until === null || until >= today) && (from === null || from > today),
  )?.handle

const proofOf = (work: WorkWire, need: Need) => {
  const { name, kind } = need
  const taken_at = new Date().toISOString()
  const handle = instrumentFor(work, need, taken_at.slice(0, 10))
  const instrument = handle === undefined ? {} : { instrument: handle }
  if (kind === 'photo')
    return { name, kind, taken_at, file_name: `${name}.jpg`, content_base64: Buffer.from(jpeg).toString('base64') }
  if (kind === 'reading') return { name, kind, taken_at, value: valueOf(need), ...instrument }
  return { name, kind, taken_at, text: need.equals ?? 'seen', ...instrument }
}

/** A technician who does whatever is open of these lines, with all that is asked for; the colleague confirms what could darken somebody. */
export const doOpenWork = async (
  technician: Client,
  colleague: Client,
  isOurs: (work: WorkWire) => boolean,
): Promise<readonly string[]> => {
  const { items } = must(await technician.call(listWork, { query: { open: 'true', limit: 200 } }))
  const ours = items.filter((work) => isOurs(work) && work.state !== 'blocked')
  for (const work of ours) {
    const params = { work: work.number }
    if (work.state === 'open') must(await technician.call(takeWork, { params }))
    if (work.state !== 'to-confirm') {
      for (const need of work.needs.filter(({ required }) => required))
        must(await technician.call(proveWork, { params, body: proofOf(work, need) }))
      must(await technician.call(finishWork, { params }))
    }
    if (work.second_person) must(await colleague.call(confirmWork, { params }))
  }
  return ours.map(({ what }) => what.code)
}
