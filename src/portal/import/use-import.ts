import { useState } from 'react'
import { type ImportAnswer, importIxf, importReadings, importServices } from '#market/contract'
import type { Problem } from '#kernel'
import { problemOf, useAct } from '../call.ts'
import type { Chosen } from './file-choice.tsx'
import type { Kind } from './recognise.ts'

/** What is said beside an IX-F file. */
export interface Beside {
  readonly lan4: string
  readonly lan6: string
  readonly ixp: string
}
export const nothingBeside: Beside = { lan4: '', lan6: '', ixp: '' }

/** One file on its way: tried, then applied. */
export interface Importing {
  readonly answer: ImportAnswer | null
  readonly problem: Problem | null
  readonly busy: 'trying' | 'applying' | null
  readonly run: (asked: Asked) => void
  readonly forget: () => void
}
interface Asked {
  readonly file: Chosen
  readonly kind: Kind
  readonly beside: Beside
  readonly dryRun: boolean
  readonly keepGood: boolean
}

const lansOf = ({ lan4, lan6 }: Beside): string[] => [lan4, lan6].map((lan) => lan.trim()).filter((lan) => lan !== '')

export const useImport = (): Importing => {
  const acts = { ixf: useAct(importIxf), services: useAct(importServices), readings: useAct(importReadings) }
  const [answer, setAnswer] = useState<ImportAnswer | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState<Importing['busy']>(null)
  const send = ({ file, kind, beside, dryRun, keepGood }: Asked): Promise<ImportAnswer> => {
    const body = { file_name: file.name, content_base64: file.base64, dry_run: dryRun, keep_good: keepGood }
    if (kind !== 'ixf') return acts[kind].mutateAsync({ body })
    const ixp = /^\d{1,9}$/.test(beside.ixp.trim()) ? { ixp: Number(beside.ixp) } : {}
    return acts.ixf.mutateAsync({ body: { ...body, lans: lansOf(beside), ...ixp } })
  }
  const run = (asked: Asked): void => {
    setBusy(asked.dryRun ? 'trying' : 'applying')
    setProblem(null)
    if (asked.dryRun) setAnswer(null)
    void send(asked)
      .then(setAnswer, (thrown: unknown) => {
        const known = problemOf(thrown)
        if (!known) throw thrown
        setProblem(known)
      })
      .finally(() => setBusy(null))
  }
  const forget = (): void => {
    setAnswer(null)
    setProblem(null)
  }
  return { answer, problem, busy, run, forget }
}
