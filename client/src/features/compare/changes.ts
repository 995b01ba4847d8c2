import * as vscode from 'vscode';
import { openAs, Texts } from '../../infrastructure/texts.ts';
import { comparisonTabs } from './tabs.ts';

/** A file with two texts; an undefined side does not exist. */
export interface Change {
  readonly path: string;
  readonly language: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What was compared: it tells apart the same files of two comparisons, and how they are compared again. */
export interface Comparison {
  readonly kind: string;
  readonly id: string;
}

/** What a reloaded window has to know of a tab with differences, by the title of the tab. */
type Shown = Readonly<Record<string, { readonly key: string; readonly sides: readonly string[] }>>;

const STATE = 'comparisons';

/** Shows changed files in VS Code's diff editor: what is there on the left, what the spec makes on the right. */
export class Changes implements vscode.Disposable {
  // The manifest names these schemes too: a tab that comes back with its window starts the extension.
  private readonly before = new Texts('router-spec-before', (uri) => this.recall(uri));
  private readonly rendered = new Texts('router-spec-rendered', (uri) => this.recall(uri));
  private readonly comparers = new Map<string, (id: string) => Promise<readonly Change[]>>();
  private readonly comparing = new Map<string, Promise<readonly Change[]>>();
  private readonly state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.state = state;
  }

  /** Opens one editor with all differences. */
  async show(title: string, comparison: Comparison, changes: readonly Change[]): Promise<void> {
    const key = keyOf(comparison);
    const rows = this.hold(key, changes);
    await inTheirLanguages(rows);
    await this.state.update(STATE, { ...this.shown, [title]: { key, sides: sidesOf(rows) } } satisfies Shown);
    await vscode.commands.executeCommand(
      'vscode.changes',
      title,
      rows.map(({ left, right }) => [right ?? left, left, right]),
    );
  }

  /** Says how comparisons of a kind are made again in a reloaded window. */
  restoreWith(kind: string, compare: (id: string) => Promise<readonly Change[]>): void {
    this.comparers.set(kind, compare);
  }

  /**
   * Looks after the tabs that came back with the window. Their texts are those of this moment. A tab is closed where other
   * files differ by now, since which files a tab has cannot be changed, and where only a router could tell: that is not
   * asked by itself.
   */
  async restore(): Promise<void> {
    const kept: Record<string, Shown[string]> = {};
    for (const [title, { key, sides }] of Object.entries(this.shown)) {
      const tabs = comparisonTabs(title);
      if (tabs.length === 0) continue;
      const now = sidesOf(this.hold(key, await this.compareAgain(key)));
      if (now.length > 0 && now.join('\n') === sides.join('\n')) kept[title] = { key, sides };
      else await vscode.window.tabGroups.close(tabs);
    }
    await this.state.update(STATE, kept);
  }

  dispose(): void {
    this.before.dispose();
    this.rendered.dispose();
  }

  private get shown(): Shown {
    return this.state.get<Shown>(STATE, {});
  }

  private hold(key: string, changes: readonly Change[]): readonly Row[] {
    return changes.map(({ path, language, before, after }) => ({
      language,
      left: before === undefined ? undefined : this.before.set(path, key, before),
      right: after === undefined ? undefined : this.rendered.set(path, key, after),
    }));
  }

  /** Makes the texts of a tab that came back; VS Code asks for them when it shows the tab. */
  private async recall({ query }: vscode.Uri): Promise<void> {
    // Not waited for: a document has its language set once it has its text. One that is closed by then needs none.
    inTheirLanguages(this.hold(query, await this.compareAgain(query))).catch(() => undefined);
  }

  /** Compares again, once for all files that are asked for at a time. */
  private compareAgain(key: string): Promise<readonly Change[]> {
    const begun = this.comparing.get(key);
    if (begun !== undefined) return begun;
    const { kind, id } = comparisonOf(key);
    const comparing = (this.comparers.get(kind)?.(id) ?? Promise.resolve([]))
      .catch((): readonly Change[] => [])
      .finally(() => this.comparing.delete(key));
    this.comparing.set(key, comparing);
    return comparing;
  }
}

interface Row {
  readonly language: string;
  readonly left: vscode.Uri | undefined;
  readonly right: vscode.Uri | undefined;
}

function sidesOf(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ left, right }) => [left, right].flatMap((side) => side?.toString() ?? []));
}

async function inTheirLanguages(rows: readonly Row[]): Promise<void> {
  for (const { left, right, language } of rows)
    for (const side of [left, right]) if (side !== undefined) await openAs(side, language);
}

function keyOf({ kind, id }: Comparison): string {
  return `${kind}:${id}`;
}

function comparisonOf(key: string): Comparison {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, colon), id: key.slice(colon + 1) };
}
