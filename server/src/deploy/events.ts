/** What the agent says, one line each: `@rs {"event":…}`. Every value is a string. */
export interface AgentEvent {
  readonly event: string;
  readonly [key: string]: string;
}

const PREFIX = '@rs ';

/**
 * The event of one line, or undefined for what others print into the same channel: a message of the day, a shell
 * profile, a warning of a program. Such noise may stand before the prefix on the same line, if it did not end its own.
 */
export function parseEvent(line: string): AgentEvent | undefined {
  const start = line.indexOf(PREFIX);
  if (start < 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line.slice(start + PREFIX.length));
  } catch {
    return undefined; // Cut off in the middle, with the connection.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const event: Record<string, string> = {};
  for (const [key, each] of Object.entries(value)) {
    if (typeof each === 'string') event[key] = each;
  }
  const name = event.event;
  return name === undefined ? undefined : { ...event, event: name };
}

/** Cuts a stream of bytes into lines; UTF-8 that is split between two chunks is put together again. */
export class LineReader {
  readonly #decoder = new TextDecoder();
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.replace(/\r$/, ''));
  }

  /** What came after the last line break. */
  end(): void {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    if (rest !== '') this.#onLine(rest);
  }
}
