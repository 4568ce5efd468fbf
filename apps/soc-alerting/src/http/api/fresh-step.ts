export const FRESH_STEP =
  'this needs a person who showed who they are within the last five minutes: sign in again, then ask again';
