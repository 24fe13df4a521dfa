import { startTestServer } from './testing-server.ts'

/** One PostgreSQL for all processes of a run; two runs have two, and know nothing of each other. */
export default async (): Promise<() => Promise<void>> => {
  const server = await startTestServer()
  process.env['VESONTIO_TEST_POSTGRES'] = server.connection.host
  return server.stop
}
