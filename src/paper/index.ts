export { A4, LEFT, MARGIN, RIGHT, block, color, flow, ink, pairs, textRight, wrap } from './paper.ts'
export type { Ink, Paper } from './paper.ts'
export { printPdf } from './print-pdf.ts'
