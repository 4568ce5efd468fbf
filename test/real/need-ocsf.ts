import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Documents that nothing was held against would prove nothing. */
export function setup(): void {
  const directory = process.env.MORTSAFE_OCSF_SCHEMAS;
  if (directory && existsSync(join(directory, '1.8.0.json')) && existsSync(join(directory, '1.9.0.json')))
    return;
  throw new Error(
    'set MORTSAFE_OCSF_SCHEMAS to a directory with 1.8.0.json and 1.9.0.json: `source .ci/ocsf.sh; make_ocsf_schemas DIRECTORY` makes them with Python',
  );
}
