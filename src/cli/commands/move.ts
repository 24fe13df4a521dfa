import {
  type MoveWire,
  agreeMove,
  createSurvey,
  passMoveTests,
  setMoveHours,
  showMove,
  type surveyAsked,
} from '#market/contract'
import type { z } from 'zod'
import { type Command, type Ending, type ServerCall, done, refused, textOf, Unusable, sayCli } from '../command.ts'
import { yamlFile } from '../read-file.ts'
import { sentenceOf } from '../say-refusal.ts'

const surveyTold = (survey: z.input<typeof createSurvey.reply>, { language }: ServerCall): Ending => {
  const { number, organisation, proposal, refusal } = survey
  return done(survey, [
    `${number}  ${organisation.name}`,
    ...(refusal ? [`  ${refusal.code}: ${sentenceOf(refusal, language)}`] : []),
    ...(proposal
      ? [
          `  ${proposal.size}, ${proposal.watts} W A+B (${proposal.drawn_w} W, ${proposal.units_u} U + ${proposal.free_u} U, ${proposal.weight_kg} kg)`,
          ...proposal.warnings.map((warning) => `  ! ${sentenceOf(warning, language)}`),
        ]
      : []),
  ])
}

const survey: Command = {
  where: 'server',
  name: 'survey',
  takes: 'FILE.yaml',
  does: {
    fr: 'saisir le relevé d’un local : il propose place et puissance',
    en: 'enter the survey of a closet: it proposes space and power',
  },
  least: 1,
  most: 1,
  run: async (call) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the file says is checked by the server, which refuses what it does not know
    const body = (await yamlFile(call, call.args[0] ?? '')) as z.input<typeof surveyAsked>
    const outcome = await call.client.call(createSurvey, { body })
    return outcome.ok ? surveyTold(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

const moveTold = (move: MoveWire, { language }: ServerCall): Ending =>
  done(move, [
    `${move.service}  ${move.survey} → ${move.to?.compartment ?? '–'}`,
    ...(move.refusal ? [`  ${move.refusal.code}: ${sentenceOf(move.refusal, language)}`] : []),
    ...(move.plan?.parts.map(
      ({ part, from, until, devices }) => `  ${from} – ${until}  ${part}  ${devices.join(', ')}`,
    ) ?? []),
  ])

const show: Command = {
  where: 'server',
  name: 'move show',
  takes: 'N',
  does: { fr: 'montrer le plan d’un déménagement', en: 'show the plan of a move' },
  least: 1,
  most: 1,
  run: async (call) => {
    const outcome = await call.client.call(showMove, { params: { service: call.args[0] ?? '' } })
    return outcome.ok ? moveTold(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

const agree: Command = {
  where: 'server',
  name: 'move agree',
  takes: 'N',
  does: { fr: 'donner son accord au plan tel qu’il est', en: 'agree to the plan as it stands' },
  least: 1,
  most: 1,
  run: async (call) => {
    const outcome = await call.client.call(agreeMove, { params: { service: call.args[0] ?? '' } })
    return outcome.ok ? moveTold(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

const hours: Command = {
  where: 'server',
  name: 'move hours',
  takes: 'N --from INSTANT --until INSTANT',
  does: {
    fr: 'dire d’autres heures tant que personne n’est parti ; les dire, c’est les approuver',
    en: 'name other hours as long as nobody was sent; naming them is agreeing to them',
  },
  options: { from: { type: 'string' }, until: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const [from, until] = [textOf(call.flags['from']), textOf(call.flags['until'])]
    if (from === undefined || until === undefined)
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: 'move hours', takes: hours.takes }))
    const body = { starts_at: from, must_run_at: until }
    const outcome = await call.client.call(setMoveHours, { params: { service: call.args[0] ?? '' }, body })
    return outcome.ok ? moveTold(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

const tests: Command = {
  where: 'server',
  name: 'move tests',
  takes: 'N --note TEXT',
  does: {
    fr: 'dire que les essais du client ont réussi dans la nouvelle place',
    en: 'say that the customer’s own tests passed in the new place',
  },
  options: { note: { type: 'string' } },
  least: 1,
  most: 1,
  run: async (call) => {
    const note = textOf(call.flags['note'])
    if (note === undefined)
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: 'move tests', takes: tests.takes }))
    const outcome = await call.client.call(passMoveTests, { params: { service: call.args[0] ?? '' }, body: { note } })
    return outcome.ok ? moveTold(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

export const moveCommands = [survey, show, agree, hours, tests]
