import { expect, test } from 'vitest'
import { Unusable, readOptions } from './start-options.ts'

test('without a word: this machine only, the sample site, its twin', () => {
  expect(readOptions([], {})).toEqual({
    data: 'data',
    port: 7300,
    host: '127.0.0.1',
    publicUrl: undefined,
    site: 'sites/besancon',
    twin: true,
    world: null,
    daysAhead: 0,
    databaseUrl: undefined,
    smtpUrl: undefined,
    mailFrom: 'Vesontio <vesontio@localhost>',
    keyFile: undefined,
  })
})

test('an address that others reach needs to be said where they reach it', () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'bes.example.org', '128.0.0.1']) {
    expect(() => readOptions(['--host', host], {})).toThrow(Unusable)
    expect(readOptions(['--host', host, '--public-url', 'https://bes.example.org'], {}).publicUrl?.host).toBe(
      'bes.example.org',
    )
    expect(readOptions(['--host', host], { VESONTIO_PUBLIC_URL: 'https://bes.example.org' }).host).toBe(host)
  }
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
    expect(readOptions(['--host', host], {}).host).toBe(host)
})

test('what is not understood is refused, never guessed', () => {
  for (const args of [
    ['--prot', '1'],
    ['--port', '70000'],
    ['--port', '73e2'],
    ['--port', '-1'],
    ['here'],
    ['--world', 'moon'],
    ['--public-url', 'ftp://x'],
    ['--public-url', 'https://x/path'],
    ['--no-twin=1'],
    ['--days-ahead', '-1'],
    ['--days-ahead', '9999'],
    ['--days-ahead', '8', '--world', 'plant'],
  ]) {
    expect(() => readOptions(args, {}), args.join(' ')).toThrow(Unusable)
  }
})

test('an empty environment variable is none', () => {
  expect(readOptions([], { DATABASE_URL: '', VESONTIO_SMTP_URL: '' })).toMatchObject({
    databaseUrl: undefined,
    smtpUrl: undefined,
  })
})

test('days ahead ask for a twin, so that the database of a plant is refused', () => {
  expect(readOptions(['--days-ahead', '31'], {})).toMatchObject({ daysAhead: 31, world: 'twin' })
})
