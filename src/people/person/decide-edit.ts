import { type OperatorRole, type Refusal, refuse } from '#kernel'

interface Standing {
  readonly organisation_id: string
  readonly ended: boolean
}

type No = { readonly ok: false; readonly refusal: Refusal }

/** Sales keep the customers' persons; the operator's own are an administrator's to keep, else sales could raise themselves. */
export const refuseKeeping = (
  person: Standing,
  roles: ReadonlySet<OperatorRole>,
  operatorId: string | null,
): No | null => {
  if (person.ended) return refuse({ code: 'person-ended' })
  return person.organisation_id === operatorId && !roles.has('admin') ? refuse({ code: 'operator-by-admin' }) : null
}

/** Somebody must be able to let others in again. */
export const refuseLosingAdmin = (of: {
  readonly wasAdmin: boolean
  readonly staysAdmin: boolean
  readonly otherAdmins: number
}): No | null => (of.wasAdmin && !of.staysAdmin && of.otherAdmins === 0 ? refuse({ code: 'last-admin' }) : null)
