import { test } from 'vitest';
import { ANSWERS, atEveryPoint } from './rig/every-point.ts';

test.concurrent.for(ANSWERS)(
  'row 13: the process hangs, at every point of a deploy to %s',
  { timeout: 1_800_000 },
  atEveryPoint('hang'),
);
