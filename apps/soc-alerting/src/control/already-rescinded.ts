/** What the answer to a rescission says where there was nothing left to rescind. */
export const ALREADY_RESCINDED = 'was rescinded already';
