import type { InvoiceWire, RunWire } from '#billing/contract'
import { type Word, words } from '#kernel'
import type { LetterWire, LineWire, OrderWire, ServiceWire, WorkWire } from '#market/contract'

type Named =
  | `order-${OrderWire['state']}`
  | `line-${LineWire['state']}`
  | `service-${ServiceWire['state']}`
  | `work-${WorkWire['state']}`
  | `letter-${LetterWire['state']}`
  | `invoice-${InvoiceWire['state']}`
  | `run-${RunWire['state']}`
  | `owner-${NonNullable<LineWire['waiting']>['for']}`

/** States and owners as the command line says them; `--json` has the codes. */
export const stateWords = words({
  'order-draft': { fr: 'brouillon', en: 'draft' },
  'order-quoted': { fr: 'devis, à signer', en: 'quoted, to be signed' },
  'order-delivering': { fr: 'en livraison', en: 'delivering' },
  'order-in-service': { fr: 'en service', en: 'in service' },
  'order-refused': { fr: 'refusée', en: 'refused' },
  'order-cancelled': { fr: 'annulée', en: 'cancelled' },
  'order-expired': { fr: 'devis expiré', en: 'quote expired' },
  'order-dismantled': { fr: 'démontée', en: 'dismantled' },
  'line-draft': { fr: 'brouillon', en: 'draft' },
  'line-quoted': { fr: 'devis', en: 'quoted' },
  'line-accepted': { fr: 'acceptée', en: 'accepted' },
  'line-delivering': { fr: 'en livraison', en: 'delivering' },
  'line-waiting': { fr: 'attend', en: 'waits' },
  'line-ready': { fr: 'prête', en: 'ready' },
  'line-in-service': { fr: 'en service', en: 'in service' },
  'line-refused': { fr: 'refusée', en: 'refused' },
  'line-cancelled': { fr: 'annulée', en: 'cancelled' },
  'line-expired': { fr: 'devis expiré', en: 'quote expired' },
  'line-rejected': { fr: 'refusée à la recette', en: 'rejected at handover' },
  'line-dismantled': { fr: 'démontée', en: 'dismantled' },
  'service-planned': { fr: 'prévu', en: 'planned' },
  'service-in-service': { fr: 'en service', en: 'in service' },
  'service-suspended': { fr: 'suspendu', en: 'suspended' },
  'service-notice-given': { fr: 'résilié, encore en service', en: 'notice given, still in service' },
  'service-dismantling': { fr: 'en démontage', en: 'dismantling' },
  'service-closed': { fr: 'fermé', en: 'closed' },
  'work-open': { fr: 'à prendre', en: 'open' },
  'work-taken': { fr: 'prise', en: 'taken' },
  'work-blocked': { fr: 'bloquée', en: 'blocked' },
  'work-to-confirm': { fr: 'attend une deuxième personne', en: 'waits for a second person' },
  'work-done': { fr: 'faite', en: 'done' },
  'work-withdrawn': { fr: 'retirée', en: 'withdrawn' },
  'letter-valid': { fr: 'valable', en: 'valid' },
  'letter-used': { fr: 'utilisée', en: 'used' },
  'letter-expired': { fr: 'expirée', en: 'expired' },
  'letter-revoked': { fr: 'révoquée', en: 'revoked' },
  'invoice-prepared': { fr: 'préparée', en: 'prepared' },
  'invoice-issued': { fr: 'émise', en: 'issued' },
  'run-dry-run': { fr: 'à blanc', en: 'dry run' },
  'run-prepared': { fr: 'préparé', en: 'prepared' },
  'run-approved': { fr: 'approuvé', en: 'approved' },
  'run-discarded': { fr: 'écarté', en: 'discarded' },
  'kind-invoice': { fr: 'facture', en: 'invoice' },
  'kind-credit-note': { fr: 'avoir', en: 'credit note' },
  'owner-site': { fr: 'le site', en: 'the site' },
  'owner-customer': { fr: 'le client', en: 'the customer' },
  'owner-other-side': { fr: 'l’autre côté', en: 'the other side' },
  'owner-supplier': { fr: 'un fournisseur', en: 'a supplier' },
} satisfies Readonly<Record<Named, Word>> & Readonly<Record<string, Word>>)
