import { resolveOurs } from './resolve-ours.ts';

// For `node --import`: the tests of a user's rules run in a process of their own.
resolveOurs();
