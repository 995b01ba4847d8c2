import { afterEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import type {
  FullDocumentDiagnosticReport,
  UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { TestSession, VS_CODE } from './support/session.ts';
import type { SessionOptions } from './support/session.ts';

type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

const BAD = 'version: 1\nwan: { interface: eth0, prefix: 2001:db8::/64 }\nhostnam: x\nversion: 1\n';

/** A client that is sent its diagnostics, because it does not ask for them. */
const PUSHED: SessionOptions = {
  capabilities: {
    ...VS_CODE,
    workspace: { configuration: true },
    textDocument: { publishDiagnostics: { relatedInformation: true } },
  },
};

let session: TestSession;
const start = async (options: SessionOptions = {}): Promise<TestSession> =>
  (session = await TestSession.start(options));
afterEach(() => session.close());

const pull = (uri: string, previousResultId?: string): Promise<Report> =>
  session.ask('textDocument/diagnostic', uri, previousResultId === undefined ? {} : { previousResultId });

async function pulled(uri: string): Promise<Diagnostic[]> {
  const report = await pull(uri);
  return report.kind === 'full' ? report.items : [];
}

const change = (uri: string, version: number, text: string): Promise<void> =>
  session.client.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ text }],
  });

describe('a diagnostic', () => {
  test('names its rule, links its page, points to what is wrong and to where it conflicts', async () => {
    await start();
    const uri = await session.open(BAD);
    const found = await pulled(uri);
    const duplicate = found.find(({ code }) => code === 'spec/duplicate-key');
    expect(duplicate).toMatchObject({
      source: 'router-spec',
      severity: 1,
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 7 } },
      codeDescription: {
        href: 'https://github.com/router-spec/router-spec/blob/main/docs/rules/spec/duplicate-key.md',
      },
      relatedInformation: [
        { location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } } } },
      ],
      data: { version: 1 },
    });
    for (const each of found) expect(each.codeDescription?.href).toContain(`/${String(each.code)}.md`);
  });

  test('speaks Japanese to a Japanese client, and links the Japanese page', async () => {
    await start({ locale: 'ja' });
    const [first] = await pulled(await session.open(BAD));
    expect(first?.message).toMatch(/[ぁ-ん]/);
    expect(first?.codeDescription?.href).toContain('/docs/ja/rules/');
  });

  test('has no other places for a client that cannot show them', async () => {
    await start({ capabilities: { textDocument: { diagnostic: {} } } });
    const found = await pulled(await session.open(BAD));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((each) => each.relatedInformation === undefined)).toBe(true);
  });
});

describe('a client that asks', () => {
  test('is sent nothing, and told when nothing has changed', async () => {
    await start();
    const uri = await session.open(BAD);
    const first = await pull(uri);
    expect(first).toMatchObject({ kind: 'full' });
    expect(await pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await change(uri, 2, 'version: 2\n');
    expect(await pull(uri, first.resultId)).toMatchObject({ kind: 'full' });
    expect(session.published).toEqual([]);
    expect(session.initialized.capabilities.diagnosticProvider).toBeDefined();
  });

  test('is asked to ask again when a severity changes', async () => {
    await start({ settings: { severities: { 'spec/unknown-key': 'hint' } } });
    const uri = await session.open(BAD);
    const severity = async (): Promise<number | undefined> =>
      (await pulled(uri)).find(({ code }) => code === 'spec/unknown-key')?.severity;
    expect(await severity()).toBe(4);
    expect(session.refreshes).toEqual([]);
    session.settings = { severities: { 'spec/unknown-key': 'off' } };
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(() => session.refreshes).toContain('diagnostic');
    expect(await severity()).toBeUndefined();
  });
});

describe('a client that is sent its diagnostics', () => {
  test('gets them with the version that they are for, once for a burst of edits', async () => {
    await start(PUSHED);
    expect(session.initialized.capabilities.diagnosticProvider).toBeUndefined();
    const uri = await session.open('version: 1\n');
    for (let version = 2; version <= 40; version++)
      void change(uri, version, `version: 1\nkey${version}: x\n`);
    await expect.poll(() => session.published.at(-1)?.version).toBe(40);
    expect(
      session.published.at(-1)?.diagnostics.some(({ message }) => JSON.stringify(message).includes('key40')),
    ).toBe(true);
    // The edits came in one go; whatever the streams made of that, most of them were never looked at.
    expect(session.published.length).toBeLessThan(10);
  });

  test('gets none once the document is closed', async () => {
    await start(PUSHED);
    const uri = await session.open(BAD);
    await expect.poll(() => session.published.length).toBe(1);
    await session.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await expect.poll(() => session.published.at(-1)).toEqual({ uri, diagnostics: [] });
  });

  test('need not have settings', async () => {
    await start({ capabilities: {} });
    await session.open(BAD);
    await expect.poll(() => session.published.length).toBe(1);
  });

  test('may send its settings instead of being asked', async () => {
    await start({ capabilities: {} });
    await session.open(BAD);
    await expect.poll(() => session.published.length).toBe(1);
    const settings = {
      routerSpec: { severities: { 'spec/duplicate-key': 'off', 'spec/unknown-key': 'nonsense' } },
    };
    await session.client.sendNotification('workspace/didChangeConfiguration', { settings });
    await expect.poll(() => session.published.length).toBe(2);
    const codes = session.published.at(-1)?.diagnostics.map(({ code }) => code);
    expect(codes).not.toContain('spec/duplicate-key');
    expect(codes).toContain('spec/unknown-key');
  });
});
