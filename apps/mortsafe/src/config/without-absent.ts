type Absent<Given> = { [Key in keyof Given]-?: undefined extends Given[Key] ? Key : never }[keyof Given];

/** What may be undefined may be absent instead. */
type WithoutAbsent<Given> = Omit<Given, Absent<Given>> & {
  [Key in Absent<Given>]?: Exclude<Given[Key], undefined>;
};

/** Leaves out what is undefined: what is not said must not hide a default. */
export const withoutAbsent = <Given extends object>(given: Given): WithoutAbsent<Given> =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as WithoutAbsent<Given>;
