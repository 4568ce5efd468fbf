export type Json = { readonly [key: string]: unknown };

const REFERENCE = '#/components/schemas/';

/** The TypeScript type of a JSON schema, as far as the API's description uses them. */
export function typeOf(schema: unknown): string {
  if (!isObject(schema)) return 'unknown';
  const { $ref, enum: values, const: value, anyOf, type } = schema;
  if (typeof $ref === 'string') return $ref.replace(REFERENCE, 'schemas.');
  if (Array.isArray(values)) return union(values.map((one) => JSON.stringify(one)));
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(anyOf)) return union(anyOf.map(typeOf));
  if (Array.isArray(type)) return union(type.map((one) => typeOf({ ...schema, type: one })));
  if (type === 'array') return `readonly (${typeOf(schema.items)})[]`;
  if (type === 'object') return objectType(schema);
  return simple[String(type)] ?? 'unknown';
}

const simple: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

function objectType({ properties, required, additionalProperties }: Json): string {
  const needed = Array.isArray(required) ? required : [];
  const fields = Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) =>
    field(name, schema, needed.includes(name)),
  );
  const more = isObject(additionalProperties) ? additionalProperties : undefined;
  if (fields.length === 0)
    return more ? `{ [name: string]: ${typeOf(more)} }` : '{ [name: string]: unknown }';
  // Further fields are there to be looked up, and no more is known of them.
  return more ? `{ ${fields.join('; ')}; [name: string]: unknown }` : `{ ${fields.join('; ')} }`;
}

export const field = (name: string, schema: unknown, needed: boolean): string =>
  `${/^\w+$/.test(name) ? name : JSON.stringify(name)}${needed ? '' : '?'}: ${typeOf(schema)}${needed ? '' : ' | undefined'}`;

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
