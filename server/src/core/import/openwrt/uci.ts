import type { Draft, InputFile, Place } from '../draft.ts';

/** A line of a UCI file, as far as other parsers want it. */
interface Setting extends Place {
  readonly key: string;
  readonly value: string;
}

/** A section of a UCI file: `config TYPE 'NAME'` and the options below it. What nobody asks for is reported as not understood. */
export class Section {
  readonly type: string;
  readonly name: string;
  readonly place: Place;
  private readonly settings: Setting[] = [];
  private readonly asked = new Set<Setting>();

  constructor(type: string, name: string, place: Place) {
    this.type = type;
    this.name = name;
    this.place = place;
  }

  add(key: string, value: string, place: Place): void {
    this.settings.push({ ...place, key, value });
  }

  /** The value of an option, without taking it. */
  peek(key: string): string | undefined {
    return this.settings.find((each) => each.key === key)?.value;
  }

  /** The lines of an option, of a list all of them. Whoever asks reports on them. */
  all(...keys: readonly string[]): Setting[] {
    const found = this.settings.filter((each) => keys.includes(each.key));
    for (const each of found) this.asked.add(each);
    return found;
  }

  /** Hands every line of these options to a reporter. */
  each(keys: readonly string[], act: (setting: Setting) => void): void {
    this.all(...keys).forEach(act);
  }

  /** Reports the lines that nobody asked for. */
  rest(draft: Draft): void {
    for (const each of this.settings) if (!this.asked.has(each)) draft.unknown(each);
  }

  /** Reports the whole section, as one that is not needed for the same reason. */
  notNeeded(draft: Draft, why: { readonly en: string; readonly ja: string }): void {
    draft.notNeeded(this.place, why);
    for (const each of this.settings) if (!this.asked.has(each)) draft.notNeeded(each, why);
    this.settings.length = 0;
  }

  /** Reports the whole section, as one that the spec cannot say for the same reason. */
  notTaken(draft: Draft, why: { readonly en: string; readonly ja: string }): void {
    draft.notTaken(this.place, why);
    for (const each of this.settings) if (!this.asked.has(each)) draft.notTaken(each, why);
    this.settings.length = 0;
  }
}

/** A word, bare or in quotes (UCI knows no escapes inside quotes). */
const WORD = /'([^']*)'|"([^"]*)"|([^\s'"#]+)/g;

/** Reads a file of /etc/config. Lines that are none of UCI's are reported. */
export function readUci({ path, text }: InputFile, draft: Draft): Section[] {
  const sections: Section[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const place = { file: path, line: index + 1 };
    const [keyword, key, value = ''] = [...line.matchAll(WORD)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? '',
    );
    const section = sections.at(-1);
    if (keyword === 'config' && key !== undefined) sections.push(new Section(key, value, place));
    else if ((keyword === 'option' || keyword === 'list') && key !== undefined && section !== undefined)
      section.add(key, value, place);
    else if (keyword !== 'package') draft.unknown(place);
  }
  return sections;
}
