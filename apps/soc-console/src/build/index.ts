export { buildConsole } from './build-console.ts';
export { MODULES_FILE } from './console-folder.ts';
