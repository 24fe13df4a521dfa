import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Call, type Ending, Unusable, done, sayCli } from '#cli'
import { checkSite } from '#facility'
import { words as facilityWords } from '#facility/words'
import { say } from '#kernel'
import {
  type Connection,
  backup,
  connectionOf,
  isEmptyDatabase,
  openDataFolder,
  ownerOf,
  restore,
  serverOf,
  startEmbedded,
  takeLock,
} from '#postgres'
import { installTwin, sayHindrance } from '#twin'
import { sections } from './site-sections.ts'

/** What is told on the way: to standard error, so that `--json` stays one document. */
type Say = (line: string) => void

/** The database of `DATABASE_URL` or of the data folder; one that a server keeps up is used beside it, else it is started for this. */
const withDatabase = async <T>(
  call: Call,
  alone: boolean,
  tell: Say,
  work: (owner: Connection) => Promise<T>,
): Promise<T> => {
  const url = process.env['DATABASE_URL']
  if (url) return work(connectionOf(url))
  if (!alone && !existsSync(path.join(call.folder, 'postgres')))
    throw new Unusable(sayCli(call.language, 'no-server-here', { data: call.folder }))
  const data = await openDataFolder(call.folder)
  const server = await serverOf(data.folder)
  if (server) {
    if (alone) throw new Unusable(sayCli(call.language, 'served-now', { address: server.address }))
    return work(ownerOf(data))
  }
  const lock = await takeLock(data.folder)
  try {
    const embedded = await startEmbedded(data, { say: tell })
    try {
      return await work(embedded.owner)
    } finally {
      await embedded.stop()
    }
  } finally {
    await lock.release()
  }
}

const no = ({ language }: Call, code: 'nothing-to-back-up' | 'database-not-empty'): Ending => {
  const titles = { fr: sayCli('fr', code), en: sayCli('en', code) }
  return { code: 1, value: { code, title: titles[language], titles }, lines: [`${code}: ${titles[language]}`] }
}

const backUp = (call: Call, tell: Say): Promise<Ending> =>
  withDatabase(call, false, tell, async (owner) => {
    const file = path.resolve(call.args[0] ?? '')
    if (await isEmptyDatabase(owner)) return no(call, 'nothing-to-back-up')
    const made = await backup(owner, file, { now: new Date() })
    return done({ file, ...made }, [sayCli(call.language, 'backed-up', { file, ...made })])
  })

const bringBack = (call: Call, tell: Say): Promise<Ending> =>
  withDatabase(call, true, tell, async (owner) => {
    const file = path.resolve(call.args[0] ?? '')
    if (!(await isEmptyDatabase(owner))) return no(call, 'database-not-empty')
    const { tables, rows, madeAt, applied } = await restore(owner, file)
    return done({ file, tables, rows, made_at: madeAt, applied }, [
      sayCli(call.language, 'restored', { tables, rows, made_at: madeAt }),
    ])
  })

const checkFiles = async (call: Call): Promise<Ending> => {
  const checked = await checkSite(path.resolve(call.args[0] ?? ''), sections)
  if (checked.ok)
    return done({ code: checked.value.code, rows: checked.value.rows.length }, [
      sayCli(call.language, 'site-good', { code: checked.value.code }),
    ])
  const { refusal } = checked
  const titles = {
    fr: say(facilityWords[refusal.code], 'fr', refusal),
    en: say(facilityWords[refusal.code], 'en', refusal),
  }
  return {
    code: 1,
    value: { ...refusal, title: titles[call.language], titles },
    lines: [`${refusal.code}: ${titles[call.language]}`],
  }
}

const install = async (call: Call, tell: Say): Promise<Ending> => {
  const { packages, hindrances } = await installTwin((names) => tell(names.join(' ')))
  if (hindrances.length === 0) return done({ packages, hindrances }, [sayCli(call.language, 'twin-ready')])
  const titles = hindrances.map((hindrance) => sayHindrance(hindrance, call.language))
  return { code: 1, value: { code: hindrances[0]?.code, title: titles.join(' '), packages, hindrances }, lines: titles }
}

/** Commands of `./vesontio` that run without a server. */
export const runLocal = async (name: string, call: Call, tell: Say): Promise<Ending> => {
  switch (name) {
    case 'backup':
      return backUp(call, tell)
    case 'restore':
      return bringBack(call, tell)
    case 'site check':
      return checkFiles(call)
    case 'twin install':
      return install(call, tell)
    default:
      throw new Error(`${name} is no command of this machine`)
  }
}
