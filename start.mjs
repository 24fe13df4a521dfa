#!/usr/bin/env node
// `npm start`: from a fresh clone to a running site. Plain JavaScript, because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { makeReady } from './tools/make-ready.mjs'

// The terminal may be closed before the server is.
process.stdout.on('error', () => undefined)
const say = (line) => console.log(line)

try {
  say(`Vesontio, Node ${process.version}`)
  await makeReady(['portal', 'server', 'cli'], say)
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exit(1)
}

// A process of its own: what was needed to build is not in the server's memory.
const server = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    '--max-semi-space-size=8',
    fileURLToPath(new URL('dist/server/main.js', import.meta.url)),
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
  },
)
// Ctrl-C reaches the whole group by itself; a signal to this process alone is passed on. The server decides when it is over.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
  process.on(signal, () => signal !== 'SIGINT' && server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
