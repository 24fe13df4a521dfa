import { Search } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useRouter } from '@tanstack/react-router'
import { useTongue } from '../language.tsx'
import { paths } from '../paths.ts'
import { w } from '../words.ts'

/** Where a typed number or text leads: a number opens its page, anything else filters the orders. */
export const destinationOf = (typed: string): string => {
  const text = typed.trim()
  const number = text.toUpperCase()
  if (/^[A-Z]{3}-O-\d{4}-\d{5}$/.test(number)) return paths.order(number)
  if (/^[A-Z]{3}-W-\d{4}-\d{5}$/.test(number)) return paths.workOrder(number)
  if (/^[A-Z]{3}-S-\d{4}-\d{5}$/.test(number)) return paths.survey(number)
  if (/^[A-Z]{3}-[A-Z]{2}-\d{6}$/.test(number)) return paths.service(number)
  return paths.orders({ text })
}

/** "/" brings the cursor here from anywhere, unless something is being typed. */
export const Jump = (): ReactNode => {
  const { t } = useTongue()
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target
      const typing =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return (
    <form
      role="search"
      className="relative flex w-36 items-center border-b border-edge focus-within:border-ink"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() === '') return
        router.history.push(destinationOf(text))
        setText('')
      }}
    >
      <Search size={14} strokeWidth={1.5} aria-hidden="true" className="mx-2 shrink-0 text-ink-2" />
      <input
        ref={input}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t(w.searchHint)}
        placeholder={t(w.search)}
        className="h-7 w-full min-w-0 bg-transparent text-body"
      />
      <kbd aria-hidden="true" className="mr-1 rounded-control border border-edge px-1.5 font-sans text-tick text-ink-2">
        /
      </kbd>
    </form>
  )
}
