import type { ReactNode } from 'react'
import { type Tongue, useTongue } from '../language.tsx'
import { useNow } from '../now.ts'
import { timesText } from '../times-text.ts'
import { holdLabel, label, sentence, stepLabel } from '../phrase.ts'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/field.tsx'
import { Fact, Facts } from '../ui/page.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import type { Preview } from './order-draft.ts'
import { w } from './new-order-words.ts'

const PERCENT = 100

/** Sums before tax, the tax, and with it: each rounded once, as on an invoice. */
const Totals = ({
  name,
  net,
  vatPercent,
  large = false,
}: {
  readonly name: string
  readonly net: number
  readonly vatPercent: number | null
  readonly large?: boolean
}): ReactNode => {
  const { t, f } = useTongue()
  const vat = vatPercent === null ? null : Math.round((net * vatPercent) / PERCENT)
  return (
    <>
      <p className={`flex items-baseline justify-between gap-4 pt-2 ${large ? 'text-line' : 'text-body'}`}>
        <span>{name}</span>
        <span>{f.money(net)}</span>
      </p>
      <Facts>
        <Fact name={vatPercent === null ? t(w.vatLater) : t(w.vat, { rate: f.percent(vatPercent) })}>
          {vat === null ? <span className="text-ink-2">{t(w.vatByInvoice)}</span> : f.money(vat)}
        </Fact>
        {vat !== null && <Fact name={t(w.withVat)}>{f.money(net + vat)}</Fact>}
      </Facts>
    </>
  )
}

/** What is done once, such as a move, has no rent to be told. */
const isTold = (price: Preview['lines'][number]['prices'][number], of: 'setup' | 'rent'): boolean =>
  of === 'setup' ? price.setup_cents !== 0 : price.monthly_cents !== 0 || price.setup_cents === 0

const Prices = ({
  preview,
  vatPercent,
}: {
  readonly preview: Preview
  readonly vatPercent: number | null
}): ReactNode => {
  const { t, f, language } = useTongue()
  const several = preview.lines.length > 1
  const lineRows = (line: Preview['lines'][number], of: 'setup' | 'rent'): readonly ReactNode[] => {
    if (line.prices.length === 0)
      return [
        <Fact key={line.position} name={`${line.position} · ${label(line.product, language)}`}>
          {line.refusal === null ? t(w.otherPays) : <span className="text-stop">{t(w.notPriced)}</span>}
        </Fact>,
      ]
    const rows = line.prices
      .filter((price) => isTold(price, of))
      .map((price) => (
        <Fact
          key={`${line.position} ${price.item}`}
          name={t(of === 'setup' ? w.setupOf : w.rentOf, { n: line.position, what: label(price.item, language) })}
        >
          {of === 'setup' ? f.money(price.setup_cents) : `${timesText(f, price.times)}${f.money(price.monthly_cents)}`}
        </Fact>
      ))
    if (of === 'setup' || !several || rows.length < 2) return rows
    const sum = line.prices.reduce((all, price) => all + price.monthly_cents, 0)
    return [
      ...rows,
      <Fact
        key={`${line.position} sum`}
        name={<span className="text-ink">{t(w.lineMonthly, { n: line.position })}</span>}
      >
        {f.money(sum)}
      </Fact>,
    ]
  }
  const rows = (of: 'setup' | 'rent'): ReactNode => preview.lines.flatMap((line) => lineRows(line, of))
  return (
    <>
      <div>
        <h3 className="pb-1 text-section font-medium">{t(w.once)}</h3>
        <Facts>{rows('setup')}</Facts>
        <Totals name={t(w.allSetup)} net={preview.totals.setup_cents} vatPercent={vatPercent} />
      </div>
      <div>
        <h3 className="pb-1 text-section font-medium">{t(w.monthly)}</h3>
        <Facts>{rows('rent')}</Facts>
        <Totals name={t(w.allMonthly)} net={preview.totals.monthly_cents} vatPercent={vatPercent} large />
        {preview.lines.some(({ usage }) => usage.length > 0) && (
          <Facts>
            {preview.lines.flatMap((line) =>
              line.usage.map(({ item, unit, unit_micro_euros: price }) => (
                <Fact
                  key={`${line.position} ${item}`}
                  name={t(unit === 'kWh' ? w.energyOf : w.storageOf, { n: line.position })}
                >
                  {unit === 'kWh' ? `${f.price(price)}/${unit}` : t(w.aDay, { price: f.price(price) })}
                </Fact>
              )),
            )}
          </Facts>
        )}
      </div>
    </>
  )
}

/** Term, notice and what an end inside the term costs: as the quote would say them. */
const Terms = ({ preview }: { readonly preview: Preview }): ReactNode => {
  const { t, f } = useTongue()
  const { terms } = preview
  return (
    <div>
      <h3 className="pb-1 text-section font-medium">{t(w.contractTerms)}</h3>
      <Facts>
        <Fact name={t(w.term)}>{t(w.termMonths, { n: f.number(terms.term_months) })}</Fact>
        {preview.lines.flatMap(({ position, term_months: own }) =>
          own === null || own === 0 || own === terms.term_months
            ? []
            : [
                <Fact key={position} name={t(w.termOf, { n: position })}>
                  {t(w.ownTerm, { n: f.number(own), contract: f.number(terms.term_months) })}
                </Fact>,
              ],
        )}
        {preview.lines.some(({ usage }) => usage.length > 0) && (
          <Fact name={t(w.unitPrices)}>{t(w.unitPricesHold, { n: f.number(terms.notice_days) })}</Fact>
        )}
        <Fact name={t(w.notice)}>{t(w.days, { n: f.number(terms.notice_days) })}</Fact>
        <Fact name={t(w.earlyEnd)}>{t(w.earlyEndOf, { p: f.percent(terms.early_end_percent) })}</Fact>
        <Fact name={t(w.acceptance)}>{t(w.workingDays, { n: f.number(terms.acceptance_working_days) })}</Fact>
        <Fact name={t(w.billing)}>{t(w[`billing-${terms.billing}`])}</Fact>
      </Facts>
    </div>
  )
}

/** An end of which the position is not known before the signature: on the space of a line, or as the other side will choose it. */
const openEnd = (held: string, t: Tongue['t']): string | null => {
  const line = /^\? \((\d+)\)$/.exec(held)?.[1]
  if (line !== undefined) return t(w.atLine, { n: line })
  const other = /^(.+): \?$/.exec(held)?.[1]
  return other === undefined ? null : t(w.atOther, { other })
}

const Reserve = ({ preview }: { readonly preview: Preview }): ReactNode => {
  const { t, language } = useTongue()
  return (
    <div>
      <h3 className="pb-1 text-section font-medium">{t(w.reserve)}</h3>
      <ul>
        {preview.lines.flatMap((line) => [
          ...(line.refusal
            ? [
                <li key={`${line.position} refused`} className="border-b border-rule py-1.5">
                  <StatusMark status="down" quiet>
                    {sentence(line.refusal, language)}
                  </StatusMark>
                </li>,
              ]
            : []),
          ...line.notes.map((note) => (
            <li key={`${line.position} ${note.code}`} className="border-b border-rule py-1.5 text-second text-ink-2">
              {sentence(note, language)}
            </li>
          )),
          ...line.would_reserve.map((hold) => (
            <li
              key={`${line.position} ${hold.kind} ${hold.label}`}
              className="flex items-baseline justify-between gap-4 border-b border-rule py-1.5"
            >
              <StatusMark status="ok" quiet>
                {holdLabel(hold.kind, language)} {openEnd(hold.label, t) ?? hold.label}
              </StatusMark>
              <span className="text-second text-ink-2">
                {t(openEnd(hold.label, t) === null ? w.free : w.chosenLater)}
              </span>
            </li>
          )),
        ])}
      </ul>
    </div>
  )
}

const groups = [
  { by: 'person', word: w.byPeople },
  { by: 'machine', word: w.byMachines },
  { by: 'customer', word: w.byCustomer },
] as const

/** Every step that would follow, and whose it is: the dry run. */
const Steps = ({ preview }: { readonly preview: Preview }): ReactNode => {
  const { t, language } = useTongue()
  return groups.map(({ by, word }) => {
    const steps = preview.lines.flatMap((line) =>
      line.steps.filter((step) => step.by === by).map((step) => ({ ...step, position: line.position })),
    )
    if (steps.length === 0) return null
    return (
      <div key={by}>
        <h3 className="pb-1 text-section font-medium">{t(word)}</h3>
        <ul>
          {steps.map((step) => (
            <li
              key={`${step.position} ${step.name}`}
              className="flex items-baseline justify-between gap-4 border-b border-rule py-1.5"
            >
              <StatusMark status="not-begun" quiet>
                {preview.lines.length > 1 && `${step.position} · `}
                {stepLabel(step.name, language)}
              </StatusMark>
              <span className="text-right text-second text-ink-2">
                {t(step.for_ready ? w.beforeReady : w.afterReady)}
              </span>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}

const Make = ({
  preview,
  incomplete,
  making,
  onMake,
}: {
  readonly preview: Preview
  readonly incomplete: number | null
  readonly making: boolean
  readonly onMake: () => void
}): ReactNode => {
  const { t, language } = useTongue()
  const refused = preview.lines.find((line) => line.refusal !== null)
  return (
    <div className="flex flex-col gap-3">
      {refused || preview.refusal ? (
        <RefusalBox
          sentence={!refused && preview.refusal ? sentence(preview.refusal, language) : t(w.cannotSign)}
          rule={refused ? t(w.cannotSignWhy, { n: refused.position }) : undefined}
        />
      ) : (
        <p className="text-second text-ink-2">{t(w.makeQuoteHow)}</p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          look={refused ? 'plain' : 'main'}
          isPending={making}
          onPress={onMake}
          refused={incomplete === null ? undefined : t(w.incomplete, { n: incomplete })}
        >
          {t(refused ? w.keepDraft : w.makeQuote)}
        </Button>
      </div>
    </div>
  )
}

/** The quote beside the form: what it costs, what it would hold, who would do what; computed anew at each change. */
export const QuotePanel = ({
  kind,
  onKind,
  preview,
  incomplete,
  vatPercent,
  computedAt,
  busy,
  trouble,
  making,
  onMake,
}: {
  readonly kind: 'firm' | 'subject-to-availability'
  readonly onKind: (kind: 'firm' | 'subject-to-availability') => void
  readonly preview: Preview | null
  /** The first line that cannot be quoted yet, if any. */
  readonly incomplete: number | null
  /** Null: not told by the country alone. */
  readonly vatPercent: number | null
  readonly computedAt: number
  readonly busy: boolean
  readonly trouble: string | null
  readonly making: boolean
  readonly onMake: () => void
}): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const age = f.age(new Date(Math.min(computedAt, now.getTime())), now)
  return (
    <SidePanel
      title={t(w.quote)}
      status={<span className="text-head text-ink-3">{busy ? t(w.computing) : preview ? age : ''}</span>}
    >
      <Segments
        label={t(w.kind)}
        value={kind}
        options={[
          { id: 'firm', text: t(w.firm) },
          { id: 'subject-to-availability', text: t(w.subject) },
        ]}
        onChange={(id) => onKind(id === 'firm' ? 'firm' : 'subject-to-availability')}
      />
      {trouble !== null && <RefusalBox sentence={trouble} live />}
      {preview ? (
        <>
          <Prices preview={preview} vatPercent={vatPercent} />
          <Terms preview={preview} />
          <Make preview={preview} incomplete={incomplete} making={making} onMake={onMake} />
          <Reserve preview={preview} />
          <Steps preview={preview} />
        </>
      ) : (
        <p className="text-body text-ink-2">{t(w.fillIn)}</p>
      )}
    </SidePanel>
  )
}
