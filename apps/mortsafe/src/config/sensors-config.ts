import { sensorDialectNames } from '@mortsafe/sources/sensor-dialect-names';
import { z } from 'zod';
import { glob } from './terms.ts';

const FILES_MAX = 100;

/** `sensors` in `mortsafe.yaml`: what sensors append to files of this machine. See docs/sensors.md. */
export const sensorsConfig = z
  .strictObject({
    files: z
      .array(
        z.strictObject({
          file: z.string().min(1).max(4_096),
          /** Whose words. Default: of each line the first that fits. */
          dialect: z.enum(sensorDialectNames).optional(),
          /** Globs of the fleets it may speak for. Default all. */
          fleets: z.array(glob).min(1).max(100).optional(),
        }),
      )
      .max(FILES_MAX)
      .default([]),
  })
  .prefault({});
