import type { Text } from '../core/text.ts';
import type { AgentEvent } from './events.ts';
import { failure, sentences } from './failures.ts';
import { deadlineText } from './steps.ts';
import type { Failure, HealthResult, Outcome } from './types.ts';

/** What is true of the router after each end of a deploy. */
export const STATES: Readonly<Record<Outcome['state'], Text>> = {
  kept: {
    en: 'The new configuration is live and saved; it survives a reboot.',
    ja: '新しい設定が有効になり、保存されました。再起動後も維持されます。',
  },
  'kept-not-saved': {
    en: 'The new configuration is live but not saved: the next reboot comes up with the old one.',
    ja: '新しい設定は有効ですが、保存されていません。次に再起動すると元の設定に戻ります。',
  },
  'rolled-back': {
    en: 'The router went back to the old configuration, which is live again.',
    ja: 'ルーターは元の設定に戻り、元の設定が有効です。',
  },
  unchanged: { en: 'The router was not changed.', ja: 'ルーターは変更されていません。' },
  unknown: {
    en: 'The router could not be reached to learn how it ended.',
    ja: 'ルーターに接続できず、結果を確認できませんでした。',
  },
};

/** What is true beside the state `rolled-back` where somebody saved on the router before that. */
const SAVED_MEANWHILE: Text = {
  en: 'But the new one was saved on the router before that, and the old one could not be saved again: the next reboot comes up with the new one.',
  ja: 'ただし、元に戻す前に新しい設定がルーター上で保存されており、元の設定を保存し直せませんでした。次に再起動すると新しい設定で起動します。',
};

/** What is true after each end that the router tells of, which has more words than there are outcomes. */
export const ENDS: Readonly<Record<string, Text>> = {
  ...STATES,
  rebooted: STATES['rolled-back'],
  'rolled-back-not-saved': sentences(STATES['rolled-back'], SAVED_MEANWHILE),
};

interface Known {
  readonly id: string;
  readonly health: readonly HealthResult[];
}

export function unchanged(known: Known, why: Failure): Outcome {
  return { ...known, state: 'unchanged', detail: why.text, failure: why };
}

export function rolledBack(known: Known, why: Failure): Outcome {
  return { ...known, state: 'rolled-back', detail: sentences(STATES['rolled-back'], why.text), failure: why };
}

export function kept(known: Known): Outcome {
  return { ...known, state: 'kept', detail: STATES.kept };
}

export function unknown(known: Known, deadline: Date, why: Failure): Outcome {
  const detail = sentences(sentences(STATES.unknown, deadlineText(deadline)), why.text);
  return { ...known, state: 'unknown', detail, deadline, failure: why };
}

/** The outcome that the router's `end` event tells of; undefined for one that is no end yet. */
export function outcomeOf(known: Known, end: AgentEvent, override?: Failure): Outcome | undefined {
  const code = end.code ?? '';
  const why = override ?? failure(code === '' ? 'failed' : code, (end.detail ?? '').trim());
  switch (end.state) {
    case 'kept':
      return kept(known);
    case 'kept-not-saved':
      return {
        ...known,
        state: 'kept-not-saved',
        detail: sentences(STATES['kept-not-saved'], why.text),
        failure: why,
      };
    case 'rolled-back':
    case 'rebooted':
      return rolledBack(known, why);
    case 'rolled-back-not-saved':
      return rolledBack(known, { ...why, text: sentences(SAVED_MEANWHILE, why.text) });
    case 'unchanged':
      return { ...known, state: 'unchanged', detail: sentences(STATES.unchanged, why.text), failure: why };
    default:
      return undefined;
  }
}
