export { type Call, type Ending, done, sayCli, Unusable } from './command.ts'
export { run, type Surroundings } from './run.ts'
