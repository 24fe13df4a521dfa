import { makeReady } from '../../tools/make-ready.mjs'

/** The portal and the server as they are built, made before the first file asks: two files at once would build over each other. */
export default (): Promise<void> => makeReady(['portal', 'server'], () => undefined)
