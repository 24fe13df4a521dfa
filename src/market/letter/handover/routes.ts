import { type Refusal, type Result, ok, refuse } from '#kernel'
import { scopeOf, serve } from '#people'
import { notify, writeJournal } from '#postgres'
import { allOrNothing } from '../../all-or-nothing.ts'
import { handedOver, takeVerdict } from '../../delivery/routes.ts'
import { maySign } from '../../may-act.ts'
import { theSite } from '../../store.ts'
import { type LetterWire, handOverPaid } from '../contract.ts'
import { lockUse } from '../revoke/routes.ts'
import { readLetters, seesLetter } from '../shown/store.ts'
import { dayOf, letterByNumber } from '../store.ts'

/** The payer's word on what it pays for. The order is the other company's: the payer answers on its letter. */
export const handOverRoute = serve(handOverPaid, ({ db, actor, params, body, now, by }) =>
  allOrNothing(db, async (tx): Promise<Result<LetterWire, Refusal> | null> => {
    const letter = await letterByNumber(tx, params.letter)
    if (!letter || !seesLetter(scopeOf(actor), letter)) return null
    if (!maySign(actor, letter.issuer_id)) return refuse({ code: 'not-allowed' })
    const { lines, service } = await lockUse(tx, letter.used_line_id)
    const [line] = lines
    if (!letter.pays || !line || service?.organisation_id !== letter.issuer_id)
      return refuse({ code: 'illegal-move', from: 'waiting', to: body.verdict })
    const ready = handedOver(line, body.verdict)
    if (!ready.ok) return ready
    const taken = await takeVerdict(tx, line, body, { now, paper: null })
    if (!taken.ok) return taken
    await writeJournal(tx, {
      room: 'market',
      name: `handover-${body.verdict}`,
      subject: ['service', service.number],
      by,
      at: now,
      siteId: letter.site_id,
      onBehalfOf: letter.issuer_id,
    })
    await notify(tx, 'work')
    const { operatorId } = await theSite(tx)
    const showing = { actor, operatorId, day: await dayOf(tx, letter.site_id, now) }
    const [wire] = await readLetters(tx, showing, [letter])
    if (!wire) throw new Error(`the letter ${letter.number} is gone`)
    return ok(wire)
  }),
)
