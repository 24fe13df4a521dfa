import type { z } from 'zod'
import type { memberDetailWire } from '#exchange/contract'

/** One member as its pages and acts show it. */
export type MemberDetailed = z.output<typeof memberDetailWire>
