import { approveRun, prepareRun } from '#billing/contract'
import type { Client } from '#kernel'
import { importReadings } from '#market/contract'
import type { Connection } from '#postgres'
import { clientOf, must } from '../scenarios/house/asking.ts'
import { count, openHouse, query } from './house.ts'
import { type Row, timed } from './row.ts'

const CUSTOMERS = 60
const SERVICES = 300
const EVERY_S = 600
const MOST_S = 10
const TIMES = 3
const DAY_S = 86_400
const MS = 1000
const ZONE = 'Europe/Paris'
/** Of the sample site's people: the one who approves invoices. */
const ACCOUNTANT = 'sacha.perrin@vesontio.example'
const A_W = 400
const B_W = 500

interface Months {
  /** YYYY-MM: the one that is over, and the one in which it is billed. */
  readonly metered: string
  readonly run: string
  /** The first instants of both, in seconds since 1970. */
  readonly from: number
  readonly until: number
}

const monthsAround = (now: Date): Months => {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(now)
  const run = day.slice(0, 7)
  const [year = 0, month = 0] = run.split('-').map(Number)
  const metered = new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7)
  const startOf = (of: string): number => {
    const midnight = new Date(`${of}-01T00:00:00Z`)
    const there = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: 'numeric', hourCycle: 'h23' }).format(midnight) // prettier-ignore
    return midnight.getTime() / MS - Number(there) * 3600
  }
  return { metered, run, from: startOf(metered), until: startOf(run) }
}

/** Customers, places with both feeds, and services that were sold there: rows as a take-over or a delivery would have left them. */
const furnish = async (owner: Connection, since: string): Promise<void> => {
  await query(
    owner,
    `create temp table place as select n, gen_random_uuid() as rack, gen_random_uuid() as compartment, gen_random_uuid() as service,
       gen_random_uuid() as claim, '9-' || n as handle, (select id from facility.site) as site from generate_series(1, ${SERVICES}) n;
     create temp table customer as select n, gen_random_uuid() as id from generate_series(0, ${CUSTOMERS - 1}) n;
     insert into people.organisation (id, handle, name, kinds, country, siret, address, invoice_mail, created_at)
       select id, 'bench-' || n, 'Customer ' || n, '{tenant}', 'FR', '98765432100019', '1 rue de la Montre', 'bench@customer.example', now() from customer;
     insert into facility.rack (id, site_id, room_id, handle, row_handle, x_mm, y_mm, width_mm, depth_mm, front, units_u, limit_kg)
       select rack, site, (select id from facility.room where handle = 'hall'), handle, '9', 0, 0, 600, 1200, 'north', 47, 1000 from place;
     insert into facility.compartment (id, site_id, rack_id, handle, size, first_u, units_u)
       select compartment, site, rack, handle || '/a', 'full', 1, 47 from place;
     insert into facility.element (id, site_id, handle, kind, chain, limit_va, voltage_v, phases, compartment_id)
       select gen_random_uuid(), site, 'feed-' || side || '-' || handle || '/a', 'feed', side, 3680, 230, 1, compartment from place, unnest('{A,B}'::text[]) side;
     insert into market.service (id, site_id, number, organisation_id, product, item, parameters, state, monthly_micro_euros, billing, zone, early_end_percent,
         billing_from, billing_reason, created_at)
       select service, site, 'BES-RS-' || (800000 + p.n), c.id, 'rack-space', 'rack-full', '{}', 'in-service', 475000000, 'advance', '${ZONE}', 100,
         '${since}-01', 'acceptance', now() from place p join customer c on c.n = p.n % ${CUSTOMERS};
     insert into market.claim (id, site_id, service_id, kind, thing_id, label, held_at)
       select claim, site, service, 'compartment', compartment, handle || '/a', now() from place;
     insert into market.load (claim_id, watts, sides) select claim, 1000, 'A+B' from place;
     update facility.site set plant_revision = plant_revision + 1`,
  )
}

/** What a collector writes of one day: every feed every ten minutes, in the order of time. */
const fileOf = (from: number, until: number, since: number): string => {
  const lines = ['meter,at,energy_wh,power_w']
  for (let at = from; at < until; at += EVERY_S) {
    const instant = new Date(at * MS).toISOString()
    const hours = (at - since) / 3600
    for (let place = 1; place <= SERVICES; place += 1) {
      lines.push(`feed-A-9-${place}/a,${instant},${Math.round(place * 1000 + A_W * hours)},${A_W + (place % 7)}`)
      lines.push(`feed-B-9-${place}/a,${instant},${Math.round(place * 2000 + B_W * hours)},${B_W + (place % 5)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** A month of readings, a day a call; answers how many, and the seconds that the server took for them. */
const importMonth = async (
  admin: Client,
  { from, until }: Months,
): Promise<{ readonly readings: number; readonly tookS: number }> => {
  // prettier-ignore
  let [readings, tookMs] = [0, 0]
  for (let day = from; day <= until; day += DAY_S) {
    const text = fileOf(day, Math.min(day + DAY_S, until + EVERY_S), from)
    const body = { file_name: 'day.csv', content_base64: Buffer.from(text).toString('base64') }
    tookMs += await timed(async () => {
      const { counts, applied } = must(await admin.call(importReadings, { body }))
      if (!applied || counts.refused > 0) throw new Error(`readings were refused: ${JSON.stringify(counts)}`)
      readings += counts.created
    })
  }
  return { readings, tookS: tookMs / MS }
}

export const invoiceRun: Row = {
  name: 'invoice-run',
  what: `invoice run of ${CUSTOMERS} customers, ${SERVICES} services, one month of 10-minute readings on 2 feeds each`,
  owed: `< ${MOST_S} s, every kWh billed`,
  kept: ({ samples, counts }) =>
    samples.every((seconds) => seconds < MOST_S) &&
    counts?.['usage_lines'] === SERVICES &&
    counts['kwh_billed'] === counts['kwh_metered'],
  measure: async () => {
    const house = await openHouse({ twin: false })
    try {
      const { admin, owner } = house
      const months = monthsAround(new Date())
      await furnish(owner, months.metered)
      const { readings, tookS } = await importMonth(admin, months)
      const samples: number[] = []
      let run = ''
      for (let time = 0; time < TIMES; time += 1)
        samples.push(
          (await timed(async () => {
            const prepared = must(await admin.call(prepareRun, { body: { month: months.run, dry_run: false } }))
            run = prepared.id ?? ''
          })) / MS,
        )
      const accountant = await clientOf(house.started, ACCOUNTANT, ['accountant'])
      const approveMs = await timed(async () => void must(await accountant.call(approveRun, { params: { run } })))
      const wh = () => count(owner, 'select coalesce(sum(wh), 0)::float8 as n from billing.usage')
      return {
        unit: 's',
        samples,
        counts: {
          readings,
          readings_imported_a_second: Math.round(readings / tookS),
          approve_s: Number((approveMs / MS).toPrecision(3)),
          usage_lines: await count(owner, `select count(*)::int as n from billing.billed where charge = 'usage'`),
          kwh_billed: (await wh()) / 1000,
          kwh_metered: (SERVICES * (A_W + B_W) * ((months.until - months.from) / 3600)) / 1000,
          chunk_mb: Math.round((await count(owner, `select pg_total_relation_size('telemetry.chunk')::float8 as n`)) / 1_000_000), // prettier-ignore
        },
      }
    } finally {
      await house.stop()
    }
  },
}
