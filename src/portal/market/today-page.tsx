import type { ReactNode } from 'react'
export const TodayPage = (): ReactNode => null
