import { never } from '#kernel'
import { macBytes, maskBytes, v4Bytes, v6Bytes } from './address-bytes.ts'
import { type Action, type FieldName, type Flow, type Match, fieldNames } from './flow.ts'

/** Bytes of OpenFlow 1.4 (ONF TS-012) and of the Nicira extension `learn` (Open vSwitch, lib/ofp-actions.c). */

export const bytes = (...parts: readonly (Uint8Array | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part))))
export const u16 = (n: number): Buffer => {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16BE(n)
  return buffer
}
export const u32 = (n: number): Buffer => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(n)
  return buffer
}
export const u64 = (n: bigint): Buffer => {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64BE(n)
  return buffer
}
const padTo8 = (body: Buffer): Buffer => Buffer.concat([body, Buffer.alloc((8 - (body.length % 8)) % 8)])

const OXM_BASIC = 0x8000
/** Open vSwitch's registers live in the class NXM_1. */
const NXM_1 = 0x0001

type Kind = 'number' | 'vlan' | 'mac' | 'v4' | 'v6'
const fields: {
  readonly [F in FieldName]: {
    readonly oxm: number
    readonly size: number
    readonly kind: Kind
    readonly class?: number
  }
} = {
  reg5: { oxm: 5, size: 4, kind: 'number', class: NXM_1 },
  in_port: { oxm: 0, size: 4, kind: 'number' },
  dl_vlan: { oxm: 6, size: 2, kind: 'vlan' },
  dl_src: { oxm: 4, size: 6, kind: 'mac' },
  dl_dst: { oxm: 3, size: 6, kind: 'mac' },
  dl_type: { oxm: 5, size: 2, kind: 'number' },
  nw_proto: { oxm: 10, size: 1, kind: 'number' },
  arp_spa: { oxm: 22, size: 4, kind: 'v4' },
  arp_sha: { oxm: 24, size: 6, kind: 'mac' },
  ipv6_src: { oxm: 26, size: 16, kind: 'v6' },
  tp_src: { oxm: 15, size: 2, kind: 'number' },
  tp_dst: { oxm: 16, size: 2, kind: 'number' },
  icmp_type: { oxm: 29, size: 1, kind: 'number' },
  nd_target: { oxm: 31, size: 16, kind: 'v6' },
}

const OFPVID_PRESENT = 0x1000

const numberBytes = (n: number, size: number): Buffer => {
  if (!Number.isInteger(n) || n < 0 || n >= 2 ** (8 * size)) throw new Error(`${n} does not fit in ${size} bytes`)
  const buffer = Buffer.alloc(size)
  buffer.writeUIntBE(n, 0, size)
  return buffer
}

const valueBytes = (kind: Kind, text: string, size: number): Uint8Array => {
  switch (kind) {
    case 'number':
      return numberBytes(Number(text), size)
    case 'vlan':
      return u16(Number(text) | OFPVID_PRESENT)
    case 'mac':
      return macBytes(text)
    case 'v4':
      return v4Bytes(text)
    case 'v6':
      return v6Bytes(text)
    default:
      return never(kind)
  }
}

const maskOf = (kind: Kind, mask: string, size: number): Uint8Array =>
  kind === 'v4' || kind === 'v6'
    ? maskBytes(Number(mask), size)
    : valueBytes(kind === 'vlan' ? 'number' : kind, mask, size)

const oxm = (name: FieldName, text: string): Buffer => {
  const field = fields[name]
  const [value = '', mask] = text.split('/')
  // A VLAN of any number: present, masked to that one bit.
  const body =
    name === 'dl_vlan' && value === 'any'
      ? bytes(u16(OFPVID_PRESENT), u16(OFPVID_PRESENT))
      : bytes(valueBytes(field.kind, value, field.size), mask === undefined ? [] : maskOf(field.kind, mask, field.size))
  const masked = body.length > field.size
  return bytes(u16(field.class ?? OXM_BASIC), [(field.oxm << 1) | (masked ? 1 : 0), body.length], body)
}

const encodeMatch = (match: Match): Buffer => {
  const body = Buffer.concat(fieldNames.flatMap((name) => (match[name] === undefined ? [] : [oxm(name, match[name])])))
  return padTo8(bytes(u16(1), u16(4 + body.length), body))
}

const NICIRA = 0x00002320
const NXAST_LEARN2 = 45
const DELETE_LEARNED = 2
const NXM_OF_IN_PORT = 0x00000002
const NXM_OF_ETH_DST = 0x00000206
const NXM_OF_ETH_SRC = 0x00000406

/** A field of the frame that becomes a match of the learned flow (header: source field, destination match, bits). */
const learnMatch = (from: number, to: number, bits: number): Buffer =>
  bytes(u16(bits), u32(from), u16(0), u32(to), u16(0))
/** A field of the frame that says where the learned flow sends to (destination `output` is 2 in bits 11–12). */
const learnOutput = (from: number, bits: number): Buffer => bytes(u16((2 << 11) | bits), u32(from), u16(0))

const encodeLearn = (action: Extract<Action, { do: 'learn-way-back' | 'learn-seen' }>): Buffer => {
  const specs =
    action.do === 'learn-way-back'
      ? bytes(learnMatch(NXM_OF_ETH_SRC, NXM_OF_ETH_DST, 48), learnOutput(NXM_OF_IN_PORT, 16))
      : bytes(learnMatch(NXM_OF_IN_PORT, NXM_OF_IN_PORT, 16), learnMatch(NXM_OF_ETH_SRC, NXM_OF_ETH_SRC, 48))
  const body = bytes(
    bytes(
      u32(NICIRA),
      u16(NXAST_LEARN2),
      u16(action.seconds),
      u16(0),
      u16(10),
      u64(action.cookie),
      u16(DELETE_LEARNED),
    ),
    [action.table, 0],
    bytes(u16(0), u16(0), u32(action.atMost), u16(0), u16(0)),
    specs,
  )
  const padded = padTo8(bytes(u16(0xffff), u16(0), body))
  padded.writeUInt16BE(padded.length, 2)
  return padded
}

const encodeAction = (action: Action): Buffer => {
  switch (action.do) {
    case 'output':
      return bytes(u16(0), u16(16), u32(action.port), u16(0xffff), Buffer.alloc(6))
    case 'controller':
      return bytes(u16(0), u16(16), u32(CONTROLLER), u16(action.bytes), Buffer.alloc(6))
    case 'push-vlan':
      return bytes(u16(17), u16(8), u16(0x8100), u16(0), encodeSetVlan(action.vlan))
    case 'pop-vlan':
      return bytes(u16(18), u16(8), u32(0))
    case 'learn-way-back':
    case 'learn-seen':
      return encodeLearn(action)
    default:
      return never(action)
  }
}

const setField = (field: Buffer): Buffer => {
  const padded = padTo8(bytes(u16(25), u16(0), field))
  padded.writeUInt16BE(padded.length, 2)
  return padded
}
const encodeSetVlan = (vlan: number): Buffer => setField(oxm('dl_vlan', String(vlan)))

/** Sets a register of the pipeline: only a packet-out can, no frame from a cable. */
export const encodeSetRegister = (value: number): Buffer => setField(oxm('reg5', String(value)))

const CONTROLLER = 0xfffffffd
const ANY = 0xffffffff

const flowMod = (
  flow: Pick<Flow, 'table' | 'priority' | 'cookie' | 'match'>,
  mask: bigint,
  command: number,
  rest: Buffer,
): Buffer =>
  bytes(
    bytes(u64(flow.cookie), u64(mask), [flow.table, command], u16(0), u16(0), u16(flow.priority)),
    bytes(u32(ANY), u32(ANY), u32(ANY), u16(0), u16(0)),
    encodeMatch(flow.match),
    rest,
  )

const ALL_TABLES = 0xff

/** The body of an OFPT_FLOW_MOD that adds, or replaces, this flow. */
export const encodeAdd = (flow: Flow): Buffer => {
  const actions = Buffer.concat(flow.actions.map(encodeAction))
  const apply = actions.length === 0 ? Buffer.alloc(0) : bytes(u16(4), u16(8 + actions.length), u32(0), actions)
  const goto = flow.goto === undefined ? Buffer.alloc(0) : bytes(u16(1), u16(8), [flow.goto, 0, 0, 0])
  return flowMod(flow, 0n, 0, bytes(apply, goto))
}

/** The body of an OFPT_FLOW_MOD that deletes every flow whose cookie is this under the mask. */
export const encodeDelete = (cookie: bigint, mask: bigint): Buffer =>
  flowMod({ table: ALL_TABLES, priority: 0, cookie, match: {} }, mask, 3, Buffer.alloc(0))
