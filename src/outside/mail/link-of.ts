/** The pages of the portal that a letter may lead to, by what it is about: its addresses are those of `portal/paths.ts`, which a test compares. */
const pages: { readonly [kind: string]: ((id: string) => string) | undefined } = {
  order: (number) => `/orders/${encodeURIComponent(number)}`,
  service: (number) => `/services/${encodeURIComponent(number)}`,
  letter: (number) => `/letters/${encodeURIComponent(number)}`,
  // Whoever is asked for a letter may not know the order that asks: it stands on the page of letters.
  'letter-request': () => '/letters',
  'work-order': (number) => `/work/${encodeURIComponent(number)}`,
  invoice: (id) => `/invoices/${encodeURIComponent(id)}`,
  import: () => '/import',
}

/** The whole address of the page of what a letter is about; null: there is none, or nobody outside this machine could open it. Pure. */
export const linkOf = (about: readonly [kind: string, id: string] | null, base: URL | null): string | null => {
  const page = about === null ? undefined : pages[about[0]]
  return about === null || base === null || page === undefined ? null : new URL(page(about[1]), base).href
}
