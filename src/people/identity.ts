import type { Refusal } from '#kernel'

/** The 249 codes that ISO 3166-1 assigns (alpha-2), from iso3166.tab of the time zone database, as of ISO/TC 46 N1108 of 5 April 2023. */
const COUNTRIES = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
    'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
    'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
    'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
    'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
    'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
    'UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
)

/** What is written for a country and is not its code: the Union’s own letters of Greece (they stay before its VAT numbers), and a habit. */
const MEANT: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' }

/** Of a member whose file names no country: a person says it before the first invoice. The Unicode CLDR reads it as the unknown region. */
export const COUNTRY_UNSAID = 'ZZ'

export const isCountry = (code: string): boolean => COUNTRIES.has(code)

/** Luhn (ISO/IEC 7812-1 annex B), as INSEE uses it for SIREN and SIRET. */
export const passesLuhn = (digits: string): boolean => {
  const total = [...digits].toReversed().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
  return total % 10 === 0
}

/** La Poste has more establishments than Luhn leaves it numbers: their digits add up to a multiple of five (INSEE). */
const LA_POSTE = '356000000'
const holdsForLaPoste = (siret: string): boolean =>
  siret.startsWith(LA_POSTE) && [...siret].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0

/** Fourteen digits whose check is right, and that of the SIREN within them. */
export const isSiret = (text: string): boolean =>
  /^\d{14}$/.test(text) && ((passesLuhn(text) && passesLuhn(text.slice(0, 9))) || holdsForLaPoste(text))

/**
 * What is wrong with how an organisation is known to its State; the one check of every way in. A country that is none would be invoiced
 * as one outside the Union, without VAT. Pure.
 */
export const identityTrouble = (of: {
  readonly country?: string | undefined
  readonly siret?: string | null | undefined
}): Refusal | null => {
  const { country, siret } = of
  if (country !== undefined && !isCountry(country))
    return { code: 'country-unknown', country, meant: MEANT[country] ?? null }
  return siret !== undefined && siret !== null && !isSiret(siret) ? { code: 'siret-wrong', siret } : null
}
