export { type Db, inTransaction, nextNumber, notify, violated } from './db.ts'
export { type By, type Entry, writeJournal } from './journal.ts'
export { type Connection, type Database, openDatabase } from './pool.ts'
export { upsertRows } from './upsert.ts'
