/**
 * The demo does in seconds what takes minutes in earnest, so its policy is quicker than the defaults. It is the
 * text of a policy file, so that it says nothing a user could not say.
 */
export const demoPolicy = `
fleets:
  - rules:
      kill-not-effective: { grace: 1s }   # default 5s
      masked-failure: { tolerance: 4s }   # default 10s
`;
