import type { Word } from '#kernel'

/**
 * The columns of the file, in the order in which a person fills them. One row is one service that lives already; an organisation's
 * own columns are filled in on its first row, later rows may leave them empty. Pure; the command line and the portal show them.
 */
export type ColumnKind = 'text' | 'date' | 'euros' | 'whole' | 'yes-no' | 'list' | 'one-of' | 'number' | 'month-day'

export interface Column {
  readonly name: string
  readonly kind: ColumnKind
  /** `organisation`: of the customer, `service`: of every row, otherwise of one product's rows. */
  readonly of: 'organisation' | 'service' | 'rack-space' | 'exchange-port' | 'cross-connect'
  readonly needed: boolean
  readonly says: Word
}

const column = <const Name extends string>(
  name: Name,
  of: Column['of'],
  kind: ColumnKind,
  [fr, en]: readonly [fr: string, en: string],
  needed = false,
): Column & { readonly name: Name } => ({ name, of, kind, needed, says: { fr, en } })

const organisationColumns = [
  column(
    'organisation',
    'organisation',
    'text',
    ['identifiant du client : minuscules, chiffres, tirets', 'the customer’s handle: lower case, digits, hyphens'],
    true,
  ),
  column('name', 'organisation', 'text', [
    'raison sociale ; vide : le client est déjà connu',
    'its name; empty: the customer is known already',
  ]),
  column('kinds', 'organisation', 'list', [
    'tenant, carrier, public-body (avec public-health ou public-undertaking : 50 ou 60 jours de paiement), exchange-member, séparés par des espaces',
    'tenant, carrier, public-body (with public-health or public-undertaking: 50 or 60 days to pay), exchange-member, between spaces',
  ]),
  column('country', 'organisation', 'text', ['deux lettres : FR, DE, CH', 'two letters: FR, DE, CH']),
  column('language', 'organisation', 'one-of', ['fr ou en', 'fr or en']),
  column('siret', 'organisation', 'text', ['14 chiffres', '14 digits']),
  column('vat_number', 'organisation', 'text', ['numéro de TVA', 'VAT number']),
  column('service_code', 'organisation', 'text', [
    'code service d’un organisme public (Chorus Pro)',
    'a public body’s service code (Chorus Pro)',
  ]),
  column('address', 'organisation', 'text', ['adresse, sur une ligne', 'address, on one line']),
  column('invoice_mail', 'organisation', 'text', ['adresse qui reçoit les factures', 'where invoices are mailed']),
  column('contact_name', 'organisation', 'text', ['une personne du client', 'a person of the customer']),
  column('contact_mail', 'organisation', 'text', ['son adresse', 'its mail address']),
  column('contact_phone', 'organisation', 'text', ['son téléphone', 'its telephone']),
  column('contact_rights', 'organisation', 'list', [
    'read, order, sign, visit, remote-hands, incident, loa, billing, séparés par des espaces',
    'read, order, sign, visit, remote-hands, incident, loa, billing, between spaces',
  ]),
] as const

const serviceColumns = [
  column(
    'old_number',
    'service',
    'text',
    ['numéro dans l’ancien système : la clé de la ligne', 'its number in the old system: the row’s key'],
    true,
  ),
  column(
    'product',
    'service',
    'one-of',
    ['rack-space, exchange-port ou cross-connect', 'rack-space, exchange-port or cross-connect'],
    true,
  ),
  column('place', 'service', 'text', [
    'où il est : compartiment (3-21/b) ou port (sw1/31)',
    'where it stands: a compartment (3-21/b) or a port (sw1/31)',
  ]),
  column('start', 'service', 'date', ['premier jour de service, AAAA-MM-JJ', 'first day in service, YYYY-MM-DD'], true),
  column('term_end', 'service', 'date', [
    'premier jour après l’engagement ; vide : sans engagement',
    'first day after the term; empty: no term',
  ]),
  column('notice_days', 'service', 'whole', [
    'préavis en jours ; vide : celui du contrat',
    'notice in days; empty: the contract’s',
  ]),
  column('notice_on', 'service', 'date', [
    'jour où le préavis a été reçu, s’il est donné',
    'day on which notice was received, where it is given',
  ]),
  column('ends_on', 'service', 'date', [
    'fin légale : premier jour qui n’est plus dû',
    'legal end: the first day that is not owed',
  ]),
  column('early_end_percent', 'service', 'whole', [
    'part due en cas de fin anticipée ; vide : celle du contrat',
    'share owed for an early end; empty: the contract’s',
  ]),
  column('item', 'service', 'text', [
    'article du tarif ; vide : celui que disent les paramètres',
    'item of the price list; empty: what the parameters ask for',
  ]),
  column('monthly_euros', 'service', 'euros', ['prix par mois, hors taxe', 'price a month, without VAT'], true),
  column('price_from', 'service', 'date', ['jour depuis lequel ce prix vaut', 'day since which this price holds']),
  column('next_monthly_euros', 'service', 'euros', [
    'prix déjà révisé, s’il est connu',
    'the price as revised already, where it is known',
  ]),
  column('next_price_from', 'service', 'date', ['jour à partir duquel il vaut', 'the day from which that holds']),
  column('setup_euros', 'service', 'euros', ['frais de mise en service', 'setup fee']),
  column('setup_paid', 'service', 'yes-no', [
    'yes : déjà facturés (par défaut)',
    'yes: invoiced already (the default)',
  ]),
  column('billing', 'service', 'one-of', [
    'advance (à échoir) ou arrears (terme échu) ; un organisme public paie toujours à terme échu',
    'advance or arrears; a public body always pays in arrears',
  ]),
  column(
    'invoiced_until',
    'service',
    'date',
    ['premier jour que l’ancien système n’a pas facturé', 'the first day that the old system has not invoiced'],
    true,
  ),
  column('index', 'service', 'text', ['indice de révision : SYNTEC, ILC', 'index of the revision: SYNTEC, ILC']),
  column('index_value', 'service', 'number', [
    'valeur de l’indice sur laquelle le prix repose',
    'value of the index that the price rests on',
  ]),
  column('index_day', 'service', 'month-day', [
    'jour de la révision annuelle, MM-JJ',
    'day of the yearly revision, MM-DD',
  ]),
  column('order_reference', 'service', 'text', ['bon de commande du client', 'the customer’s purchase order']),
  column('engagement_number', 'service', 'text', [
    'numéro d’engagement d’un organisme public',
    'a public body’s engagement number',
  ]),
] as const

const productColumns = [
  column('size', 'rack-space', 'one-of', ['quarter, half, full ou shared', 'quarter, half, full or shared']),
  column('units_u', 'rack-space', 'whole', ['hauteur en U, en baie partagée', 'height in U, in the shared rack']),
  column('lowest_u', 'rack-space', 'whole', ['U le plus bas, en baie partagée', 'lowest U, in the shared rack']),
  column('watts', 'rack-space', 'whole', ['puissance souscrite, en watts', 'committed power, in watts']),
  column('sides', 'rack-space', 'one-of', ['A+B, A ou B', 'A+B, A or B']),
  column('kwh_euros', 'rack-space', 'euros', [
    'prix convenu du kWh ; 0 : compris dans le loyer ; vide : celui du tarif le jour où la facturation reprend ici',
    'agreed price of a kWh; 0: included in the rent; empty: the list’s on the first day billed here',
  ]),
  column('speed', 'exchange-port', 'one-of', ['1G, 10G ou 100G', '1G, 10G or 100G']),
  column('asn', 'exchange-port', 'whole', ['numéro d’AS, sans « AS »', 'AS number, without “AS”']),
  column('as_set', 'exchange-port', 'text', ['AS-SET', 'AS-SET']),
  column('mac', 'exchange-port', 'text', ['adresse MAC du routeur', 'the router’s MAC address']),
  column('v4', 'exchange-port', 'text', ['adresse IPv4 du LAN de peering', 'IPv4 address of the peering LAN']),
  column('v6', 'exchange-port', 'text', [
    'adresse IPv6 ; l’une des deux suffit',
    'IPv6 address; one of the two is enough',
  ]),
  column('prefixes', 'exchange-port', 'list', [
    'préfixes annoncés, séparés par des espaces',
    'announced prefixes, between spaces',
  ]),
  column('max_prefix_v4', 'exchange-port', 'whole', ['nombre maximal de préfixes IPv4', 'most IPv4 prefixes']),
  column('max_prefix_v6', 'exchange-port', 'whole', ['nombre maximal de préfixes IPv6', 'most IPv6 prefixes']),
  column('panel', 'exchange-port', 'text', [
    'où le port sort : panneau/position (M1-P01/07) ; vide : précâblé',
    'where the port comes out: panel/position (M1-P01/07); empty: pre-wired',
  ]),
  column('media', 'cross-connect', 'one-of', [
    'fibre-duplex, fibre-single ou copper',
    'fibre-duplex, fibre-single or copper',
  ]),
  column('panel_z', 'cross-connect', 'text', [
    'l’autre bout : panneau/position (M3-P01/07) ; le premier est dans panel',
    'the other end: panel/position (M3-P01/07); the first stands in panel',
  ]),
] as const

export const columns: readonly Column[] = [
  ...serviceColumns.slice(0, 1),
  ...organisationColumns,
  ...serviceColumns.slice(1),
  ...productColumns,
]

export type ColumnName =
  | (typeof organisationColumns)[number]['name']
  | (typeof serviceColumns)[number]['name']
  | (typeof productColumns)[number]['name']
