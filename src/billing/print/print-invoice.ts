import { say } from '#kernel'
import { printPdf } from '#paper'
import type { InvoiceSnapshot } from '../snapshot.ts'
import { words } from '../words.ts'
import { drawFoot, drawInvoice } from './draw-invoice.ts'

/** The invoice as a PDF. The same snapshot gives the same pages; `at` is when it was issued, or prepared. */
export const printInvoice = (invoice: InvoiceSnapshot, at: Date): Promise<Uint8Array> => {
  const language = invoice.buyer.language
  const title = say(invoice.type_code === '381' ? words['credit-note'] : words.invoice, language)
  return printPdf(
    { title: `${title} ${invoice.number ?? ''}`.trim(), author: invoice.seller.name, language, at },
    (paper) => drawInvoice(paper, invoice),
    (paper, page, pages) => drawFoot(paper, invoice, page, pages),
  )
}
