/** Every address of the portal, as a function; nothing else writes one. */
const seg = (text: string | number): string => encodeURIComponent(text)
const withQuery = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const search = new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])))
  return search.size > 0 ? `${path}?${search}` : path
}

export const paths = {
  today: () => '/',
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  account: () => '/account',
  plan: (rack?: string) => withQuery('/plan', { rack }),
  power: () => '/power',
  orders: (
    filter: {
      readonly state?: string
      readonly organisation?: string
      readonly text?: string
      readonly waiting_for?: string
    } = {},
  ) => withQuery('/orders', { ...filter }),
  newOrder: (organisation?: string, product?: string) => withQuery('/orders/new', { organisation, product }),
  order: (number: string) => `/orders/${seg(number)}`,
  services: (filter: { readonly state?: string; readonly organisation?: string; readonly text?: string } = {}) =>
    withQuery('/services', { ...filter }),
  service: (number: string) => `/services/${seg(number)}`,
  work: (filter: { readonly state?: string } = {}) => withQuery('/work', { ...filter }),
  workOrder: (number: string) => `/work/${seg(number)}`,
  letters: (filter: { readonly side?: string; readonly state?: string } = {}) => withQuery('/letters', { ...filter }),
  newLetter: (
    of: {
      readonly order?: string
      readonly position?: string
      readonly company?: string
      readonly panel?: string
    } = {},
  ) => withQuery('/letters/new', { ...of }),
  newConsent: () => '/letters/standing/new',
  letter: (number: string) => `/letters/${seg(number)}`,
  timeToLight: () => '/time-to-light',
  letterCheck: (code: string) => `/letters/check/${seg(code)}`,
  surveys: (filter: { readonly organisation?: string } = {}) => withQuery('/surveys', { ...filter }),
  newSurvey: (organisation?: string) => withQuery('/surveys/new', { organisation }),
  survey: (number: string) => `/surveys/${seg(number)}`,
  move: (service: string) => `/moves/${seg(service)}`,
  exchange: (member?: string) => withQuery('/exchange', { member }),
  declaredMembers: () => withQuery('/exchange', { show: 'declared' }),
  import: () => '/import',
  site: () => '/site',
  organisations: () => '/organisations',
  organisation: (handle: string) => `/organisations/${seg(handle)}`,
  invoices: (filter: { readonly run?: string; readonly organisation?: string } = {}) =>
    withQuery('/invoices', { ...filter }),
  invoice: (id: string) => `/invoices/${seg(id)}`,
  runs: () => '/invoices/runs',
  newRun: (month?: string) => withQuery('/invoices/runs/new', { month }),
  run: (id: string) => `/invoices/runs/${seg(id)}`,
  seller: () => '/invoices/seller',
  journal: (filter: { readonly subject_kind?: string; readonly subject_id?: string; readonly room?: string } = {}) =>
    withQuery('/journal', { ...filter }),
  gallery: () => '/ui',
} as const
