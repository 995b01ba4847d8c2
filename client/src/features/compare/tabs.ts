import * as vscode from 'vscode';

/**
 * The tabs with the differences of several files that have a title; VS Code may add how many files there are. Which files
 * these are is known for a tab that has been looked at alone, and not in the stable API.
 */
export function comparisonTabs(title: string): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ label, input }) =>
        (label === title || label.startsWith(`${title} (`)) &&
        typeof input === 'object' &&
        input !== null &&
        'textDiffs' in input,
    );
}
