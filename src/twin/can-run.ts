import { access, constants } from 'node:fs/promises'
import { say, type Language } from '#kernel'
import { ask, systemEnv } from './command.ts'
import { twinWords, type TwinWord } from './words.ts'

export interface Hindrance {
  readonly code: TwinWord
  readonly programs?: string
}

/** What the twin runs, and the Debian package that brings it. */
export const programs = {
  'ovs-vswitchd': 'openvswitch-switch',
  'ovsdb-server': 'openvswitch-switch',
  'ovsdb-tool': 'openvswitch-switch',
  bird: 'bird2',
  bgpd: 'openbgpd',
  bgpctl: 'openbgpd',
  ip: 'iproute2',
  ethtool: 'ethtool',
  ping: 'iputils-ping',
  nsenter: 'util-linux',
} as const satisfies Readonly<Record<string, string>>
export type Program = keyof typeof programs

const isThere = async (program: string): Promise<boolean> => {
  for (const folder of (systemEnv['PATH'] ?? '').split(':')) {
    if (folder === '') continue
    try {
      await access(`${folder}/${program}`, constants.X_OK)
      return true
    } catch {
      // Not in this folder.
    }
  }
  return false
}

export const missingPrograms = async (): Promise<readonly Program[]> => {
  const names = Object.keys(programs).filter((name): name is Program => name in programs)
  const there = await Promise.all(names.map(isThere))
  return names.filter((_, at) => there[at] !== true)
}

/** Everything that hinders a twin here; nothing: it can run. */
export const canRun = async (): Promise<readonly Hindrance[]> => {
  if (process.platform !== 'linux') return [{ code: 'not-linux' }]
  if (process.getuid?.() !== 0) return [{ code: 'not-root' }]
  const missing = await missingPrograms()
  if (missing.length > 0) return [{ code: 'program-missing', programs: missing.join(', ') }]
  try {
    await access('/proc/sys/net/ipv6')
  } catch {
    return [{ code: 'ipv6-missing' }]
  }
  const tried = await ask(['unshare', '--net', 'true'])
  return tried.code === 0 ? [] : [{ code: 'namespaces-denied' }]
}

export const sayHindrance = (hindrance: Hindrance, language: Language): string =>
  say(twinWords[hindrance.code], language, { programs: hindrance.programs ?? '' })
