export { addPorts, type Bridge, createBridges, removePorts } from './bridges.ts'
export { openVSwitch, type OpenVSwitch } from './fabric.ts'
export { Ovsdb } from './ovsdb.ts'
export type { SwitchBase } from './render-flows.ts'
