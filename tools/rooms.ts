/**
 * The rooms of the house, from left to right, and which rooms each may know, with the reason. This map is the only place where
 * a door is opened: the walls (`walls.ts`) are made of it, and the README's picture of the house is printed from it.
 */
export const rooms = {
  units: {},
  kernel: { units: 'money and quantities appear in results' },
  postgres: { units: 'bytes of a disk', kernel: 'ids, faults, the shape of a reconciler' },
  telemetry: { units: 'W, Wh', kernel: 'results and words' },
  paper: { kernel: 'the language of a page' },
  people: { units: 'quantities', kernel: 'the contract, results and words' },
  facility: {
    units: 'W, mm, kg',
    kernel: 'the contract, results and words',
    people: 'who owns and who may see a compartment',
  },
  fibre: {
    units: 'dB, m',
    kernel: 'the contract, results and words',
    people: 'who owns a panel',
    facility: 'panels stand in racks',
  },
  exchange: {
    units: 'bit/s',
    kernel: 'the contract, results and words',
    people: 'members are organisations',
    facility: 'switches stand in racks',
    fibre: 'ports come out at panels',
  },
  market: {
    units: 'prices',
    kernel: 'the contract, results and words',
    people: 'who orders, who signs',
    facility: 'what is sold stands on the site',
    fibre: 'patching is a work order',
    exchange: 'the exchange port is a product',
    telemetry: 'what the meters of a rack said',
    paper: 'letters and handover notes are printed',
  },
  billing: {
    units: 'cents',
    kernel: 'the contract, results and words',
    people: 'who pays',
    facility: 'the zone and the operator of a site',
    fibre: 'what a line of an invoice names',
    exchange: 'what a line of an invoice names',
    market: 'services, their prices and terms',
    telemetry: 'what the meters of a service counted',
    paper: 'invoices are printed',
  },
  devices: { units: 'bit/s', kernel: 'faults', exchange: 'the promises of ports.ts only' },
  outside: { units: 'quantities', kernel: 'faults', postgres: 'the promise of a post (ports.ts)' },
  twin: {
    units: 'bit/s',
    kernel: 'faults and reconcilers',
    exchange: 'what is built on the one machine: ports.ts only',
    devices: 'the same drivers as on the real site',
  },
} as const satisfies { readonly [room: string]: { readonly [neighbour: string]: string } }

/** What stands beside the rooms, and what it may know of them. */
export const surroundings = {
  server: 'doors and routes of every room: it mounts the contract, and knows nothing of a trade',
  cli: 'units, kernel, contracts and words; the commands that run without a server are given to it by src/local-commands.ts',
  portal: 'units, kernel, contracts and words',
} as const

/** Rooms that say nothing of the trade or that act by profession: no decision files in them. */
export const edges = ['units', 'kernel', 'postgres', 'devices', 'outside', 'twin', 'server', 'cli', 'portal'] as const

/** The files of a room that act: they may know the floor and Node. Everything else in a room decides, and is pure. */
export const actingFiles = ['store', 'routes', 'reconcile', 'serve', 'site-section'] as const

/** Further files that act, each with its reason. Paths below src/. */
export const actingExceptions: { readonly [path: string]: string } = {
  'people/accounts/better-auth.ts':
    'the accounts library works on the database itself, behind an allow-list of its paths',
  'people/caller/authenticate.ts': 'who calls is read from a session or a key',
  'people/key/secret.ts': 'keys are random bytes and a digest (node:crypto)',
  'facility/site-files/read-folder.ts': 'the site’s files lie on a disk',
  'market/product.ts': 'what a product is asked, with the transaction in which it is asked (a type only)',
  'market/import/ixf/import-row.ts': 'a connection of a member export, in the savepoint of its row',
  'market/import/run-import.ts': 'a file is applied in one transaction, a savepoint for each row',
  'market/all-or-nothing.ts': 'a refusal rolls a transaction back',
  'market/take-over/take-over-row.ts': 'a row is claimed and written in the savepoint of its import',
  'market/judge.ts': 'the doctor asks the rows themselves',
  'market/order/accept.ts': 'signing is reserving: one transaction',
  'market/order/cancel.ts': 'a cancellation gives back in one transaction',
  'market/order/quote.ts': 'a firm quote holds stock',
  'market/order/read.ts': 'an order as a page shows it, from many rows',
  'market/change/ask-change.ts': 'a change is reserved in the transaction that signs it',
  'market/change/expire-quotes.ts':
    'quotes that can be signed no more end in the transaction that signs, quotes or gives notice',
  'market/change/order-changes.ts': 'the services that an order changes, read where it is quoted',
  'market/service/read.ts': 'a service as a page shows it, from many rows',
  'market/work-order/read.ts': 'a work order as a page shows it, from many rows',
  'market/delivery/driving.ts': 'one line under its lock',
  'market/delivery/drive-line.ts': 'a round of a delivery is one transaction',
  'market/delivery/begin-service.ts': 'the notice and the first billed day are written in the round that found them',
  'paper/print-pdf.ts': 'the fonts of a paper are read from their package',
  'market/products/exchange-port/index.ts': 'a product’s answers, in the transaction in which they are asked',
  'market/products/exchange-port/signs.ts': 'what the steps see, read for many lines at once',
  'market/products/exchange-port/stock.ts': 'the id of a thing that is derived from another is a digest (node:crypto)',
}
