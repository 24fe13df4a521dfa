/** A file of at most 5 MB, read here so that it travels in the body of its call. */
export const MOST_BYTES = 5 * 1024 * 1024

export interface ChosenFile {
  readonly name: string
  readonly base64: string
}

/** Null: over 5 MB. */
export const readFile = async (file: Blob & { readonly name?: string }): Promise<ChosenFile | null> => {
  if (file.size > MOST_BYTES) return null
  const bytes = new Uint8Array(await file.arrayBuffer())
  const CHUNK = 0x8000
  let text = ''
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return { name: file.name ?? 'file', base64: btoa(text) }
}
