import { words } from '#kernel'

export const w = words({
  all: {
    fr: (v: { what: string }) => `Tout voir\u00a0: ${v.what.toLowerCase()}`,
    en: (v: { what: string }) => `All ${v.what.toLowerCase()}`,
  },
  aMonth: {
    fr: (v: { amount: string }) => `${v.amount} par mois`,
    en: (v: { amount: string }) => `${v.amount} a month`,
  },
  noServices: { fr: 'Aucun service.', en: 'No service.' },
  noOrders: { fr: 'Aucune commande.', en: 'No order.' },
  noInvoices: { fr: 'Aucune facture.', en: 'No invoice.' },
  noLetters: { fr: 'Aucune lettre émise ni reçue.', en: 'No letter issued or received.' },
  noSurveys: { fr: 'Aucun relevé.', en: 'No survey.' },
  draft: { fr: 'en préparation', en: 'in preparation' },
  issuedOn: { fr: (v: { day: string }) => `émise le ${v.day}`, en: (v: { day: string }) => `issued ${v.day}` },
  dueOn: { fr: (v: { day: string }) => `échéance ${v.day}`, en: (v: { day: string }) => `due ${v.day}` },
  letters: { fr: 'Lettres d’autorisation', en: 'Letters of authorisation' },
  issuedTo: { fr: (v: { who: string }) => `émise pour ${v.who}`, en: (v: { who: string }) => `issued to ${v.who}` },
  receivedFrom: {
    fr: (v: { who: string }) => `reçue de ${v.who}`,
    en: (v: { who: string }) => `received from ${v.who}`,
  },
  surveys: { fr: 'Relevés', en: 'Surveys' },
  panels: { fr: 'Panneaux en salle de rencontre', en: 'Panels in the meet-me room' },
  heldOf: {
    fr: (v: { held: string; of: string; free: string }) => `${v.held} occupées, ${v.free} libres sur ${v.of}`,
    en: (v: { held: string; of: string; free: string }) => `${v.held} held, ${v.free} free of ${v.of}`,
  },
})
