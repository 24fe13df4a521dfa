import type { ReactNode } from 'react'
export const LinkPage = (): ReactNode => null
