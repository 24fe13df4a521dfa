/** Where a page ended: opaque to the caller, base64url of the sorting values. */
export const cursorAfter = (...parts: readonly string[]): string => {
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** The sorting values, or null where it is no cursor of ours with so many. */
export const partsOf = (cursor: string, count: number): readonly string[] | null => {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(parts) && parts.length === count && parts.every((part) => typeof part === 'string')
      ? parts
      : null
  } catch {
    return null
  }
}
