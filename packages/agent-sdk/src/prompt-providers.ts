const prompt = new WeakSet<object>();

/** This provider sends by itself what cannot wait: asking it to flush would only hold up the end of the process. */
export const markPrompt = (provider: object): void => {
  prompt.add(provider);
};

export const isPrompt = (provider: object | undefined): boolean =>
  provider !== undefined && prompt.has(provider);
