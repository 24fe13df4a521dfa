import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/**
 * What tells this process from a later one that got its number: the boot and the tick at which it started (proc(5), field 22).
 * Empty where there is no /proc; null when no such process runs.
 */
export const birthOf = (pid: number): string | null => {
  if (!isAlive(pid)) return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything; the state follows the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19] ?? ''}`
  } catch {
    return isAlive(pid) ? '' : null
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // EPERM: there, but not ours.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

/** The words of the command that a process runs; empty where that cannot be known. */
export const commandOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
  } catch {
    return []
  }
}

/** The processes that work in a folder: every process of PostgreSQL stands in its data folder. Empty where that cannot be known. */
export const workingIn = (folder: string): readonly number[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => standsIn(pid) === folder && birthOf(pid) !== null)
  } catch {
    return []
  }
}

const standsIn = (pid: number): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

export const untilGone = async (pid: number, withinMs: number): Promise<boolean> => {
  const end = performance.now() + withinMs
  while (birthOf(pid) !== null) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
