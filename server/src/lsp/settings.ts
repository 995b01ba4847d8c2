import type { Severity } from '../core/problem.ts';
import type { Severities } from '../service/document-state.ts';
import type { InlayHintSettings } from '../service/inlay-hints.ts';

/** The settings under `routerSpec` that the server looks at. */
export interface Settings {
  /** `routerSpec.severities`: severities by code instead of the rules' own. */
  readonly severities: Severities;
  /** `routerSpec.inlayHints.*`. */
  readonly inlayHints: InlayHintSettings;
  /** `routerSpec.codeLens`. */
  readonly codeLens: boolean;
  /** `routerSpec.ssh.configFile`: what `ssh -F` is given; empty for the user's own. */
  readonly sshConfigFile: string;
}

export const SECTION = 'routerSpec';

export const DEFAULT_SETTINGS: Settings = {
  severities: {},
  inlayHints: { prefix: true, tunnel: true, mtu: true, defaults: true },
  codeLens: true,
  sshConfigFile: '',
};

const SEVERITIES: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (
  Severity | 'off'
)[];

/** Reads the settings as a client sends them. Whatever is missing or of the wrong form keeps its default. */
export function settingsOf(value: unknown): Settings {
  const given = recordOf(value);
  const hints = recordOf(given.inlayHints);
  const { inlayHints } = DEFAULT_SETTINGS;
  return {
    severities: severitiesOf(given.severities),
    inlayHints: {
      prefix: booleanOf(hints.prefix, inlayHints.prefix),
      tunnel: booleanOf(hints.tunnel, inlayHints.tunnel),
      mtu: booleanOf(hints.mtu, inlayHints.mtu),
      defaults: booleanOf(hints.defaults, inlayHints.defaults),
    },
    codeLens: booleanOf(given.codeLens, DEFAULT_SETTINGS.codeLens),
    sshConfigFile: stringOf(recordOf(given.ssh).configFile, DEFAULT_SETTINGS.sshConfigFile),
  };
}

function severitiesOf(value: unknown): Severities {
  return Object.fromEntries(
    Object.entries(recordOf(value)).filter((entry): entry is [string, Severity | 'off'] =>
      SEVERITIES.includes(entry[1]),
    ),
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function booleanOf(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function stringOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
