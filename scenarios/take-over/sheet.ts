import { readFile } from 'node:fs/promises'
import { SAMPLE } from './rows.ts'

/** The fields of a sheet of the sample, without its head. */
export const linesOf = async (name: string): Promise<readonly (readonly string[])[]> =>
  (await readFile(`${SAMPLE}/${name}`, 'utf8'))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

/** Customer, how many invoices, net, VAT and gross, as the sheet that was worked out by hand has them. */
export const sheet = async (): Promise<ReadonlyMap<string, readonly number[]>> =>
  new Map(
    (await linesOf('expected-2026-12.csv')).map(([customer = '', invoices, , ...cents]) => [
      customer,
      [invoices, ...cents].map(Number),
    ]),
  )
