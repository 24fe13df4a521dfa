import { z } from 'zod'
import { day } from '#kernel'

/** Shapes that the site's files use in more than one room. Every list and text has a bound. */
export const handle = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
/** As painted on the plant: 3-12, M2-P04. */
export const plantHandle = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}$/)
export const name = z.string().trim().min(1).max(120)
export const mail = z.email().max(200)
export const date = day
export const millimetres = z.int().min(0).max(500_000)
export const chain = z.enum(['A', 'B'])
export const fact = z.enum(['planned', 'ordered', 'built', 'measured']).default('built')
export const list = <T extends z.ZodType>(item: T, most: number) => z.array(item).max(most)
