import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRequest, newSpecRequest, surveyRequest } from '../../server/src/lsp/protocol.ts';
import type { ImportResult, NewSpecParams } from '../../server/src/lsp/protocol.ts';
import type { RouterFacts } from '../../server/src/lsp/protocol.ts';
import { TestSession } from './support/session.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures');
const read = (name: string): string => readFileSync(path.join(FIXTURES, name), 'utf8');

interface Next {
  readonly question?: {
    readonly id: string;
    readonly title: string;
    readonly suggested: string;
    readonly problem?: string;
    readonly choices: readonly { readonly label: string }[];
  };
  readonly text?: string;
  readonly router?: string;
}

let session: TestSession;
beforeAll(async () => {
  session = await TestSession.start();
});
afterAll(() => session.close());

describe(newSpecRequest.method, () => {
  const next = (params: NewSpecParams, of = session): Promise<Next> =>
    of.client.sendRequest<Next>(newSpecRequest.method, params);

  /** Takes what is suggested for everything that is not given. */
  async function walk(
    given: Record<string, string>,
    about: Omit<NewSpecParams, 'answers'> = {},
  ): Promise<string> {
    const answers: Record<string, string> = {};
    for (;;) {
      const { question, text } = await next({ answers, ...about });
      if (text !== undefined) return text;
      expect(question?.problem).toBeUndefined();
      if (question !== undefined) answers[question.id] = given[question.id] ?? question.suggested;
    }
  }

  test('asks until there is a spec', async () => {
    expect(await walk({ prefix: '240b:10:1234:5600::/64' })).toBe(read('new-spec/v6plus.en.yaml'));
  });

  test('speaks the language of the client', async () => {
    const japanese = await TestSession.start({ locale: 'ja' });
    expect((await next({ answers: {}, reaches: true }, japanese)).question).toMatchObject({
      title: '新しいルータースペック',
      choices: [{ label: 'プレフィックスから作成' }, { label: '既存のルーターから SSH で作成' }],
    });
    await japanese.close();
  });

  test('says why an answer cannot be used', async () => {
    expect((await next({ answers: { prefix: 'hello' } })).question).toMatchObject({
      id: 'prefix',
      problem: expect.any(String) as string,
    });
  });

  test('offers a router only to a client that could reach one', async () => {
    expect((await next({ answers: {} })).question?.id).toBe('prefix');
    expect((await next({ answers: {}, reaches: false })).question?.id).toBe('prefix');
    expect((await next({ answers: {}, reaches: true })).question?.id).toBe('from');
    expect(await next({ answers: { from: 'router', router: 'borealis' }, reaches: true })).toMatchObject({
      router: 'root@borealis',
    });
  });

  test('goes on with what the router said', async () => {
    const facts = { ...(JSON.parse(read('survey/facts.json')) as RouterFacts), address: 'root@borealis' };
    expect(await walk({ from: 'router', router: 'root@borealis' }, { reaches: true, facts })).toBe(
      read('survey/router.yaml'),
    );
  });
});

describe(importRequest.method, () => {
  const ask = (files: readonly { path: string; text: string }[]): Promise<ImportResult> =>
    session.client.sendRequest<ImportResult>(importRequest.method, { files });

  test('makes a spec of files, and tells of each line', async () => {
    const file = 'etc/config/network';
    const { text, markdown } = await ask([{ path: file, text: read(`import/openwrt-dslite/${file}`) }]);
    expect(text.replace(/^#.*\n/, '')).toBe(read('import/openwrt-dslite/router.yaml'));
    expect(markdown).toContain(`\`${file}\``);
  });

  test('makes nothing of nothing', async () => {
    expect(await ask([])).toMatchObject({ text: expect.any(String) as string });
    expect((await ask([{ path: 'notes.txt', text: 'hello\n' }])).markdown).toContain('notes.txt');
  });
});

describe(surveyRequest.method, () => {
  test('refuses what is no router before anything is begun', async () => {
    const trusted = await TestSession.start({ options: { trusted: true } });
    for (const address of ['', 'root@-oProxyCommand=x', 'a b@c'])
      await expect(trusted.client.sendRequest(surveyRequest.method, { address })).rejects.toThrow(
        'USER@HOST',
      );
    await trusted.close();
  });
});
