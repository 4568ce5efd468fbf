export type { Channel, Notification, Outcome } from './channels/channel.ts';
