import type { SymbolInformation } from 'vscode-languageserver-types';
import type { DocumentState } from './document-state.ts';
import { flatSymbols } from './symbols.ts';

/** How many symbols are given; who wants one of more types another letter. */
const MOST = 500;

/** The symbols of all specs whose name has the letters of a query in their order, as editors match them. */
export function workspaceSymbols(states: readonly DocumentState[], query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const state of states)
    for (const symbol of flatSymbols(state)) {
      if (found.length === MOST) return found;
      if (hasInOrder(symbol.name.toLowerCase(), query.toLowerCase())) found.push(symbol);
    }
  return found;
}

function hasInOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
