import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useSyncExternalStore } from 'react'

/** The width that a drawing has, so that it is drawn for it and never shrunk. */
export const useWidth = <E extends Element>(first = 320): readonly [RefObject<E | null>, number] => {
  const held = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = held.current
    if (!element) return undefined
    const measure = (): void => setWidth(Math.max(80, Math.floor(element.getBoundingClientRect().width)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [held, width]
}

const asked = new Map<string, MediaQueryList>()
const query = (text: string): MediaQueryList => {
  const found = asked.get(text) ?? window.matchMedia(text)
  asked.set(text, found)
  return found
}

/** Does the window answer this media query now? */
export const useMedia = (text: string): boolean =>
  useSyncExternalStore(
    (tell) => {
      query(text).addEventListener('change', tell)
      return () => query(text).removeEventListener('change', tell)
    },
    () => query(text).matches,
  )

export const useNarrow = (): boolean => useMedia('(max-width: 640px)')
