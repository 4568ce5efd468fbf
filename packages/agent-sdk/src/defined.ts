type WithoutUndefined<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** Leaves out what is undefined, so that an absent field is absent on the wire too. */
export const defined = <Fields extends object>(fields: Fields): Partial<WithoutUndefined<Fields>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<
    WithoutUndefined<Fields>
  >;
