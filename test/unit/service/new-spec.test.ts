import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { newSpec } from '../../../server/src/service/new-spec/index.ts';

type Answers = Record<string, string>;

/** Takes what is suggested for everything that is not given. */
function walk(given: Answers, locale: 'en' | 'ja' = 'en'): { asked: string[]; text: string } {
  const answers: Answers = {};
  const asked: string[] = [];
  for (;;) {
    const { question, text } = newSpec(answers, { locale });
    if (text !== undefined) return { asked, text };
    expect(question.problem).toBeUndefined();
    asked.push(question.id);
    expect(question.step).toBe(asked.length);
    answers[question.id] = given[question.id] ?? question.suggested;
  }
}

const problemOf = (answers: Answers): [string | undefined, string | undefined] => {
  const { question } = newSpec(answers, { locale: 'en' });
  return [question?.id, question?.problem];
};

const V6PLUS = { prefix: '240b:10:1234:5600::/64' };
const CUSTOM = {
  prefix: '2400:9999:12:3400::/56',
  provider: 'custom',
  'rule-ipv6-prefix': '2400:9999::/40',
  'rule-ipv4-prefix': '198.41.0.0/24',
  'rule-ea-length': '16',
  'border-relay': '2400:9999:ffff::64',
};

describe('the way to a new spec', () => {
  test.each<[string, Answers, string]>([
    ['v6plus, found by its rule', V6PLUS, 'v6plus'],
    ['an address as it was copied', { prefix: ' 240b:10:1234:5600:1:2:3:4/64\n' }, 'v6plus'],
    ['transix, likely by its prefix', { prefix: '2409:10:a000:1200::/56' }, 'transix'],
    ['another provider than the one found', { ...V6PLUS, provider: 'xpass' }, 'xpass'],
    ['a rule by hand', CUSTOM, 'custom'],
  ])('%s', (_, given, provider) => {
    for (const locale of ['en', 'ja'] as const) {
      const { text } = walk(given, locale);
      const analysis = analyze(text);
      expect(analysis.problems().filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(analysis.document.spec.tunnel?.provider).toBe(provider);
      expect(analysis.files.length).toBeGreaterThan(0);
    }
  });

  test('the text', async () => {
    for (const locale of ['en', 'ja'] as const)
      await expect(walk(V6PLUS, locale).text).toMatchFileSnapshot(
        `../../fixtures/new-spec/v6plus.${locale}.yaml`,
      );
    await expect(walk(CUSTOM).text).toMatchFileSnapshot('../../fixtures/new-spec/custom.en.yaml');
  });

  test('the numbers of a rule are only asked for where there is no provider', () => {
    expect(walk(V6PLUS).asked).toEqual(['prefix', 'provider', 'hostname', 'wan', 'ports', 'lan']);
    expect(walk(CUSTOM).asked).toContain('rule-ea-length');
  });

  test.each(['2400:2410:1:200::/64', '240d:a:1:200::/64', '2a02:8071:1:200::/56'])(
    'nothing is suggested for %s, of which nothing is known',
    (prefix) => {
      const { question } = newSpec({ prefix }, { locale: 'en' });
      expect(question).toMatchObject({ id: 'provider', suggested: '', problem: undefined });
      expect(question?.choices.map(({ value }) => value)).toContain('transix');
    },
  );

  test.each<[string, Answers, string]>([
    ['no prefix', { prefix: 'hello' }, 'prefix'],
    ['a prefix that no line has', { prefix: 'fe80::/64' }, 'prefix'],
    ['a provider without a rule for it', { ...V6PLUS, provider: 'ocn' }, 'provider'],
    [
      'a rule that does not cover the prefix',
      { ...CUSTOM, 'rule-ipv6-prefix': '2400:8888::/40', 'rule-psid-offset': '6' },
      'border-relay',
    ],
    ['a name that is none', { ...V6PLUS, provider: 'v6plus', hostname: 'a b' }, 'hostname'],
    [
      'an interface that is none',
      { ...V6PLUS, provider: 'v6plus', hostname: 'r', wan: 'eth0; reboot' },
      'wan',
    ],
    ['no ports', { ...V6PLUS, provider: 'v6plus', hostname: 'r', wan: 'eth0', ports: ' ' }, 'ports'],
    [
      'the WAN port in the LAN',
      { ...V6PLUS, provider: 'v6plus', hostname: 'r', wan: 'eth0', ports: 'eth0' },
      'ports',
    ],
    [
      'a network for an address',
      { ...V6PLUS, provider: 'v6plus', hostname: 'r', wan: 'eth0', ports: 'eth1', lan: '10.0.0.0/24' },
      'lan',
    ],
  ])('%s is said where it was answered', (_, answers, id) => {
    const [asked, problem] = problemOf(answers);
    expect(asked).toBe(id);
    expect(problem).toBeTruthy();
  });

  test('whatever is answered, there is a question or a spec without errors', () => {
    const ids = ['prefix', 'provider', 'hostname', 'wan', 'ports', 'lan', 'rule-ea-length', '__proto__'];
    const likely = fc.constantFrom('240b:10:1234:5600::/64', 'custom', 'eth0', 'null', 'yes', '10.0.0.1/24');
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...ids), fc.oneof(likely, fc.string({ unit: 'binary' }))),
        (answers) => {
          const { text } = newSpec(answers, { locale: 'en' });
          if (text !== undefined)
            expect(
              analyze(text)
                .problems()
                .filter(({ severity }) => severity === 'error'),
            ).toEqual([]);
        },
      ),
    );
  });
});
