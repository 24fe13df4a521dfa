export const SAMPLE = 'sites/besancon/take-over'

/** One row by the names of its columns; those that are not said are those of a row that is good. */
const GOOD: Readonly<Record<string, string>> = {
  organisation: 'manufacture-vauclair',
  product: 'rack-space',
  start: '2024-03-01',
  monthly_euros: '475.00',
  invoiced_until: '2026-12-01',
  place: '4-20',
  size: 'full',
  watts: '1000',
  sides: 'A+B',
}
/** A file of such rows, one old number each. */
export const file = (...rows: readonly Readonly<Record<string, string>>[]): string => {
  const all = rows.map((row, at) => ({ old_number: `X-${at + 1}`, ...GOOD, ...row }))
  const names = [...new Set(all.flatMap((row) => Object.keys(row)))]
  const line = (row: Readonly<Record<string, string>>): string => names.map((name) => row[name] ?? '').join(',')
  return [names.join(','), ...all.map(line), ''].join('\n')
}
export const PORT = {
  product: 'exchange-port',
  organisation: 'doubs-fibre',
  size: '',
  watts: '',
  sides: '',
  place: 'sw1/40',
  speed: '10G',
  asn: '64499',
  mac: '02:be:51:00:01:01',
  v4: '203.0.113.210',
}
export const CONNECT = {
  product: 'cross-connect',
  size: '',
  watts: '',
  sides: '',
  place: '',
  media: 'fibre-duplex',
  panel: 'R1-P01/20',
  panel_z: 'M3-P01/20',
}
