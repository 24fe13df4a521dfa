import { rm } from 'node:fs/promises'
import { namesOf } from './names.ts'
import { deleteNamespaces, listNamespaces } from './namespaces.ts'

/** Removes everything that a twin of this data folder left on the machine, and nothing else. Idempotent. */
export const stopTwin = async (dataFolder: string): Promise<{ readonly namespaces: number }> => {
  const names = namesOf(dataFolder)
  const left = await listNamespaces(names.prefix)
  await deleteNamespaces(left)
  await rm(names.runDir, { recursive: true, force: true })
  return { namespaces: left.length }
}
