import { microEuros } from '#units'
import type { Seller } from './compose-invoice.ts'
import type { BilledService, Party } from './model.ts'

/** Parties and services for the tests of this room; all invented, their numbers well-formed. */
const party = (over: Partial<Party> & Pick<Party, 'id' | 'name'>): Party => ({
  handle: over.id,
  publicBody: false,
  country: 'FR',
  language: 'fr',
  siret: null,
  vatNumber: null,
  serviceCode: null,
  address: '',
  invoiceMail: 'factures@example.net',
  ...over,
})

export const seller: Seller = {
  ...party({
    id: 'operator',
    name: 'Vesontio Centre de données',
    siret: '12345678200012',
    vatNumber: 'FR32123456782',
    address: '4 rue du Balancier\n25000 Besançon',
  }),
  legalForm: 'SAEM au capital de 1 000 000 €',
  register: 'RCS Besançon 123 456 782',
  iban: 'FR1420041010050500013M02606',
  bic: 'PSSTFRPPXXX',
}

export const isp = party({
  id: 'doubs-fibre',
  name: 'Doubs Fibre SAS',
  siret: '98765432100019',
  vatNumber: 'FR08987654321',
  address: '12 quai Vauban\n25000 Besançon',
})

export const town = party({
  id: 'grand-besancon',
  name: 'Grand Besançon Métropole',
  publicBody: true,
  siret: '24250036100017',
  serviceCode: 'DSI-RESEAUX',
  address: '4 rue Gabriel-Plançon\n25043 Besançon Cedex',
})

export const german = party({
  id: 'rheinnetz',
  name: 'Rheinnetz GmbH',
  country: 'DE',
  language: 'en',
  vatNumber: 'DE123456789',
  address: 'Rheinstraße 7\n79098 Freiburg',
})

export const swiss = party({
  id: 'jura-transit',
  name: 'Jura Transit Sàrl',
  country: 'CH',
  vatNumber: 'CHE-123.456.789',
  address: 'Rue des Régulateurs 3\n2300 La Chaux-de-Fonds',
})

export const service = (over: Partial<BilledService> = {}): BilledService => ({
  id: 'service-1',
  number: 'BES-XP-000061',
  organisationId: isp.id,
  product: 'exchange-port',
  item: 'port-10g',
  setupMicroEuros: microEuros(500_000_000),
  monthlyMicroEuros: microEuros(350_000_000),
  billing: 'advance',
  zone: 'Europe/Paris',
  billingFrom: '2026-11-20',
  endsOn: null,
  termEnds: '2027-11-20',
  earlyEndPercent: 100,
  order: {
    number: 'BES-O-2026-00042',
    customerReference: 'BC-2026-118',
    paperNumber: null,
    serviceCode: null,
    engagementNumber: null,
  },
  ...over,
})
