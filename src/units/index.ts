export * from './quantity.ts'
export * from './money.ts'
