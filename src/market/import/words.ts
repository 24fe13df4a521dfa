import { words } from '#kernel'

type Values = { readonly [value: string]: unknown }
const t = (values: Values, name: string): string => String(values[name] ?? '')

/** What is wrong with a file that was to be imported, whatever it is about. */
export const importWords = words({
  'declared-not-sold': {
    fr: 'Un port déclaré par un fichier ne se vend pas\u00A0: commander un port d’échange.',
    en: 'A port that a file declares is not sold: order an exchange port.',
  },
  'declared-port': { fr: 'Port déclaré', en: 'Declared port' },
  'hold-declared-port': { fr: 'Port déclaré', en: 'Declared port' },
  'step-end-declaration': { fr: 'Clore la déclaration', en: 'End the declaration' },
  'import-empty': { fr: 'Le fichier est vide.', en: 'The file is empty.' },
  'import-too-large': {
    fr: (v: Values) =>
      `Le fichier fait ${t(v, 'bytes')} octets, un import en prend au plus ${t(v, 'most')}\u00A0: le couper en plusieurs.`,
    en: (v: Values) =>
      `The file has ${t(v, 'bytes')} bytes, an import takes ${t(v, 'most')} at most: cut it into several.`,
  },
  'import-byte-order-mark': {
    fr: 'Le fichier commence par une marque d’ordre des octets (BOM)\u00A0: l’enregistrer en UTF-8 sans BOM.',
    en: 'The file begins with a byte order mark (BOM): save it as UTF-8 without one.',
  },
  'import-utf-16': {
    fr: 'Le fichier est en UTF-16\u00A0: l’enregistrer en UTF-8.',
    en: 'The file is UTF-16: save it as UTF-8.',
  },
  'import-nul-byte': {
    fr: (v: Values) => `L’octet ${t(v, 'byte')} est nul\u00A0: ce n’est pas un fichier de texte.`,
    en: (v: Values) => `Byte ${t(v, 'byte')} is a NUL: this is not a text file.`,
  },
  'import-not-utf-8': {
    fr: (v: Values) =>
      `La ligne ${t(v, 'line')} n’est pas en UTF-8 (Latin-1 peut-être)\u00A0: enregistrer le fichier en UTF-8.`,
    en: (v: Values) => `Line ${t(v, 'line')} is not UTF-8 (Latin-1 perhaps): save the file as UTF-8.`,
  },
  'json-broken': {
    fr: (v: Values) => `Ce n’est pas du JSON\u00A0: ligne ${t(v, 'line')}, colonne ${t(v, 'column')}.`,
    en: (v: Values) => `This is not JSON: line ${t(v, 'line')}, column ${t(v, 'column')}.`,
  },
  'json-too-deep': {
    fr: (v: Values) =>
      `Le JSON s’emboîte sur plus de ${t(v, 'most')} niveaux\u00A0: ligne ${t(v, 'line')}, colonne ${t(v, 'column')}.`,
    en: (v: Values) =>
      `The JSON nests deeper than ${t(v, 'most')} levels: line ${t(v, 'line')}, column ${t(v, 'column')}.`,
  },
  'csv-semicolons': {
    fr: 'Les colonnes sont séparées par des points-virgules\u00A0: exporter avec des virgules.',
    en: 'The columns are separated by semicolons: export with commas.',
  },
  'csv-tabs': {
    fr: 'Les colonnes sont séparées par des tabulations\u00A0: exporter avec des virgules.',
    en: 'The columns are separated by tabs: export with commas.',
  },
  'csv-quote-open': {
    fr: (v: Values) => `Le guillemet ouvert à la ligne ${t(v, 'line')} n’est jamais fermé.`,
    en: (v: Values) => `The quote opened on line ${t(v, 'line')} is never closed.`,
  },
  'csv-quote-stray': {
    fr: (v: Values) =>
      `Un guillemet est mal placé à la ligne ${t(v, 'line')}\u00A0: un champ qui en contient se met entre guillemets, et les siens se doublent.`,
    en: (v: Values) =>
      `A quote is out of place on line ${t(v, 'line')}: a field that holds one stands in quotes, and its own are doubled.`,
  },
  'csv-columns-missing': {
    fr: (v: Values) => `Il manque des colonnes\u00A0: ${[v['columns']].flat().join(', ')}.`,
    en: (v: Values) => `Columns are missing: ${[v['columns']].flat().join(', ')}.`,
  },
  'csv-column-unknown': {
    fr: (v: Values) => `La colonne «\u00A0${t(v, 'column')}\u00A0» n’est pas connue.`,
    en: (v: Values) => `The column “${t(v, 'column')}” is not known.`,
  },
  'csv-column-twice': {
    fr: (v: Values) => `La colonne «\u00A0${t(v, 'column')}\u00A0» est là deux fois.`,
    en: (v: Values) => `The column “${t(v, 'column')}” is there twice.`,
  },
  'csv-fields': {
    fr: (v: Values) => `La ligne ${t(v, 'line')} a ${t(v, 'found')} champs, l’en-tête ${t(v, 'expected')}.`,
    en: (v: Values) => `Line ${t(v, 'line')} has ${t(v, 'found')} fields, the header has ${t(v, 'expected')}.`,
  },
  'csv-too-many-columns': {
    fr: (v: Values) => `La ligne ${t(v, 'line')} a plus de ${t(v, 'most')} champs.`,
    en: (v: Values) => `Line ${t(v, 'line')} has more than ${t(v, 'most')} fields.`,
  },
  'csv-too-many-rows': {
    fr: (v: Values) => `Le fichier a plus de ${t(v, 'most')} lignes\u00A0: le couper en plusieurs.`,
    en: (v: Values) => `The file has more than ${t(v, 'most')} rows: cut it into several.`,
  },
  'csv-field-too-long': {
    fr: (v: Values) => `Un champ de la ligne ${t(v, 'line')} a plus de ${t(v, 'most')} caractères.`,
    en: (v: Values) => `A field on line ${t(v, 'line')} has more than ${t(v, 'most')} characters.`,
  },
  'csv-no-rows': { fr: 'Le fichier n’a qu’un en-tête.', en: 'The file has a header and nothing else.' },
})
