export { openEmbedded } from './embedded.ts';
export { type HandedOver, handedOver } from './handed-over.ts';
export { hostileTexts } from './hostile.ts';
export {
  experiment,
  finding,
  instanceOfOrder,
  killOrdered,
  linkOpened,
  shieldingAct,
  started,
  statusReported,
  T0,
  wholeOrder,
} from './samples.ts';
