import type { Router } from '../derive/router.ts';
import { file, generated } from './generated.ts';
import { kernelSettings } from './kernel.ts';
import type { RenderedFile } from './rendered-file.ts';
import { TUNNEL_SCRIPT_PATH } from './tunnel-script.ts';

export const SYSCTL_PATH = '/etc/sysctl.d/90-router-spec.conf';

/** Kernel parameters that are there at boot; the others are set by the tunnel script. */
export function renderSysctl(router: Router): RenderedFile {
  const lines = generated(
    '#',
    'What belongs to one interface or to connection tracking does not exist yet when this file is read;',
    `${TUNNEL_SCRIPT_PATH} sets it.`,
  );
  for (const { path, value, from } of kernelSettings(router).boot) {
    // With dots, unless a part of the name has one itself: both programs that read this file take slashes too.
    lines.add(`${path.includes('.') ? path : path.replaceAll('/', '.')} = ${value}`, ...from);
  }
  return file(SYSCTL_PATH, 'ini', lines);
}
