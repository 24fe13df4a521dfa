import { existsSync } from 'node:fs'
import { type Server, type Socket, connect, createServer } from 'node:net'
import pg from 'pg'
import { startTestServer } from '../../src/postgres/testing-server.ts'

const DEBIAN_15 = '/usr/lib/postgresql/15/bin'
const oldest = existsSync(`${DEBIAN_15}/initdb`)
if (!oldest)
  console.warn(`NOT TRIED on PostgreSQL 15: there is none in ${DEBIAN_15}; the embedded one stands in for it`)

/** The network between a server and its database: it can be cut, and mended. */
export interface Gate {
  readonly url: string
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

export interface ExternalDatabase {
  readonly gate: () => Promise<Gate>
  readonly stop: () => Promise<void>
}

const openGate = async (socketFile: string, database: string, gates: Server[]): Promise<Gate> => {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(socketFile)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => (open.delete(one), other.destroy()))
    }
  })
  gates.push(server)
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve()))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `postgres://vesontio@127.0.0.1:${port}/${database}`,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
    mend: () => listen(port),
  }
}

/** A PostgreSQL that is not ours to start or stop, as a site with a cluster has one; Debian's 15 where it is installed. */
export const externalDatabase = async (database = 'site'): Promise<ExternalDatabase> => {
  const server = await startTestServer(oldest ? { folder: DEBIAN_15 } : undefined)
  const client = new pg.Client(server.connection)
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  const gates: Server[] = []
  return {
    gate: () => openGate(`${server.connection.host}/.s.PGSQL.5432`, database, gates),
    stop: async () => {
      for (const gate of gates) gate.close()
      await server.stop()
    },
  }
}
