export { dayIn } from './start-billing.ts'
export { earlyEndCharge } from './end-service.ts'
