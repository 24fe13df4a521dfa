import { useEffect, useState } from 'react'
import { getPlan, getRack } from '#facility/contract'
import { listPanels } from '#fibre/contract'
import { showWork, type WorkWire } from '#market/contract'
import { fetchAhead } from '../call.ts'

/** Of a long list the first: who goes out does not do more in a day, and each of them is a few requests. */
const MOST_WORK = 30
/** What a page of the list needs is read first. */
const REST_MS = 500

const openOnes = (listed: readonly WorkWire[]): readonly WorkWire[] =>
  listed.filter(({ state }) => state !== 'done').slice(0, MOST_WORK)

/** Reads what the drawings of these work orders read, under the same addresses: the worker of this device keeps them (`worker.js`). */
const readAhead = async (listed: readonly WorkWire[], goesOn: () => boolean): Promise<void> => {
  await import('./work-order-page.tsx')
  const places = listed.flatMap((work) => work.places)
  const racks = new Set(places.map(({ rack }) => rack).filter((rack) => rack !== ''))
  if (places.some(({ panel }) => panel !== null)) await fetchAhead(listPanels, { query: { limit: 200 } })
  const rooms = new Set<string>()
  for (const rack of racks) {
    if (!goesOn()) return
    const found = await fetchAhead(getRack, { params: { rack } })
    if (found) rooms.add(found.room)
  }
  for (const room of rooms) await fetchAhead(getPlan, { query: { room } })
  for (const { number } of listed) {
    if (!goesOn()) return
    await fetchAhead(showWork, { params: { work: number } })
  }
}

/** Who opened the list of work finds each of its orders without signal, with the drawings of where. */
export const useWorkAhead = (listed: readonly WorkWire[]): void => {
  const ahead = openOnes(listed)
  const key = ahead.map(({ number, version }) => `${number} ${version}`).join()
  const [read, setRead] = useState('')
  useEffect(() => {
    if (key === '' || key === read || !navigator.onLine) return undefined
    let over = false
    const timer = setTimeout(() => {
      readAhead(ahead, () => !over).then(
        () => over || setRead(key),
        // Without signal there is nothing to read; the next list tries again.
        () => undefined,
      )
    }, REST_MS)
    return () => {
      over = true
      clearTimeout(timer)
    }
    // The list is the same as long as its numbers and versions are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, read])
}
