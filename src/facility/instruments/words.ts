import { type Language, longDay, say, type Word, words as vocabulary } from '#kernel'

/** An instrument as a reading names it; all but the kind may be unknown. */
interface Named {
  readonly kind?: string
  readonly handle?: string | null
  readonly make?: string | null
  readonly model?: string | null
  readonly serial?: string | null
  readonly calibrated_until?: string | null
}

export const instrumentNames = vocabulary({
  'instrument-multimeter': { fr: 'multimètre', en: 'multimeter' },
  'instrument-voltage-detector': { fr: 'vérificateur d’absence de tension', en: 'voltage detector' },
  'instrument-phase-tester': { fr: 'testeur de phase', en: 'phase tester' },
  'instrument-installation-tester': { fr: 'contrôleur d’installation', en: 'installation tester' },
  'instrument-clamp-meter': { fr: 'pince ampèremétrique', en: 'clamp meter' },
  'instrument-loss-test-set': { fr: 'source et photomètre', en: 'light source and power meter' },
  'instrument-power-meter': { fr: 'photomètre', en: 'optical power meter' },
  'instrument-otdr': { fr: 'réflectomètre (OTDR)', en: 'OTDR' },
  'instrument-fibre-microscope': { fr: 'microscope à fibre', en: 'fibre microscope' },
  'instrument-cable-tester': { fr: 'testeur de câble cuivre', en: 'copper cable tester' },
})

const kindOf = ({ kind = '' }: Named, language: Language): string => {
  const named: Readonly<Record<string, Word>> = instrumentNames
  const word = named[`instrument-${kind}`]
  return word ? say(word, language) : kind
}
/** By make and model as far as they are known, else by its kind. */
const called = (of: Named, language: Language): string => {
  const known = [of.make, of.model].flatMap((part) => (part ? [part] : []))
  return known.length === 0 ? kindOf(of, language) : known.join(' ')
}
/** A voltage detector is not calibrated but tested before and after it is used (NF C 18-510). */
const isCalibrated = ({ kind, calibrated_until: until }: Named): boolean =>
  Boolean(until) || kind !== 'voltage-detector'

export const instrumentWords = vocabulary({
  ...instrumentNames,
  /** With which instrument a value was read: Fluke 179, n° 12345678, étalonné jusqu’au 3 mars 2027. */
  'instrument-read': {
    fr: (of: Named) =>
      of.handle
        ? [
            called(of, 'fr'),
            `n°\u00a0${of.serial ?? 'inconnu'}`,
            ...(!isCalibrated(of)
              ? []
              : of.calibrated_until
                ? [`étalonné jusqu’au ${longDay(of.calibrated_until, 'fr')}`]
                : ['étalonnage inconnu']),
          ].join(', ')
        : `${kindOf(of, 'fr')}, instrument inconnu`,
    en: (of: Named) =>
      of.handle
        ? [
            called(of, 'en'),
            `no.\u00a0${of.serial ?? 'unknown'}`,
            ...(!isCalibrated(of)
              ? []
              : of.calibrated_until
                ? [`calibrated until ${longDay(of.calibrated_until, 'en')}`]
                : ['calibration unknown']),
          ].join(', ')
        : `${kindOf(of, 'en')}, instrument unknown`,
  },
})
