/** HDS, activity 1: the physical site that houses others' equipment (arrêté du 26 avril 2024). Invented, as its number and its issuer. */
export const certificate = (year: number, activity: number): string => `certificates:
  - { scheme: HDS, activities: [${activity}], number: HDS-EXEMPLE-0042, issuer: Organisme certificateur de l’exemple, from: "${year}-01-01", until: "${year + 2}-12-31" }
`
