import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OTHERS_FOLDER, SPEC_FILE } from '../core/spec/file-names.ts';
import { DocumentState } from '../service/document-state.ts';

/** How far is looked, so that a workspace that is a whole disk does not stop everything. */
const DEEPEST = 8;
const MOST_FOLDERS = 5000;
const MOST_SPECS = 200;

/** The specs in folders of this machine. They are read when first asked for, and again after `forget`. */
export class SpecFiles {
  private last: { readonly folders: string; readonly states: Promise<DocumentState[]> } | undefined;

  /** Something has changed on the disk. */
  forget(): void {
    this.last = undefined;
  }

  /** The specs below some folders, given by their addresses; what lies elsewhere than on this machine is left out. */
  below(folders: readonly string[]): Promise<DocumentState[]> {
    const key = folders.join('\n');
    if (this.last?.folders !== key) this.last = { folders: key, states: readSpecs(folders) };
    return this.last.states;
  }
}

async function readSpecs(folders: readonly string[]): Promise<DocumentState[]> {
  const states: DocumentState[] = [];
  for (const file of await findSpecs(folders.flatMap(pathOf)))
    try {
      states.push(new DocumentState(pathToFileURL(file).href, 0, await readFile(file, 'utf8')));
    } catch {
      // It was there a moment ago; or it may not be read, which is not for a search to complain about.
    }
  return states;
}

function pathOf(uri: string): string[] {
  try {
    return [fileURLToPath(uri)];
  } catch {
    // A folder on another machine, or none of a file system at all.
    return [];
  }
}

async function findSpecs(folders: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const waiting = folders.map((folder) => ({ folder, depth: 0 }));
  let left = MOST_FOLDERS;
  for (let next = waiting.shift(); next !== undefined && left-- > 0; next = waiting.shift()) {
    const { folder, depth } = next;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const full = path.join(folder, entry.name);
      // Links are not followed: they can lead in circles.
      if (entry.isDirectory() && depth < DEEPEST && !OTHERS_FOLDER.test(entry.name))
        waiting.push({ folder: full, depth: depth + 1 });
      else if (entry.isFile() && SPEC_FILE.test(entry.name) && found.size < MOST_SPECS) found.add(full);
    }
  }
  return found;
}
