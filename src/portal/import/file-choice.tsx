import { type ReactNode, useState } from 'react'
import { DropZone, FileTrigger, isFileDropItem } from 'react-aria-components'
import { type ChosenFile, readFile } from '../files.ts'
import { useTongue } from '../language.tsx'
import { Button } from '../ui/button.tsx'
import { RefusalBox } from '../ui/refusal-box.tsx'
import { HEAD_BYTES, type Kind, recognise } from './recognise.ts'
import { w } from './words.ts'

export interface Chosen extends ChosenFile {
  readonly kind: Kind | null
}

/** The file as bytes, so that its encoding is judged by the server; its beginning as text, so that it is recognised here. */
const take = async (file: File): Promise<Chosen | null> => {
  const read = await readFile(file)
  if (!read) return null
  const head = await file.slice(0, HEAD_BYTES).text()
  return { ...read, kind: recognise(read.name, head) }
}

/** Chosen by a button or dropped on the page; a keyboard pastes it into the same place. */
export const FileChoice = ({ onChosen }: { readonly onChosen: (file: Chosen) => void }): ReactNode => {
  const { t } = useTongue()
  const [tooLarge, setTooLarge] = useState(false)
  const chosen = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const read = await take(file)
    setTooLarge(read === null)
    if (read) onChosen(read)
  }
  return (
    <>
      <DropZone
        aria-label={t(w.dropLabel)}
        getDropOperation={() => 'copy'}
        onDrop={({ items }) => {
          const item = items.find(isFileDropItem)
          if (item) void item.getFile().then(chosen)
        }}
        className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-control border border-dashed border-edge px-5 py-6 data-drop-target:border-steel data-drop-target:bg-wash data-focus-visible:outline-2 data-focus-visible:outline-steel"
      >
        <FileTrigger
          acceptedFileTypes={['.json', '.csv', 'application/json', 'text/csv']}
          onSelect={(files) => void chosen(files?.[0])}
        >
          <Button look="steel">{t(w.choose)}</Button>
        </FileTrigger>
        <span className="text-ink-2">{t(w.drop)}</span>
        <span className="w-full text-second text-ink-2">{t(w.limit)}</span>
      </DropZone>
      {tooLarge && (
        <div className="pt-4">
          <RefusalBox sentence={t(w.tooLarge)} live />
        </div>
      )}
    </>
  )
}
