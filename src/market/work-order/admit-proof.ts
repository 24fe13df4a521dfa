import type { z } from 'zod'
import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { proofAsked } from '../contract.ts'
import type { Need } from './store.ts'

type ProofAsked = z.output<typeof proofAsked>

/** Is this the proof that was asked for? A reading stands within its limits, a scanned label is the expected one. */
export const admitProof = (needs: readonly Need[], proof: ProofAsked): Result<Need, Refusal> => {
  const need = needs.find((candidate) => candidate.name === proof.name)
  if (!need) return refuse({ code: 'proof-unknown', name: proof.name })
  const given = {
    note: proof.text !== undefined,
    scan: proof.text !== undefined,
    reading: proof.value !== undefined,
    photo: proof.content_base64 !== undefined,
  }
  if (need.kind !== proof.kind || !given[need.kind])
    return refuse({ code: 'proof-kind', name: need.name, kind: need.kind })
  if (need.kind === 'scan' && need.equals !== null && proof.text !== need.equals)
    return refuse({ code: 'scan-differs', read: proof.text, expected: need.equals })
  const { value } = proof
  if (
    need.kind === 'reading' &&
    value !== undefined &&
    ((need.min !== null && value < need.min) || (need.max !== null && value > need.max))
  ) {
    return refuse({ code: 'reading-outside', value, unit: need.unit, min: need.min, max: need.max })
  }
  return ok(need)
}

/** The names of required proofs that are still missing. */
export const missingProofs = (needs: readonly Need[], given: readonly string[]): readonly string[] =>
  needs.filter((need) => need.required && !given.includes(need.name)).map((need) => need.name)
