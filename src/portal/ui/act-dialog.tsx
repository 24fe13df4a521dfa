import { type ReactNode, useState } from 'react'
import type { Route } from '#kernel'
import { problemOf, sentenceOf, type useAct } from '../call.ts'
import { useTongue } from '../language.tsx'
import { Button, type ButtonLook } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'
import { RefusalBox } from './refusal-box.tsx'
import { w as shared } from '../words.ts'

/** What an act's mutation gives to its dialog. */
type Act = Pick<ReturnType<typeof useAct<Route>>, 'isPending' | 'error' | 'reset'>

const Actions = ({
  doWord,
  busy,
  onDo,
  onClose,
}: {
  /** Null: it was done, only closing is left. */
  readonly doWord: string | null
  readonly busy: boolean
  readonly onDo: () => void
  readonly onClose: () => void
}): ReactNode => {
  const { t } = useTongue()
  return (
    <DialogActions>
      {doWord !== null && (
        <Button look="main" isPending={busy} onPress={onDo}>
          {doWord}
        </Button>
      )}
      <Button look={doWord === null ? 'main' : 'plain'} onPress={onClose}>
        {t(doWord === null ? shared.close : shared.cancel)}
      </Button>
    </DialogActions>
  )
}

/**
 * A button that asks before it acts: it says what will change, takes what the act needs, does it, and stays open with the
 * server's sentence when the answer is no.
 */
export const ActDialog = ({
  button,
  look = 'plain',
  refused,
  title,
  changes,
  act,
  doWord,
  onDo,
  onOpen,
  over = false,
  children,
}: {
  readonly button: string
  readonly look?: ButtonLook
  readonly refused?: string | undefined
  readonly title: string
  readonly changes: ReactNode
  readonly act: Act
  readonly doWord: string
  /** Resolves to whether it was done: then the dialog closes. */
  readonly onDo: () => Promise<boolean>
  /** Such as a dry run, so that the dialog can say what would happen. */
  readonly onOpen?: () => void
  /** It was done and what it made stands in the dialog, to be read once: only closing is left. */
  readonly over?: boolean
  readonly children?: ReactNode
}): ReactNode => {
  const { language } = useTongue()
  const [open, setOpen] = useState(false)
  const problem = problemOf(act.error)
  const close = (): void => {
    setOpen(false)
    act.reset()
  }
  const run = async (): Promise<void> => {
    if (await onDo()) close()
  }
  return (
    <>
      <Button
        look={look}
        refused={refused}
        onPress={() => {
          setOpen(true)
          onOpen?.()
        }}
      >
        {button}
      </Button>
      <Dialog title={title} open={open} onClose={close}>
        <div className="text-body text-ink-2">{changes}</div>
        {children}
        {problem && (
          <RefusalBox
            sentence={sentenceOf(problem, language)}
            rule={problem.at?.map((one) => `${one.path}: ${one.message}`).join(' · ')}
            live
          />
        )}
        <Actions doWord={over ? null : doWord} busy={act.isPending} onDo={() => void run()} onClose={close} />
      </Dialog>
    </>
  )
}

/** Was the promise kept? The problem itself stands in the mutation. */
export const kept = async (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  )
