/** Height units of a shared rack, both ends counted: `U4–5`, one alone `U6`. */
export const unitsText = ({ from_u: from, to_u: to }: { readonly from_u: number; readonly to_u: number }): string =>
  from === to ? `U${from}` : `U${from}–${to}`
