export { learnedFrom, type SpeakerAt, wakeSessions } from './control.ts'
export { renderSpeaker, type Speaker } from './render-config.ts'
