import { z } from 'zod'
import { route } from '#kernel'
import { importAnswer, importAsked, jsonRefusals } from '../contract.ts'

export const importIxf = route({
  method: 'POST',
  path: '/imports/ixf',
  summary: 'Import the members of an exchange from its IX-F member export (0.6, 0.7, 1.0), row by row',
  who: ['admin', 'sales'],
  body: importAsked.extend({
    /** The prefix of the LAN, at most one of each family, where the file names none. */
    lans: z.array(z.string().trim().min(1).max(50)).max(2).default([]),
    /** The `ixp_id` of one exchange of the file; all of them where absent. */
    ixp: z.number().int().min(0).optional(),
  }),
  reply: importAnswer,
  idempotent: true,
  refusals: [
    ...jsonRefusals,
    'ixf-not-an-export',
    'ixf-version',
    'ixf-no-exchange',
    'ixf-lan-invalid',
    'ixf-lan-twice',
    'ixf-too-many',
    'ixf-too-many-exchanges',
    'ixf-too-many-lans',
    'ixf-too-many-addresses',
  ],
})
