import { words } from '#kernel'

/** What the floor says no with: about files, whatever room they are kept for. */
export const floorWords = words({
  'file-too-large': {
    fr: (v: { most_bytes: number }) =>
      `Le fichier est trop volumineux\u00A0: au plus ${Math.floor(v.most_bytes / 1024 / 1024)} Mo.`,
    en: (v: { most_bytes: number }) => `The file is too large: at most ${Math.floor(v.most_bytes / 1024 / 1024)} MB.`,
  },
  'file-kind-refused': {
    fr: 'Ce fichier n’est ni une image (JPEG, PNG, WebP), ni un PDF, ni du texte (CSV, JSON), ou il est abîmé.',
    en: 'This file is neither a picture (JPEG, PNG, WebP), nor a PDF, nor text (CSV, JSON), or it is damaged.',
  },
})
