import { exchangeSection } from '#exchange'
import { facilitySection, organisationsSection } from '#facility'
import { fibreSection } from '#fibre'
import { marketSection } from '#market'

/** What the files of a site may say, in the order in which rows refer to each other. */
export const sections = [organisationsSection, facilitySection, fibreSection, exchangeSection, marketSection]
