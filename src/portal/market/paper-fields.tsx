import { type ReactNode, useState } from 'react'
import { type ChosenFile, readFile } from '../files.ts'
import { useTongue } from '../language.tsx'
import { siteNow } from '../now.ts'
import { wallOf } from '../survey/site-time.ts'
import { Field, FileField } from '../ui/field.tsx'
import { w } from './words.ts'

interface Paper {
  readonly file: ChosenFile | null
  readonly number: string
  /** Null: nothing was typed, and today stands in the field. */
  readonly date: string | null
  readonly signer: string
}

const ISO_DAY = 10

const PaperFields = ({
  paper,
  date,
  change,
}: {
  readonly paper: Paper
  readonly date: string
  readonly change: (paper: Paper) => void
}): ReactNode => {
  const { t } = useTongue()
  const [large, setLarge] = useState(false)
  const choose = async (file: File): Promise<void> => {
    const read = await readFile(file)
    setLarge(read === null)
    change({ ...paper, file: read })
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-second text-ink-2">{t(w.signAsPaper)}</p>
      <FileField
        label={t(w.paperFile)}
        accept="application/pdf,image/jpeg,image/png"
        onChoose={(f) => void choose(f)}
        name={large ? t(w.tooLarge) : paper.file?.name}
      />
      <div className="grid grid-cols-1 gap-4 narrow:grid-cols-3">
        <Field label={t(w.paperNumber)} value={paper.number} onChange={(number) => change({ ...paper, number })} />
        <Field
          label={t(w.paperDate)}
          type="date"
          value={date}
          onChange={(typed) => change({ ...paper, date: typed })}
        />
        <Field label={t(w.paperSigner)} value={paper.signer} onChange={(signer) => change({ ...paper, signer })} />
      </div>
    </div>
  )
}

/** A received document: its fields, with the site's today proposed, and the body as the contract takes it; nothing while no file is chosen, so that the server says what is missing. */
export const usePaper = () => {
  const { f } = useTongue()
  const [paper, setPaper] = useState<Paper>({ file: null, number: '', date: null, signer: '' })
  const date = paper.date ?? wallOf(f.zone, siteNow().toISOString()).slice(0, ISO_DAY)
  const { file, number, signer } = paper
  return {
    fields: <PaperFields paper={paper} date={date} change={setPaper} />,
    body: file ? { paper: { file_name: file.name, content_base64: file.base64, number, date, signer } } : {},
  }
}
