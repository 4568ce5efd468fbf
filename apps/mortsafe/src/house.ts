/** Where this installation is: the workspace, or the folder of a bundle, whose builder knows this line. */
export const house = new URL('../../../', import.meta.url);
