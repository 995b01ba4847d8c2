import { test } from 'vitest';
import { ANSWERS, atEveryPoint } from './rig/every-point.ts';

test.concurrent.for(ANSWERS)(
  'rows 10, 19: the process is killed, at every point of a deploy to %s',
  { timeout: 1_800_000 },
  atEveryPoint('kill'),
);
