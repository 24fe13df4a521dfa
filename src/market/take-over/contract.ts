import { route } from '#kernel'
import { csvRefusals, importAnswer, importAsked } from '../import/contract.ts'

export { columns as takeOverColumns } from './columns.ts'

export const importServices = route({
  method: 'POST',
  path: '/imports/services',
  summary:
    'Take over services that live already from a CSV file: they claim what they hold, without a step; row by row, as a dry run if asked',
  who: ['admin'],
  body: importAsked,
  reply: importAnswer,
  idempotent: true,
  refusals: csvRefusals,
})

export const takeOverRoutesOffered = [importServices]
