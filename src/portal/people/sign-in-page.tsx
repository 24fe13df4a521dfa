import type { ReactNode } from 'react'
export const SignInPage = (): ReactNode => null
