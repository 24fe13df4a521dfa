import { applySiteFiles, planSiteFiles, type SitePlanWire } from '#facility/contract'
import { judgeHouse } from '#market/contract'
import { createKey } from '#people/contract'
import { showStatus } from '#server/contract'
import {
  type Command,
  type Ending,
  type ServerCall,
  Unusable,
  done,
  refused,
  sayCli,
  textOf,
  textsOf,
} from '../command.ts'
import { siteFolder } from '../read-file.ts'
import { sentenceOf } from '../say-refusal.ts'

const twinStatus: Command = {
  where: 'server',
  name: 'twin status',
  takes: '',
  does: { fr: 'état du jumeau', en: 'how the twin is' },
  least: 0,
  most: 0,
  run: async (call) => {
    const outcome = await call.client.call(showStatus)
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { detail, world } = outcome.value
    if (!detail) return done({ world, twin: null }, [world])
    const failing = detail.reconcilers.filter(({ faults }) => faults.length > 0)
    return done({ world, twin: detail.twin, reconcilers: detail.reconcilers }, [
      `${detail.twin.state}: ${detail.twin.says[call.language]}`,
      ...failing.map(({ name, faults }) => `  ${name}: ${faults.join('; ')}`),
    ])
  },
}

const changesOf = (plan: SitePlanWire, { language }: ServerCall): readonly string[] =>
  plan.changes.map(
    (change) =>
      `${change.does}  ${change.kind} ${change.handle}${change.refusal ? `  ${change.refusal.code}: ${sentenceOf(change.refusal, language)}` : ''}${change.fields.length > 0 ? `  (${change.fields.map(({ field }) => field).join(', ')})` : ''}`,
  )

const planned = (plan: SitePlanWire, call: ServerCall): Ending => ({
  code: plan.may_apply ? 0 : 1,
  value: plan,
  lines: plan.changes.length > 0 ? changesOf(plan, call) : [sayCli(call.language, 'plan-idle')],
})

const sitePlan: Command = {
  where: 'server',
  name: 'site plan',
  takes: 'DIR',
  does: { fr: 'montrer ce que changeraient les fichiers d’un site', en: 'show what a site’s files would change' },
  least: 1,
  most: 1,
  run: async (call) => {
    const outcome = await call.client.call(planSiteFiles, {
      body: { files: await siteFolder(call, call.args[0] ?? '') },
    })
    return outcome.ok ? planned(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

const siteApply: Command = {
  where: 'server',
  name: 'site apply',
  takes: 'DIR',
  does: { fr: 'appliquer les fichiers d’un site', en: 'apply a site’s files' },
  least: 1,
  most: 1,
  run: async (call) => {
    const outcome = await call.client.call(applySiteFiles, {
      body: { files: await siteFolder(call, call.args[0] ?? '') },
    })
    return outcome.ok ? planned(outcome.value, call) : refused(outcome.problem, call.language)
  },
}

const doctor: Command = {
  where: 'server',
  name: 'doctor',
  takes: '',
  does: { fr: 'tout recalculer et dire chaque écart', en: 'recompute everything and tell every difference' },
  least: 0,
  most: 0,
  run: async (call) => {
    const outcome = await call.client.call(judgeHouse)
    if (!outcome.ok) return refused(outcome.problem, call.language)
    const { differences, ...counts } = outcome.value
    if (differences.length === 0) return done(outcome.value, [sayCli(call.language, 'healthy')])
    return {
      code: 1,
      value: outcome.value,
      lines: [
        sayCli(call.language, 'differences', counts),
        ...differences.map(({ kind, what, subject }) => `  ${kind}  ${what}  ${subject}`),
      ],
    }
  },
}

const DAYS = 90

const keyCreate: Command = {
  where: 'server',
  name: 'key create',
  takes: '--label TEXT --scope SCOPE… [--days 90]',
  does: { fr: 'créer une clé d’API', en: 'make an API key' },
  options: { label: { type: 'string' }, scope: { type: 'string', multiple: true }, days: { type: 'string' } },
  least: 0,
  most: 0,
  run: async (call) => {
    const { label: _, ...known } = createKey.body?.shape ?? {}
    const scopes = known.scopes?.safeParse(textsOf(call.flags['scope']))
    const label = textOf(call.flags['label'])
    const days = Number(textOf(call.flags['days']) ?? DAYS)
    if (label === undefined || !scopes?.success || !Number.isInteger(days))
      throw new Unusable(sayCli(call.language, 'wrong-arguments', { command: 'key create', takes: keyCreate.takes }))
    const outcome = await call.client.call(createKey, { body: { label, scopes: scopes.data, days } })
    if (!outcome.ok) return refused(outcome.problem, call.language)
    return done(outcome.value, [outcome.value.key, sayCli(call.language, 'key-once')])
  },
}

export const houseCommands = [twinStatus, sitePlan, siteApply, doctor, keyCreate]

/** Done without a server, by the composition root. */
export const localCommands: readonly Command[] = [
  {
    where: 'local',
    name: 'twin install',
    takes: '',
    does: { fr: 'installer les démons du jumeau', en: 'install the twin’s daemons' },
    least: 0,
    most: 0,
  },
  {
    where: 'local',
    name: 'site check',
    takes: 'DIR',
    does: { fr: 'vérifier les fichiers d’un site', en: 'check a site’s files' },
    least: 1,
    most: 1,
  },
  {
    where: 'local',
    name: 'backup',
    takes: 'FILE',
    does: { fr: 'sauvegarder la base dans un fichier', en: 'back the database up into a file' },
    least: 1,
    most: 1,
  },
  {
    where: 'local',
    name: 'restore',
    takes: 'FILE',
    does: { fr: 'rétablir une sauvegarde dans une base vide', en: 'restore a backup into an empty database' },
    least: 1,
    most: 1,
  },
]
