export { buildConsole } from './build-console.ts';
export { consoleFolder, isBuilt } from './console-folder.ts';
