import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

/** Asks before it acts: what will change, then the two buttons. On the phone it is the whole page. */
export const Dialog = ({
  title,
  open,
  onClose,
  children,
  wide = false,
}: {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
}): ReactNode => (
  <ModalOverlay
    isOpen={open}
    onOpenChange={(next) => {
      if (!next) onClose()
    }}
    isDismissable
    className="panel-in fixed inset-0 z-40 flex items-start justify-center overflow-auto bg-ink/30 p-10 max-narrow:p-0"
  >
    <Modal className={`w-full ${wide ? 'max-w-3xl' : 'max-w-xl'} border-t border-ink bg-dial max-narrow:min-h-full`}>
      <AriaDialog className="flex flex-col gap-5 px-8 pb-8 pt-6 outline-none max-narrow:px-4">
        <Heading slot="title" className="text-panel">
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
)

export const DialogActions = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <div className="flex flex-wrap items-center gap-3 border-t border-rule pt-5 max-narrow:flex-col max-narrow:items-stretch">
    {children}
  </div>
)
