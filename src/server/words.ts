import { words } from '#kernel'

/** What any route may answer, whatever its room. */
export const serverWords = words({
  malformed: { fr: 'La demande n’a pas la forme attendue.', en: 'The request does not have the expected form.' },
  'not-found': { fr: 'Rien de tel ici.', en: 'There is no such thing here.' },
  'not-signed-in': { fr: 'Il faut être connecté.', en: 'You need to be signed in.' },
  'not-allowed': { fr: 'Vos droits ne le permettent pas.', en: 'Your rights do not allow this.' },
  'wrong-origin': { fr: 'La demande vient d’un autre site.', en: 'The request comes from another site.' },
  'wrong-host': { fr: 'Ce serveur ne répond pas sous ce nom.', en: 'This server does not answer under this name.' },
  'version-missing': {
    fr: 'Dites quelle version vous avez lue (If-Match).',
    en: 'Say which version you read (If-Match).',
  },
  'version-changed': {
    fr: 'Quelqu’un d’autre l’a modifié entre-temps\u00A0: relisez, puis recommencez.',
    en: 'Somebody else changed it in between: read it again, then start over.',
  },
  'idempotency-key-missing': {
    fr: 'Cette demande engage\u00A0: elle doit porter une clé Idempotency-Key de 8 à 200 caractères.',
    en: 'This request makes a promise: it must carry an Idempotency-Key of 8 to 200 characters.',
  },
  'idempotency-key-reused': {
    fr: 'Cette clé Idempotency-Key a déjà servi pour une autre demande.',
    en: 'This Idempotency-Key has already served for another request.',
  },
  'in-progress': { fr: 'La même demande est en cours.', en: 'The same request is under way.' },
  'too-large': { fr: 'La demande est trop volumineuse.', en: 'The request is too large.' },
  'wrong-media': { fr: 'Seul le JSON est compris ici.', en: 'Only JSON is understood here.' },
  'too-many-tries': { fr: 'Trop d’essais. Attendez un peu.', en: 'Too many tries. Wait a little.' },
  'disk-low': {
    fr: 'Il reste trop peu de place sur le disque\u00A0: la lecture continue, les nouveaux engagements attendent.',
    en: 'Too little room is left on the disk: reading goes on, new promises wait.',
  },
  'database-gone': {
    fr: 'La base de données ne répond pas. Rien n’est perdu\u00A0: réessayez dans quelques secondes.',
    en: 'The database does not answer. Nothing is lost: try again in a few seconds.',
  },
  busy: {
    fr: 'Trop de demandes sur la même chose. Réessayez.',
    en: 'Too many requests for the same thing. Try again.',
  },
  'device-silent': {
    fr: (v: { device: string }) => `L’équipement ${v.device} ne répond pas. Réessayez plus tard.`,
    en: (v: { device: string }) => `The device ${v.device} does not answer. Try again later.`,
  },
  defect: {
    fr: 'Une erreur de notre part. Elle est consignée sous l’identifiant de la demande.',
    en: 'A mistake of ours. It is on record under the request’s id.',
  },
  'organisation-unknown': { fr: 'Aucune organisation de ce nom.', en: 'No organisation of this name.' },
})
