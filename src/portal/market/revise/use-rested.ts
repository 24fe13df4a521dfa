import { useEffect, useState } from 'react'

/** What is typed is asked for once the typing rests. */
const REST_MS = 400

/** What was said once the typing rests; null meanwhile. */
export const useRested = <T>(said: T | null): T | null => {
  const text = JSON.stringify(said)
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested === text ? said : null
}
