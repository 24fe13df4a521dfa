// Brings a clone to where it can run: packages installed, portal and server built, each only where something changed.
// Plain JavaScript: on a fresh clone it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const house = fileURLToPath(new URL('..', import.meta.url))
const french = /^fr/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
const SIGN_OF_LIFE_MS = 1500

/** The oldest Node that runs this (package.json, engines). */
const OLDEST_NODE = [20, 19]

/** Runs a program; its output is kept, and shown when it fails. `alive` is told every second and a half. */
const run = (command, args, alive) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: house, stdio: ['ignore', 'pipe', 'pipe'] })
    let told = ''
    const keep = (chunk) => (told = (told + chunk).slice(-20_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const begun = performance.now()
    const timer = setInterval(() => alive(Math.round((performance.now() - begun) / 1000)), SIGN_OF_LIFE_MS)
    const stop = () => child.kill()
    process.on('exit', stop)
    const done = (error) => {
      clearInterval(timer)
      process.off('exit', stop)
      if (error) reject(error)
      else resolve(told)
    }
    child.on('error', done)
    child.on('close', (code) =>
      done(
        code === 0
          ? null
          : new Error(`${told.trim()}\n${path.basename(command)} ${args.slice(0, 2).join(' ')}: ${code}`),
      ),
    )
  })

const json = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Are the packages there that package-lock.json names? npm keeps what it installed in a lockfile of its own. */
const isInstalled = () => {
  const wished = path.join(house, 'package-lock.json')
  const found = path.join(house, 'node_modules', '.package-lock.json')
  if (!existsSync(found)) return false
  if (statSync(found).mtimeMs >= statSync(wished).mtimeMs) return true
  const there = json(found).packages
  return Object.entries(json(wished).packages).every(
    ([name, { version, optional }]) => name === '' || optional || there[name]?.version === version,
  )
}

const install = async (say) => {
  if (isInstalled()) return
  const modules = path.join(house, 'node_modules')
  const all = Object.keys(json(path.join(house, 'package-lock.json')).packages).length
  const count = () => (existsSync(modules) ? readdirSync(modules).length : 0)
  say(french ? `Installation des paquets (une fois, environ 30 s)` : `Installing packages (once, about 30 s)`)
  const npm = process.env.npm_execpath
  const [command, ...before] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  await run(command, [...before, 'ci', '--no-audit', '--no-fund'], (seconds) =>
    say(
      french
        ? `… installation, ${seconds} s, ${count()} dossiers pour ${all} paquets`
        : `… installing, ${seconds} s, ${count()} folders for ${all} packages`,
    ),
  )
}

/** Every file below the given paths, in one order. */
const filesBelow = (paths) =>
  paths
    .map((name) => path.join(house, name))
    .filter(existsSync)
    .flatMap((full) =>
      statSync(full).isDirectory()
        ? readdirSync(full, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => path.join(entry.parentPath, entry.name))
        : [full],
    )
    .toSorted()

const digestOf = (paths) => {
  const hash = createHash('sha256')
  for (const file of filesBelow(paths).filter((name) => !/\.(test|live\.test)\.tsx?$|\.md$|node_modules/.test(name))) {
    hash.update(path.relative(house, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

const SHARED = ['package.json', 'package-lock.json', 'tools/make-ready.mjs', 'tools/build.mjs']
const parts = {
  portal: {
    from: ['src', 'vite.config.ts', 'tools/wire-only.ts'],
    entry: 'src/portal/index.html',
    word: french ? 'le portail' : 'the portal',
  },
  server: { from: ['src'], entry: 'src/main.ts', word: french ? 'le serveur' : 'the server' },
  cli: { from: ['src'], entry: 'src/vesontio.ts', word: french ? 'la commande' : 'the command' },
}

/** Built beside and renamed: a build that was cut short is never run, and two at once do not spoil each other. */
const build = async (name, say) => {
  const { from, entry, word } = parts[name]
  if (!existsSync(path.join(house, entry))) return
  const target = path.join(house, 'dist', name)
  const stamp = path.join(target, '.sources')
  const digest = digestOf([...from, ...SHARED])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  say(french ? `Construction : ${word}` : `Building ${word}`)
  const draft = `${target}.${process.pid}`
  mkdirSync(path.dirname(target), { recursive: true })
  try {
    await run(process.execPath, ['tools/build.mjs', name, draft], (seconds) =>
      say(french ? `… construction, ${seconds} s` : `… building, ${seconds} s`),
    )
    writeFileSync(path.join(draft, '.sources'), digest)
    const old = `${draft}.old`
    if (existsSync(target)) renameSync(target, old)
    renameSync(draft, target)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * Installs and builds what is not there or not of these sources. Throws with what the failing program said.
 * @param {readonly ('portal' | 'server' | 'cli')[]} names
 * @param {(line: string) => void} say
 */
export const makeReady = async (names, say) => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
    throw new Error(`Node ${OLDEST_NODE.join('.')} or later is needed; this is ${process.version}`)
  await install(say)
  for (const name of names) await build(name, say)
}
