/** The command line, put together: what talks to the server, and what runs without one. Run by `./vesontio`. */
import { run } from '#cli'
import { projectRoot } from '#postgres'
import { runLocal } from './local-commands.ts'

const err = (text: string): void => void process.stderr.write(text)

const code = await run(process.argv.slice(2), {
  environment: process.env,
  home: projectRoot(),
  clock: Date.now,
  out: (text) => void process.stdout.write(text),
  err,
  local: (name, call) => runLocal(name, call, (line) => err(`${line}\n`)),
})
// A supervisor of the database, or a kept-alive connection, must not keep the command from ending; what was written goes out first.
process.stdout.write('', () => process.exit(code))
