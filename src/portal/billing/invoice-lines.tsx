import type { ReactNode } from 'react'
import type { InvoiceSnapshot } from '#billing/contract'
import { words as billing } from '#billing/words'
import { type Tongue, useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { timesText } from '../times-text.ts'
import { Link } from '../ui/button.tsx'
import { type Column, type PhoneRow, Table } from '../ui/table.tsx'
import { periodText } from './parts.tsx'
import { PeriodTrack } from './period-track.tsx'
import { w } from './words.ts'

type Line = InvoiceSnapshot['lines'][number]

/** `1 mois`, `11 j sur 30`, `1`: as the paper says it. */
const quantityText = (line: Line, { t, f }: Tongue): string => {
  // Storage has a price a day, rent that of its month: as on paper.
  if (line.unit === 'DAY' && line.price_base === 1) return t(w.days, { n: f.number(line.quantity) })
  if (line.unit === 'DAY')
    return t(billing['of-month'], { days: f.number(line.quantity), of: f.number(line.price_base) })
  if (line.unit === 'C62') return f.number(line.quantity)
  if (line.unit === 'KWH') return f.quantity(line.quantity, 'kWh', 3)
  return line.quantity === 1 ? t(billing['one-month']) : t(w.months, { n: f.number(line.quantity) })
}

/** What a month's price is made of, each with its own amount. */
const partsText = (parts: NonNullable<Line['parts']>, { t, f, language }: Tongue): string =>
  t(billing['parts-a-month'], {
    parts: parts
      .map(({ name, price_micro_euros: price, times }) => `${name[language]} ${timesText(f, times)}${f.price(price)}`)
      .join(' + '),
  })

export const percentText = (line: { readonly vat_percent: number }, { f }: Pick<Tongue, 'f'>): string =>
  f.percent(line.vat_percent, line.vat_percent % 1 === 0 ? 0 : 1)

/** `20 %`, `autoliquidation`, `hors champ`. */
export const vatText = (category: Line['vat_category'], percent: number, tongue: Tongue): string =>
  tongue.t(w[`vat-${category}`], { percent: percentText({ vat_percent: percent }, tongue) })

/** What a price is for: nothing of what is paid once. */
const priceOf = (line: Line, { t }: Tongue): string | null => {
  if (line.unit === 'C62') return null
  if (line.unit === 'KWH') return t(w.perKwh)
  return line.unit === 'DAY' && line.price_base === 1 ? t(w.perDay) : t(w.perMonth)
}

const columns = (tongue: Tongue, whole: Line['period']): readonly Column<Line>[] => {
  const { t, f, language } = tongue
  return [
    {
      id: 'line',
      head: t(w.line),
      cell: (l) => l.name[language],
      second: (l) => (
        <>
          <Link href={paths.service(l.service)}>{l.service}</Link>
          {l.parts && <span className="block">{partsText(l.parts, tongue)}</span>}
          {l.customer_reference !== null && ` · ${t(billing['line-reference'], { reference: l.customer_reference })}`}
        </>
      ),
    },
    {
      id: 'period',
      head: t(w.period),
      className: 'w-44',
      cell: (l) => (
        <>
          <span className="whitespace-nowrap">{periodText(f, l.period)}</span>
          <PeriodTrack whole={whole} billed={l.period} />
        </>
      ),
    },
    { id: 'quantity', head: t(w.quantity), figures: true, cell: (l) => quantityText(l, tongue) },
    {
      id: 'price',
      head: t(w.price),
      figures: true,
      cell: (l) => f.price(l.price_micro_euros),
      second: (l) => priceOf(l, tongue),
    },
    { id: 'vat', head: t(w.vat), figures: true, cell: (l) => vatText(l.vat_category, l.vat_percent, tongue) },
    { id: 'net', head: t(w.net), figures: true, cell: (l) => f.money(l.net_cents) },
  ]
}

/** Every line of an invoice, its days on the calendar of the whole. */
export const InvoiceLines = ({
  lines,
  whole,
}: {
  readonly lines: readonly Line[]
  readonly whole?: Line['period']
}): ReactNode => {
  const tongue = useTongue()
  const { t, f, language } = tongue
  const calendar = whole ?? {
    first_day: lines.map((l) => l.period.first_day).toSorted()[0] ?? '',
    last_day:
      lines
        .map((l) => l.period.last_day)
        .toSorted()
        .at(-1) ?? '',
  }
  const phone = (l: Line): PhoneRow => ({
    title: l.name[language],
    second: `${l.parts ? `${partsText(l.parts, tongue)} · ` : ''}${periodText(f, l.period)} · ${quantityText(l, tongue)} · ${t(w.vat)} ${vatText(l.vat_category, l.vat_percent, tongue)}`,
    end: f.money(l.net_cents),
  })
  return (
    <Table
      label={t(w.lines)}
      rows={lines}
      keyOf={(l) => String(l.line)}
      columns={columns(tongue, calendar)}
      phone={phone}
    />
  )
}
