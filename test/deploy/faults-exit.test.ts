import { test } from 'vitest';
import { ANSWERS, atEveryPoint } from './rig/every-point.ts';

test.concurrent.for(ANSWERS)(
  'row 10: the process ends, at every point of a deploy to %s',
  { timeout: 1_800_000 },
  atEveryPoint('exit'),
);
