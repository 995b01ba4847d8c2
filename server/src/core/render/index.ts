import type { Router } from '../derive/router.ts';
import type { RenderedFile } from './rendered-file.ts';

/** The files that a router gets, in the order in which they are shown. */
export function renderRouter(_router: Router): readonly RenderedFile[] {
  return [];
}
