import { asnStates, attachmentsById, foundOfMany } from '#exchange'
import type { Db } from '#postgres'
import { asnsOf } from './store.ts'

/** All that the steps of these ports see: the wish, the devices, the AS. Ages and counters that no step reads are left out. */
export const signsOf = async (
  tx: Db,
  siteId: string,
  serviceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const ordered = await asnsOf(tx, serviceIds)
  const attachments = await attachmentsById(tx, serviceIds)
  const founds = await foundOfMany(tx, serviceIds)
  const asns = await asnStates(tx, siteId, [...new Set(ordered.values())])
  return new Map(
    [...ordered].map(([id, number]) => {
      const wish = attachments.get(id)
      const found = founds.get(id)
      const { port } = found ?? {}
      const asn = asns.get(number)
      return [
        id,
        JSON.stringify([
          wish && [wish.generation, wish.state, wish.mac, wish.macLearned, wish.macConfirmedAt],
          port && [port.generation, port.state, port.applied, port.link, port.errors, port.macs],
          port && [port.carriesV4, port.carriesV6, port.answersV4, port.answersV6],
          found?.sessions.map((session) => [session.routeServer, session.family, session.state]),
          found?.routes.map((route) => [route.family, route.prefix, route.pinged]),
          found?.routeServers,
          asn && [asn.provedAt, asn.codeSentAt, asn.contactMail],
        ]),
      ]
    }),
  )
}
