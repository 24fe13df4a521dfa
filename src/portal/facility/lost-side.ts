/** Which side a page is asked to show as lost. */
export type Lost = 'none' | 'A' | 'B'
