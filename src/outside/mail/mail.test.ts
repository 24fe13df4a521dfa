import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderPost, smtpPost } from './index.ts'
import { textOf } from './message.ts'

const letter = {
  id: '019ab0c0-0000-7000-8000-000000000001',
  recipient: 'lea@example.net',
  subject: 'Votre port est prêt',
  body: 'Bonjour,\n\nle port sw1/14 est prêt.\n.\nVesontio',
  writtenAt: new Date('2026-11-23T10:00:00Z'),
  about: ['order', 'BES-O-2026-00042'],
  language: 'fr',
} as const
const from = { from: 'Vesontio <vesontio@example.org>', base: new URL('https://portail.example.org') }
const signal = new AbortController().signal

/** As much of RFC 5321 as one letter needs; refuses the recipient `full@…`. */
const mailServer = async () => {
  const received: { readonly to: string; readonly text: string }[] = []
  const server = createServer((socket) => {
    let to = ''
    let text: string | null = null
    let rest = ''
    const line = (said: string): void => {
      if (text !== null) {
        if (said === '.') {
          received.push({ to, text })
          text = null
          socket.write('250 kept\r\n')
        } else text += `${said.replace(/^\./, '')}\r\n`
        return
      }
      const verb = said.slice(0, 4).toUpperCase()
      if (verb === 'RCPT') to = said
      if (verb === 'DATA') text = ''
      if (verb === 'QUIT') socket.end('221 bye\r\n')
      else
        socket.write(
          verb === 'DATA'
            ? '354 go on\r\n'
            : verb === 'RCPT' && said.includes('full@')
              ? '552 mailbox full\r\n'
              : '250 ok\r\n',
        )
    }
    socket.write('220 try\r\n')
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n')
      rest = lines.pop() ?? ''
      lines.forEach(line)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { received, url: `smtp://127.0.0.1:${port}`, close: () => server.close() }
}

test('a letter goes out by SMTP, with an id that tells it from its copies', async () => {
  const server = await mailServer()
  await smtpPost(server.url, from).send(letter, signal)
  expect(server.received).toHaveLength(1)
  const [kept] = server.received
  expect(kept?.to).toContain('lea@example.net')
  expect(kept?.text).toContain(`Message-ID: <${letter.id}@vesontio>`)
  expect(kept?.text).toContain('Subject: =?UTF-8?Q?Votre_port_est_pr=C3=AAt?=')
  expect(kept?.text).toContain('Auto-Submitted: auto-generated')
  expect(kept?.text).toContain('Date: Mon, 23 Nov 2026 10:00:00 +0000')
  server.close()
})

test('a refused recipient and a server that is away are faults that name the server and no password', async () => {
  const server = await mailServer()
  const port = new URL(server.url).port
  await expect(smtpPost(server.url, from).send({ ...letter, recipient: 'full@example.net' }, signal)).rejects.toThrow(
    `mail server 127.0.0.1:${port}: `,
  )
  server.close()
  const away = smtpPost(`smtp://user:s3cret@127.0.0.1:${port}`, from).send(letter, signal)
  await expect(away).rejects.toThrow('ECONNREFUSED')
  await away.catch((thrown: Error) => expect(`${thrown.message} ${thrown.stack}`).not.toContain('s3cret'))
})

test('without a mail server it is a file that a mail program opens, written once however often it is sent', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesontio-mail-'))
  const post = folderPost(path.join(folder, 'mail'), from)
  await post.send(letter, signal)
  await post.send(letter, signal)
  const files = await readdir(path.join(folder, 'mail'))
  expect(files).toEqual([`2026-11-23-${letter.id}.eml`])
  const text = await readFile(path.join(folder, 'mail', files[0] ?? ''), 'utf8')
  expect(text).toContain('To: lea@example.net\r\n')
  expect(text).toContain('From: Vesontio <vesontio@example.org>\r\n')
  expect(text).toContain('Content-Transfer-Encoding: quoted-printable')
  expect(text).toContain('est pr=C3=AAt.')
  expect(text.replaceAll('=\r\n', '')).toContain(
    'Dans le portail=C2=A0: https://portail.example.org/orders/BES-O-2026-00042',
  )
  await rm(folder, { recursive: true })
})

test('a letter leads to its page in its reader’s language; none where nobody could open it, or in two languages at once', () => {
  const end = (text: string): string | undefined => text.trimEnd().split('\n').at(-1)
  expect(end(textOf({ ...letter, language: 'en' }, from.base))).toBe(
    'In the portal: https://portail.example.org/orders/BES-O-2026-00042',
  )
  for (const silent of [textOf(letter, null), textOf({ ...letter, language: null }, from.base)])
    expect(silent).toBe(letter.body)
})
