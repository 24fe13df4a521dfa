export { learnedFrom, sessionsOf, type SpeakerAt, wakeSessions } from './control.ts'
export type { LearnedRoute, SpeakerSession } from './parse-show.ts'
export { renderSpeaker, type Speaker, type SpeakerNeighbor } from './render-config.ts'
