export { admitAsn, reservedAsns } from './asn/admit-asn.ts'
export { type AsnState, asnState, attestAsn, declareAsn, proveAsn, sendAsnCode, setAsnContact } from './asn/store.ts'
export { admitMac } from './attachment/admit-mac.ts'
export {
  attach,
  type AttachmentWish,
  attachmentOf,
  attachmentsOf,
  confirmMac,
  detach,
  macTaken,
} from './attachment/store.ts'
export {
  passedQuarantine,
  type Plugged,
  plugged,
  recordQuarantinePass,
  type Wished,
  wishState,
} from './attachment/store.ts'
export { type Found, familiesOf, isAnswering, isCarrying, isPeering, isReached, isSettled } from './found/model.ts'
export { foundOf, foundOfMany } from './found/store.ts'
export {
  addressOf,
  chooseAddress,
  firstFreeHosts,
  hostOf,
  type LanAddress,
  quarantineResponder,
} from './lan/choose-address.ts'
export { fabricStock, lanOf, listPorts, lockFabric, portOf, routeServersOf } from './lan/store.ts'
export type { Attachment, BuiltPort, Family, Lan, Prewired, RouteServerCard } from './model.ts'
export { type ExchangeDevices, exchangeReconcilers } from './reconcile.ts'
export { exchangeSection } from './site-section.ts'
