import { readFile } from 'node:fs/promises'
import { namesOf } from './names.ts'
import { listInhabitants, listNamespaces } from './namespaces.ts'

/** What of a twin is on this machine, read from the machine itself: true also after its server was killed. */
export interface TwinStatus {
  readonly mark: string
  readonly run_dir: string
  readonly namespaces: readonly {
    readonly name: string
    readonly processes: readonly {
      readonly pid: number
      readonly program: string
      readonly resident_kb: number | null
    }[]
  }[]
}

const readProcess = async (pid: number): Promise<TwinStatus['namespaces'][number]['processes']> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const field = (name: string): string | null =>
      new RegExp(String.raw`^${name}:\s+(.*)$`, 'm').exec(status)?.[1] ?? null
    const resident = field('VmRSS')
    return [
      { pid, program: field('Name') ?? '', resident_kb: resident === null ? null : Number.parseInt(resident, 10) },
    ]
  } catch {
    // It ended while we read.
    return []
  }
}

export const twinStatus = async (dataFolder: string): Promise<TwinStatus> => {
  const names = namesOf(dataFolder)
  const inhabitants = await listInhabitants(await listNamespaces(names.prefix))
  const namespaces = await Promise.all(
    [...inhabitants].map(async ([name, pids]) => ({
      name,
      processes: (await Promise.all(pids.map(readProcess))).flat(),
    })),
  )
  return { mark: names.mark, run_dir: names.runDir, namespaces }
}
