import { createHash, randomBytes } from 'node:crypto'

const PREFIX = 'ves_'

/** 32 random bytes, with a prefix by which scanners of leaked secrets find it. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64url')

/** Only this is kept. A fast digest is enough: nobody guesses 256 random bits. */
export const sha256 = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export const isSecret = (text: string): boolean => /^ves_[\w-]{43}$/.test(text)
