import type { ServiceWire } from '#market/contract'

/** What a person may change of a service in its dialog, as typed; empty text leaves a thing as it is. */
export interface ChangeDraft {
  readonly kilowatts: string
  readonly sides: string
  readonly size: string
  readonly speed: string
  readonly mac: string
  readonly asSet: string
  /** Where the A end of a cross-connect goes; empty: it stays. */
  readonly panel: string
  readonly position: string
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const draftOf = ({ parameters: p }: Pick<ServiceWire, 'parameters'>): ChangeDraft => ({
  kilowatts: typeof p['watts'] === 'number' ? String(p['watts'] / 1000) : '',
  sides: textOf(p['sides']),
  size: textOf(p['size']),
  speed: textOf(p['speed']),
  mac: textOf(p['mac']),
  asSet: textOf(p['as_set']),
  panel: '',
  position: '',
})

const POSITION = /^[1-9]\d{0,2}$/
const KILOWATTS = /^\d{1,3}([.,]\d{1,3})?$/
export const wattsOf = (text: string): number | null =>
  KILOWATTS.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * 1000) : null

/** Only what differs from what the service is; null: nothing does, or what is typed cannot be read. */
export const changedParameters = (
  service: Pick<ServiceWire, 'product' | 'parameters'>,
  draft: ChangeDraft,
): Readonly<Record<string, unknown>> | null => {
  const was = draftOf(service)
  const changed: Record<string, unknown> = {}
  if (service.product === 'rack-space') {
    const watts = wattsOf(draft.kilowatts)
    if (watts === null) return null
    if (watts !== wattsOf(was.kilowatts)) changed['watts'] = watts
    if (draft.sides !== was.sides) changed['sides'] = draft.sides
    if (draft.size !== was.size) changed['size'] = draft.size
  } else if (service.product === 'cross-connect') {
    const position = draft.position.trim()
    if (position !== '' && !POSITION.test(position)) return null
    // What the end was said by before is no part of what it is said by now.
    if (draft.panel !== '')
      changed['a'] = {
        line: null,
        service: null,
        panel: draft.panel,
        position: position === '' ? null : Number(position),
      }
  } else {
    if (draft.speed !== was.speed) changed['speed'] = draft.speed
    if (draft.mac.trim() !== was.mac) changed['mac'] = draft.mac.trim() === '' ? null : draft.mac.trim()
    if (draft.asSet.trim() !== was.asSet) changed['as_set'] = draft.asSet.trim() === '' ? null : draft.asSet.trim()
  }
  return Object.keys(changed).length === 0 ? null : changed
}

/** What the customer's own papers call the order of the change, as typed; empty: nothing is said. */
export interface Ordered {
  readonly reference: string
  readonly serviceCode: string
  readonly engagement: string
}

const said = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

export const orderedAs = (as: Ordered) => ({
  customer_reference: said(as.reference),
  service_code: said(as.serviceCode),
  engagement_number: said(as.engagement),
})
