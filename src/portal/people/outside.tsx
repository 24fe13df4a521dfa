import type { ReactNode } from 'react'
import { type Language, languages } from '#kernel'
import { useSettings } from '../language.tsx'
import { useNow } from '../now.ts'
import { Mark } from '../ui/mark.tsx'
import { w } from '../words.ts'

/** The one column of who is not signed in: the mark, one title, one form. */
export const Outside = ({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode => {
  const { t, f, language, speak } = useSettings()
  const now = useNow()
  const name: Record<Language, string> = { fr: 'Français', en: 'English' }
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-4 pb-10 pt-16 max-narrow:pt-8">
      <header className="flex items-center justify-between border-b border-ink pb-4">
        <span className="flex items-center gap-3">
          <Mark now={now} zone={f.zone} />
          <span className="text-[15px] font-medium tracking-[0.3em]">VESONTIO</span>
        </span>
        <span role="group" aria-label={t(w.language)} className="flex gap-3">
          {languages.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              aria-pressed={one === language}
              onClick={() => speak(one)}
              className={`min-h-6 max-narrow:min-h-11 text-second ${one === language ? 'text-ink underline underline-offset-4' : 'text-ink-2'}`}
            >
              {name[one]}
            </button>
          ))}
        </span>
      </header>
      <main className="flex flex-col gap-5 pt-8">
        <h1 className="text-title">{title}</h1>
        {children}
      </main>
    </div>
  )
}
