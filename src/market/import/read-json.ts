import { ok, refuse, type Refusal, type Result } from '#kernel'
import { findJsonFault } from './find-json-fault.ts'
import { JSON_DEPTH } from './limits.ts'
import { placeIn, readText, type TextRefusal } from './read-text.ts'

export type JsonRefusal = TextRefusal | (Refusal & { readonly code: 'json-broken' | 'json-too-deep' })

/** A JSON file as plain values; what is wrong with it is said with line and column. Nesting is counted before anything is built. */
export const readJson = (bytes: Uint8Array, depth = JSON_DEPTH): Result<unknown, JsonRefusal> => {
  const text = readText(bytes)
  if (!text.ok) return text
  const fault = findJsonFault(text.value, depth)
  if (!fault) return ok(JSON.parse(text.value))
  const place = placeIn(text.value, fault.at)
  return fault.why === 'too-deep'
    ? refuse({ code: 'json-too-deep', most: depth, ...place })
    : refuse({ code: 'json-broken', ...place })
}
