export { addPorts, type Bridge, type BridgePort, createBridges, listPorts, removePorts } from './bridges.ts'
export { MEMBER_PORT_MAX, openVSwitch, type OpenVSwitch, type OpenVSwitchOptions } from './fabric.ts'
export { Ovsdb } from './ovsdb.ts'
export type { SitePort, SwitchBase } from './render-flows.ts'
