import { type Language, say, words } from '#kernel'

/** What a panel's fibre or copper is called, on paper, in a mail and on a page. */
export const mediaWords = words({
  'media-os2': { fr: 'fibre monomode OS2', en: 'single-mode fibre OS2' },
  'media-om4': { fr: 'fibre multimode OM4', en: 'multimode fibre OM4' },
  'media-cat6a': { fr: 'cuivre catégorie 6A', en: 'copper, category 6A' },
})

const of = new Map(Object.entries(mediaWords))
/** In words; what is no medium of a panel stands as it is. */
export const mediaText = (media: string, language: Language): string => {
  const word = of.get(`media-${media}`)
  return word ? say(word, language) : media
}
