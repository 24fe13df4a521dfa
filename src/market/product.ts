import type { Result } from '#kernel'
import type { By, Db } from '#postgres'
import type { WaitOwner } from './model.ts'
import type { KeptInstrument } from './work-order/instrument.ts'

/** The site that sells, as a product needs it. */
export interface Site {
  readonly id: string
  readonly code: string
  readonly zone: string
  readonly sample: boolean
  readonly world: 'twin' | 'plant'
}

/** Something that can be held once: a port, an address (its host number as a span of the LAN), a U range of a rack. */
export interface Hold {
  readonly kind: string
  readonly thingId: string
  /** Half-open; [0, 1) for a thing that is not divided. */
  readonly span: readonly [from: number, to: number]
  readonly label: string
  /**
   * The power that is sold with it, P in total over both sides or over one, and the weight that is declared; null: not said. What it counts
   * for against which limit follows from the plant.
   */
  readonly load?: {
    readonly watts: number
    readonly sides: 'A+B' | 'A' | 'B'
    readonly weightKg?: number | null
    /** The height units of a shared rack that it is drawn in: their outlets carry it. */
    readonly units?: readonly [from: number, to: number] | null
  }
}

/** What is said beside a quote: a code with its word, and its values. */
export interface Said {
  readonly code: string
  readonly [value: string]: unknown
}

export interface Price {
  readonly item: string
  readonly setupMicroEuros: number
  readonly monthlyMicroEuros: number
  /** Where more than one of it is sold: how many kW, height units or compartments, each at so much a month. */
  readonly times?: { readonly quantity: number; readonly unit: 'kW' | 'U' | 'x'; readonly microEuros: number }
}

/** What one line asks for, with the transaction in which the question is put. */
export interface Asking<P> {
  readonly tx: Db
  readonly now: Date
  readonly site: Site
  readonly organisationId: string
  readonly parameters: P
  /** The line that asks: what it holds already does not stand in its own way. */
  readonly lineId: string | null
}

/** Where a service stands that was in service before this system was there, as its file says. */
export interface Place {
  /** The handle of what it stands in or on: a compartment, a port of a switch. */
  readonly at: string
  /** The lowest height unit, in a shared rack. */
  readonly lowestU: number | null
  /** Positions of panels, each as people write it: M1-P01/07. */
  readonly panels: readonly string[]
}

/** How a service that lives already is taken over: what it holds, and what it wishes of devices, without a step and without a test. */
export interface TakeOver<P> {
  /** Under the lock of the stock: what it holds there, or why it cannot stand there. */
  holds(asking: Asking<P>, place: Place): Promise<Result<readonly Hold[]>>
  /** Once the service and its claims are written. */
  begin(
    asking: Asking<P>,
    service: { readonly id: string; readonly number: string; readonly holds: readonly Hold[]; readonly by: By },
  ): Promise<Result<null>>
}

/** One fact that shows that a step is done. */
export interface Proof {
  readonly proof: string
  readonly value: unknown
  readonly unit?: string
  readonly method: string
  readonly source: 'measured' | 'attested' | 'declared'
  readonly device?: string
  readonly personId?: string
  readonly fileId?: string
  /** What a person read it with. */
  readonly instrument?: KeptInstrument
  readonly at: Date
}

/** What was found of a step: done, with what shows it; waiting for somebody; or under way. */
export type Found =
  | { readonly is: 'done'; readonly proofs: readonly Proof[] }
  | {
      readonly is: 'waits'
      readonly for: WaitOwner
      readonly what: { readonly code: string; readonly [value: string]: unknown }
    }
  | { readonly is: 'under-way' }

export const done = (...proofs: readonly Proof[]): Found => ({ is: 'done', proofs })
export const underWay: Found = { is: 'under-way' }
export const waitsFor = (
  owner: WaitOwner,
  what: { readonly code: string; readonly [value: string]: unknown },
): Found => ({
  is: 'waits',
  for: owner,
  what,
})

/** The same question for all lines of one order that ask for one product. */
export interface AskingAll extends Omit<Asking<never>, 'parameters' | 'lineId'> {
  /** What the lines before would hold, of whatever product: nothing of it is to be had any more. */
  readonly taken: readonly Hold[]
  /** The products of the order's lines by their positions, for those that name one another; absent: not known. */
  readonly products?: ReadonlyMap<number, string>
}

export interface StepContext<P> extends Asking<P> {
  readonly lineId: string
  readonly orderNumber: string
  readonly serviceId: string
  readonly serviceNumber: string
  readonly stepId: string
  readonly holds: readonly Hold[]
  /** Of a change only: what the service was before, and what it gives back when the change is done; `holds` is what it stands on then. */
  readonly change?: { readonly from: P; readonly leaves: readonly Hold[] }
  /** When this step was last begun; null: not yet. A proof older than that says nothing. */
  readonly actedAt: Date | null
}

/**
 * One step of a delivery. `act` and `undo` change wished state or write a work order, in the given transaction, and are
 * idempotent; `found` and `gone` say what is to be seen of it. A device is never touched from here.
 */
export interface Step<P> {
  readonly name: string
  readonly by: 'person' | 'machine' | 'customer'
  /** Owed by the site before it may send the ready notice. */
  readonly forReady: boolean
  /** Names of the steps that must be done before. */
  readonly needs: readonly string[]
  act(context: StepContext<P>): Promise<void>
  found(context: StepContext<P>): Promise<Found>
  undo(context: StepContext<P>): Promise<void>
  gone(context: StepContext<P>): Promise<Found>
}

/** A service that the same order changes, and what it would be. */
export interface ChangedBeside {
  readonly serviceId: string
  readonly parameters: object
}

/** A service in service asks to be otherwise: `parameters` are the new ones, `from` those before. */
export interface AskingChange<P> extends Asking<P> {
  readonly from: P
  readonly serviceId: string
  readonly held: readonly Hold[]
  /** What the same order makes of other services, where no line says so yet. */
  readonly beside: readonly ChangedBeside[]
}

/** What a change takes and leaves. The service keeps all that it holds until the change is done. */
export interface ChangePlan {
  /** Held beside what the service holds already, from the signature on. */
  readonly takes: readonly Hold[]
  /** Given back once every step is done: of what is held, and of what was taken only to make room. */
  readonly leaves: readonly Hold[]
  /** Holds that stay, with the power that they carry from then on. */
  readonly reloads: readonly Hold[]
  /** Which of the product's steps of a change it needs, in their order; none: the signature is all. */
  readonly steps: readonly string[]
}

/** How a product changes a service in service; a change that it does not know is refused. */
export interface Change<P> {
  /** Reads only, locks nothing. */
  look(asking: AskingChange<P>): Promise<Result<ChangePlan>>
  /** The same under the lock of the stock. */
  reserve(asking: AskingChange<P>): Promise<Result<ChangePlan>>
  /** What a firm quote cannot promise and its signature asks again, such as a certificate; absent: nothing. */
  admit?(asking: AskingChange<P>): Promise<Result<null>>
  /** The numbers of services in which it stands: where the same order changes one of them, it follows, though it asks for nothing else. */
  standsIn?(parameters: P): readonly string[]
  /** Of other services that the same order changes, by what they take, those where an end of this one is or would be: none goes without the other. */
  goesWith?(
    asking: Pick<AskingChange<P>, 'tx' | 'serviceId' | 'from' | 'parameters'>,
    beside: readonly { readonly serviceId: string; readonly takes: readonly Hold[] }[],
  ): Promise<readonly string[]>
  readonly steps: readonly Step<P>[]
  /** As `liveStep`: whose proof is the first use of what was changed. */
  readonly liveStep: string | null
}

/** A line that takes the place of something which another service of the same customer holds: an option that is exercised. */
export interface Instead<P> {
  /** The number of that service; null: the line takes nobody's place. It is locked before any stock. */
  service(parameters: P): string | null
  /** What a firm quote holds of what the line would: a thing is held once, and that service holds the rest until the signature. */
  meanwhile(holds: readonly Hold[]): readonly Hold[]
  /** What that service becomes, and which of its holds it gives back, in the transaction that signs the line. */
  without(from: P): P
  leaves(hold: Hold): boolean
}

/** A product is one folder that answers these questions; the backbone knows nothing else of it. */
export interface Product<P> {
  readonly name: string
  /** Two letters in the service's number: BES-XP-000061. */
  readonly code: string
  parse(parameters: unknown): P
  /** Pure: the items of the price list that the parameters ask for. */
  price(parameters: P, prices: readonly Price[]): Result<readonly Price[]>
  /**
   * What each line would hold, or the first reason why not; a line does not get what one before it would take. Reads the stock once,
   * changes and locks nothing.
   */
  look(asking: AskingAll, lines: readonly P[]): Promise<readonly Result<readonly Hold[]>[]>
  /** The lock of the stock by itself, where it comes before those of other products: it is taken before any of them gives back. */
  lock?(tx: Db, siteId: string): Promise<void>
  /** What a customer would not expect of these holds, said beside the quote; absent: nothing. */
  tell?(asking: Pick<Asking<P>, 'tx' | 'site' | 'parameters'>, holds: readonly Hold[]): Promise<readonly Said[]>
  /** One line under the lock of the stock: what this transaction now holds. */
  reserve(asking: Asking<P>): Promise<Result<readonly Hold[]>>
  /** Absent: a service of this product cannot be taken over from a file. */
  readonly takeOver?: TakeOver<P>
  /** Absent: a service of this product is ceased and ordered anew. */
  readonly change?: Change<P>
  /** Absent: no line of this product takes the place of another service's. */
  readonly instead?: Instead<P>
  readonly deliver: readonly Step<P>[]
  readonly cease: readonly Step<P>[]
  /** The step whose proof means that the customer's equipment was seen; null: nothing that the site does shows it. */
  readonly liveStep: string | null
  /** Does another organisation than the one that orders pay, once it has agreed? Absent: who orders pays. */
  otherPays?(parameters: P): boolean
  /** The term that was agreed for this service alone; null: that of the contract. */
  termMonths?(parameters: P): number | null
  /** Is what it draws metered, and billed by the unit? `holds`: what it would get; absent: it is not. */
  metered?(parameters: P, holds: readonly Hold[]): boolean
  /** The first day on which it may be billed, where one was agreed: held from the signature on, as anything sold. */
  startOn?(parameters: P): string | null
  /**
   * All that its steps see of these services in other rooms, as a text: while the text is the same, no step would find
   * anything new. Asked for every line at once.
   */
  signs(tx: Db, siteId: string, serviceIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Suspension and its end are wishes too. `begun`: had this step of the delivery begun before? */
  suspend(tx: Db, serviceId: string, now: Date): Promise<void>
  resume(tx: Db, serviceId: string, now: Date, begun: (step: string) => boolean): Promise<void>
  /** Days that a held thing rests after a cease before it is sold again. */
  restDays(kind: string, tx: Db, siteId: string): Promise<number>
}
