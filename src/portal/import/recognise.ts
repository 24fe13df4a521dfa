import { readingColumns } from '#market/contract'

export const kinds = ['ixf', 'services', 'readings'] as const
export type Kind = (typeof kinds)[number]
export const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text)

/** What is looked at of a file to recognise it; the server reads all of it and judges. */
export const HEAD_BYTES = 4096

/** What a file seems to be, by its first line; null: it could be anything. A wrong guess costs nothing, the person chooses. */
export const recognise = (name: string, head: string): Kind | null => {
  const text = head
    .replace(/^\uFEFF/, '')
    .replaceAll('\u0000', '')
    .trimStart()
  if (text.startsWith('{') || text.startsWith('[')) return 'ixf'
  const columns = (text.split(/\r?\n/, 1)[0] ?? '').split(/[,;\t]/).map((column) => column.trim().replaceAll('"', ''))
  if (columns.includes('old_number')) return 'services'
  if (readingColumns.required.every((column) => columns.includes(column))) return 'readings'
  return /\.json$/i.test(name) ? 'ixf' : null
}
