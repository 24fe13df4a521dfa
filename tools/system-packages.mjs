// Debian's packages that tests and the twin stand on. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Daemons lie in sbin, which a user's PATH may lack. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']

const isProgram = (name) =>
  FOLDERS.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Each package with the program that shows it is there. */
export const twinPackages = {
  'openvswitch-switch': 'ovs-vswitchd',
  bird2: 'bird',
  openbgpd: 'bgpd',
  iproute2: 'ip',
  ethtool: 'ethtool',
}
export const browserPackages = { chromium: 'chromium' }

/** @param {Readonly<Record<string, string>>} packages */
export const missingOf = (packages) =>
  Object.entries(packages)
    .filter(([, program]) => !isProgram(program))
    .map(([name]) => name)

/** Why nothing can be installed here, or nothing if it can. */
export const whyNotInstall = () => {
  if (process.getuid?.() !== 0) return 'installing needs root'
  if (!isProgram('apt-get')) return 'there is no apt-get here'
  return undefined
}

const POLICY = '/usr/sbin/policy-rc.d'
// Another install may hold the lock of dpkg for a while.
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=180']

const apt = (args) =>
  spawnSync('apt-get', [...WAIT_FOR_LOCK, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

/**
 * Installs packages; none of their daemons is started on the host: policy-rc.d answers 101, "action forbidden by policy", as long
 * as this runs. Tries with the lists at hand first, then with fresh ones.
 * @param {readonly string[]} names
 * @returns {string | undefined} what went wrong
 */
export const install = (names) => {
  const guard = !existsSync(POLICY)
  if (guard) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    const args = ['install', '--yes', '--no-install-recommends', ...names]
    if (apt(args).status === 0) return undefined
    apt(['update'])
    const second = apt(args)
    return second.status === 0 ? undefined : `apt-get: ${second.stderr.trim().split('\n').at(-1) ?? 'failed'}`
  } finally {
    if (guard) rmSync(POLICY, { force: true })
  }
}
