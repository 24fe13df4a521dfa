import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { type Language, languages, say, type Word } from '#kernel'
import { I18nProvider } from 'react-aria-components'
import { formats, type Formats } from './format.ts'

const KEPT_UNDER = 'vesontio.language'
const UNTIL_KNOWN = 'Europe/Paris'

/** What every page needs to speak: the language, words in it, numbers and dates in it. */
export interface Tongue {
  readonly language: Language
  readonly t: (word: Word, values?: object) => string
  readonly f: Formats
}

interface Settings extends Tongue {
  readonly speak: (language: Language) => void
  readonly setZone: (zone: string) => void
}

const Speaking = createContext<Settings | null>(null)

const isLanguage = (text: string | null): text is Language => languages.some((known) => known === text)

const first = (): Language => {
  const kept = localStorage.getItem(KEPT_UNDER)
  if (isLanguage(kept)) return kept
  return navigator.language.startsWith('en') ? 'en' : 'fr'
}

export const Languages = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const [language, setLanguage] = useState(first)
  const [zone, setZone] = useState(UNTIL_KNOWN)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const speak = useCallback((chosen: Language) => {
    localStorage.setItem(KEPT_UNDER, chosen)
    setLanguage(chosen)
  }, [])
  const settings = useMemo<Settings>(
    () => ({
      language,
      t: (word, values) => say(word, language, values),
      f: formats(language, zone),
      speak,
      setZone,
    }),
    [language, zone, speak],
  )
  return (
    <I18nProvider locale={language === 'fr' ? 'fr-FR' : 'en-GB'}>
      <Speaking value={settings}>{children}</Speaking>
    </I18nProvider>
  )
}

export const useSettings = (): Settings => {
  const settings = use(Speaking)
  if (settings === null) throw new Error('a page stands outside of Languages')
  return settings
}

export const useTongue = (): Tongue => useSettings()
