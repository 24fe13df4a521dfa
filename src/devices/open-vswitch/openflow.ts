import { connect, type Socket } from 'node:net'
import { Fault } from '#kernel'
import { macText } from './address-bytes.ts'
import { bytes, encodeAdd, encodeDelete, encodeSetRegister, u16, u32, u64 } from './encode-flow.ts'
import { showFlow, type Flow } from './flow.ts'

/** One short conversation in OpenFlow 1.4 (ONF TS-012) over the bridge's management socket. */

const VERSION = 5
const TYPE = {
  hello: 0,
  error: 1,
  echoRequest: 2,
  echoReply: 3,
  setConfig: 9,
  packetIn: 10,
  packetOut: 13,
  flowMod: 14,
  statsRequest: 18,
  statsReply: 19,
  bundleControl: 33,
  bundleAdd: 34,
} as const
const HEADER = 8
const PATIENCE_MS = 5000
const REPLY_BYTES_MAX = 32 * 1024 * 1024

interface Message {
  readonly type: number
  readonly xid: number
  readonly body: Buffer
}

export type FlowChange = { readonly add: Flow } | { readonly deleteCookie: bigint; readonly mask: bigint }

const showChange = (change: FlowChange): string =>
  'add' in change
    ? showFlow(change.add)
    : `delete cookie=0x${change.deleteCookie.toString(16)}/0x${change.mask.toString(16)}`

/** A flow as the switch holds it: enough to know whose it is, and which sender a learned one names. */
export interface HeldFlow {
  readonly table: number
  readonly cookie: bigint
  readonly packets: number
  readonly sender: string | null
}

export class OpenFlow {
  readonly #socket: Socket
  readonly #device: string
  #buffer: Buffer = Buffer.alloc(0)
  #received = 0
  #xid = 1
  #failure: Error | null = null
  #listeners = new Set<{ take: (message: Message) => void; fail: (error: Error) => void }>()

  constructor(socket: Socket, device: string) {
    this.#socket = socket
    this.#device = device
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', (cause) => this.#fail(new Fault(device, 'the OpenFlow socket failed', { cause })))
    socket.on('close', () => this.#fail(new Fault(device, 'the switch closed the OpenFlow socket')))
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const listener of this.#listeners) listener.fail(this.#failure)
  }

  #take(chunk: Buffer): void {
    this.#received += chunk.length
    if (this.#received > REPLY_BYTES_MAX) return this.#fail(new Fault(this.#device, 'an OpenFlow answer without end'))
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    while (this.#buffer.length >= HEADER) {
      const length = this.#buffer.readUInt16BE(2)
      if (length < HEADER) return this.#fail(new Fault(this.#device, 'an OpenFlow message shorter than its header'))
      if (this.#buffer.length < length) return
      const message = {
        type: this.#buffer.readUInt8(1),
        xid: this.#buffer.readUInt32BE(4),
        body: this.#buffer.subarray(HEADER, length),
      }
      this.#buffer = this.#buffer.subarray(length)
      if (message.type === TYPE.echoRequest) this.#write(TYPE.echoReply, message.body, message.xid)
      else for (const listener of this.#listeners) listener.take(message)
    }
  }

  #write(type: number, body: Buffer, xid: number): void {
    this.#socket.write(bytes([VERSION, type], u16(HEADER + body.length), u32(xid), body))
  }

  /** Sends, and answers with what `wanted` picks out of the messages that come; an OpenFlow error to this xid is a Fault. */
  #ask<T>(
    send: (xid: number) => void,
    wanted: (message: Message) => T | undefined,
    about: (failed: Buffer) => string,
  ): Promise<T> {
    const xid = this.#xid++
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
      }
      const fail = (error: Error): void => {
        end()
        reject(error)
      }
      const timer = setTimeout(
        () => fail(new Fault(this.#device, `no OpenFlow answer in ${PATIENCE_MS} ms`)),
        PATIENCE_MS,
      )
      const listener = {
        fail,
        take: (message: Message): void => {
          if (message.type === TYPE.error) {
            const [kind, code] = [message.body.readUInt16BE(0), message.body.readUInt16BE(2)]
            return fail(new Fault(this.#device, `OpenFlow error ${kind}/${code}: ${about(message.body.subarray(4))}`))
          }
          const found = wanted(message)
          if (found === undefined) return
          end()
          resolve(found)
        },
      }
      this.#listeners.add(listener)
      if (this.#failure !== null) return fail(this.#failure)
      send(xid)
    })
  }

  async greet(): Promise<void> {
    await this.#ask(
      (xid) => this.#write(TYPE.hello, Buffer.alloc(0), xid),
      (message) => (message.type === TYPE.hello ? true : undefined),
      () => 'the switch speaks no OpenFlow 1.4',
    )
  }

  /** All of it or nothing (OFPT_BUNDLE_*, ordered and atomic). */
  async bundle(changes: readonly FlowChange[]): Promise<void> {
    const ATOMIC_ORDERED = 3
    const [OPEN, COMMIT, COMMITTED] = [0, 4, 5]
    const id = 1
    const control = (kind: number): Buffer => bytes(u32(id), u16(kind), u16(ATOMIC_ORDERED))
    const FIRST = 0x10000
    await this.#ask(
      (xid) => {
        this.#write(TYPE.bundleControl, control(OPEN), xid)
        changes.forEach((change, at) => {
          const body = 'add' in change ? encodeAdd(change.add) : encodeDelete(change.deleteCookie, change.mask)
          const inner = bytes([VERSION, TYPE.flowMod], u16(HEADER + body.length), u32(FIRST + at), body)
          this.#write(TYPE.bundleAdd, bytes(u32(id), u16(0), u16(ATOMIC_ORDERED), inner), FIRST + at)
        })
        this.#write(TYPE.bundleControl, control(COMMIT), xid)
      },
      (message) =>
        message.type === TYPE.bundleControl && message.body.readUInt16BE(4) === COMMITTED ? true : undefined,
      (failed) => {
        const change = failed.length >= HEADER ? changes[failed.readUInt32BE(4) - FIRST] : undefined
        return change === undefined ? 'the bundle was refused' : showChange(change)
      },
    )
  }

  /** Every flow of one table. */
  async flows(table: number): Promise<readonly HeldFlow[]> {
    const [FLOW_STATS, MORE, ANY] = [1, 1, 0xffffffff]
    const held: HeldFlow[] = []
    const noMatch = bytes(u16(1), u16(4), u32(0))
    await this.#ask(
      (xid) =>
        this.#write(
          TYPE.statsRequest,
          bytes(
            bytes(u16(FLOW_STATS), u16(0), u32(0), [table, 0, 0, 0]),
            bytes(u32(ANY), u32(ANY), u32(0), u64(0n), u64(0n), noMatch),
          ),
          xid,
        ),
      (message) => {
        if (message.type !== TYPE.statsReply) return undefined
        held.push(...parseFlows(message.body.subarray(8)))
        return (message.body.readUInt16BE(2) & MORE) === 0 ? true : undefined
      },
      () => 'flows were not told',
    )
    return held
  }

  /** Puts a frame in as if it came from the cable at `port`, marked in a register, through the tables. */
  putIn(port: number, mark: number, frame: Uint8Array): void {
    const [NO_BUFFER, TABLE] = [0xffffffff, 0xfffffff9]
    const actions = bytes(encodeSetRegister(mark), u16(0), u16(16), u32(TABLE), u16(0), Buffer.alloc(6))
    const head = bytes(u32(NO_BUFFER), u32(port), u16(actions.length), Buffer.alloc(6))
    this.#write(TYPE.packetOut, bytes(head, actions, frame), this.#xid++)
  }

  /** From now on frames that a flow sends to the controller come here; answers with how to stop. */
  listen(take: (frame: Buffer) => void): () => void {
    const WHOLE_FRAME = 0xffff
    this.#write(TYPE.setConfig, bytes(u16(0), u16(WHOLE_FRAME)), this.#xid++)
    const listener = {
      fail: (): void => {},
      take: (message: Message): void => {
        if (message.type !== TYPE.packetIn) return
        const matchLength = message.body.readUInt16BE(18)
        take(message.body.subarray(16 + Math.ceil(matchLength / 8) * 8 + 2))
      },
    }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

const OXM_ETH_DST = ((0x8000 << 16) >>> 0) | (3 << 9) | 6
const OXM_ETH_SRC = ((0x8000 << 16) >>> 0) | (4 << 9) | 6

const senderOf = (match: Buffer): string | null => {
  const end = match.readUInt16BE(2)
  for (let at = 4; at + 4 <= end;) {
    const header = match.readUInt32BE(at)
    const length = header & 0xff
    if (header === OXM_ETH_DST >>> 0 || header === OXM_ETH_SRC >>> 0) return macText(match.subarray(at + 4, at + 10))
    at += 4 + length
  }
  return null
}

/** The entries of an OFPMP_FLOW reply. */
const parseFlows = (body: Buffer): readonly HeldFlow[] => {
  const found: HeldFlow[] = []
  for (let at = 0; at < body.length;) {
    const length = body.readUInt16BE(at)
    if (length < 56 || at + length > body.length) throw new Error('a flow entry that does not fit its reply')
    const entry = body.subarray(at, at + length)
    found.push({
      table: entry.readUInt8(2),
      cookie: entry.readBigUInt64BE(24),
      packets: Number(entry.readBigUInt64BE(32)),
      sender: senderOf(entry.subarray(48)),
    })
    at += length
  }
  return found
}

/** Opens the management socket, talks, and closes it, whatever happened. */
export const converse = async <T>(
  at: { readonly socket: string; readonly device: string },
  signal: AbortSignal,
  talk: (switchBoard: OpenFlow) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted()
  const socket = connect(at.socket)
  const stop = (): void => void socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const board = new OpenFlow(socket, at.device)
    await board.greet()
    return await talk(board)
  } finally {
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
}
