import { connect, type Socket } from 'node:net'
import { z } from 'zod'
import { Fault } from '#kernel'
import { splitJson } from './split-json.ts'

/** A client of the Open vSwitch database (RFC 7047): JSON-RPC over one unix socket, opened when first needed and again when lost. */

/** An operation of `transact`, RFC 7047 § 5.2. */
export type Operation = {
  readonly op: 'select' | 'insert' | 'update' | 'mutate' | 'delete' | 'wait'
  readonly table: string
  readonly [key: string]: unknown
}

const MESSAGE_BYTES_MAX = 32 * 1024 * 1024
const PATIENCE_MS = 5000

const message = z.union([
  z.object({ id: z.number(), result: z.unknown(), error: z.unknown() }),
  z.object({ id: z.unknown(), method: z.string(), params: z.array(z.unknown()) }),
])
const refused = z.object({ error: z.string(), details: z.string().optional() })
const answers = z.array(z.union([refused, z.record(z.string(), z.unknown()), z.null()]))

export type Answer = Readonly<Record<string, unknown>>

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }

export class Ovsdb {
  readonly #path: string
  readonly #device: string
  #socket: Socket | null = null
  #waiting = new Map<number, Waiting>()
  #id = 1

  constructor(at: { readonly socket: string; readonly device: string }) {
    this.#path = at.socket
    this.#device = at.device
  }

  #open(): Socket {
    if (this.#socket !== null) return this.#socket
    const socket = connect(this.#path)
    const split = splitJson(MESSAGE_BYTES_MAX)
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      if (this.#socket !== socket) return
      try {
        for (const text of split(String(chunk))) this.#take(socket, message.parse(JSON.parse(text)))
      } catch (cause) {
        this.#drop(new Fault(this.#device, 'the database said what we do not understand', { cause }))
      }
    })
    const lost = (cause?: Error): void => {
      if (this.#socket === socket)
        this.#drop(new Fault(this.#device, 'the connection to its database was lost', { cause }))
    }
    socket.on('error', lost)
    socket.on('close', () => lost())
    // A connection at rest must not keep the process alive.
    socket.unref()
    this.#socket = socket
    return socket
  }

  #take(socket: Socket, said: z.infer<typeof message>): void {
    if ('method' in said) {
      // RFC 7047 § 4.1.11: who does not answer an echo is disconnected.
      if (said.method === 'echo') socket.write(JSON.stringify({ id: said.id, result: said.params, error: null }))
      return
    }
    const waiting = this.#waiting.get(said.id)
    this.#waiting.delete(said.id)
    if (said.error === null) waiting?.resolve(said.result)
    else waiting?.reject(new Fault(this.#device, `its database refused: ${JSON.stringify(said.error)}`))
  }

  #drop(error: Error): void {
    this.#socket?.destroy()
    this.#socket = null
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const one of waiting) one.reject(error)
  }

  #call(method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    const id = this.#id++
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        this.#waiting.delete(id)
      }
      const fail = (error: Error): void => {
        end()
        reject(error)
      }
      const abort = (): void =>
        fail(new Fault(this.#device, 'the question to its database was given up', { cause: signal.reason }))
      const timer = setTimeout(() => {
        fail(new Fault(this.#device, `its database gave no answer in ${PATIENCE_MS} ms`))
        this.#drop(new Fault(this.#device, 'its database fell silent'))
      }, PATIENCE_MS)
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.set(id, {
        resolve: (result) => {
          end()
          resolve(result)
        },
        reject: fail,
      })
      this.#open().write(JSON.stringify({ method, params, id }))
    })
  }

  /** All operations or none; answers with one object per operation. An operation that the database refuses is a Fault. */
  async transact(operations: readonly Operation[], signal: AbortSignal): Promise<readonly Answer[]> {
    const told = answers.parse(await this.#call('transact', ['Open_vSwitch', ...operations], signal))
    const no = told.map((one) => refused.safeParse(one)).find((one) => one.success)
    if (no?.success) throw new DatabaseRefusal(this.#device, no.data)
    return told.map((one) => one ?? {})
  }

  close(): void {
    this.#drop(new Fault(this.#device, 'the connection to its database was closed'))
  }
}

/** The database said no: `reason` is its word, such as `timed out` where a `wait` was not fulfilled. */
export class DatabaseRefusal extends Fault {
  readonly reason: string
  constructor(device: string, told: z.infer<typeof refused>) {
    super(device, `its database refused: ${told.error}${told.details === undefined ? '' : ` (${told.details})`}`)
    this.name = 'DatabaseRefusal'
    this.reason = told.error
  }
}

/** `["map", [[k, v], …]]` as a Map, of strings. */
export const ovsMap = z
  .tuple([z.literal('map'), z.array(z.tuple([z.string(), z.union([z.string(), z.number()])]))])
  .transform(([, pairs]) => new Map(pairs))
/** A set of at most one: `["set", []]` is null. */
export const ovsOptional = <T extends z.ZodType>(of: T) =>
  z.union([z.tuple([z.literal('set'), z.tuple([])]).transform(() => null), of])
export const ovsUuid = z.tuple([z.literal('uuid'), z.string()])
/** A set: one value alone stands for itself. */
export const ovsSet = <T extends z.ZodType>(of: T) =>
  z.union([
    z.tuple([z.literal('set'), z.array(of)]).transform(([, values]): readonly z.output<T>[] => values),
    of.transform((value): readonly z.output<T>[] => [value]),
  ])

/** The rows of a `select`. The database's `_uuid` is called `uuid` here. */
export const rowsOf = <T extends z.ZodType>(answer: Answer | undefined, row: T): z.output<T>[] => {
  const { rows } = z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(answer)
  return z.array(row).parse(rows.map(({ _uuid: uuid, ...columns }) => Object.assign(columns, { uuid })))
}
