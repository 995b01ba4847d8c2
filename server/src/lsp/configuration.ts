import { DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { DEFAULT_SETTINGS, SECTION, settingsOf } from './settings.ts';
import type { Settings } from './settings.ts';

/** How long the first answers wait for the client to tell its settings, in milliseconds; then the defaults count. */
const PATIENCE = 1000;

/** The settings of the client: asked for where it answers, else taken from what it sends. */
export class Configuration {
  private readonly connection: Connection;
  private settings: Settings = DEFAULT_SETTINGS;
  private told: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The settings in force. Until the client has told them the first time, this waits. */
  async current(): Promise<Settings> {
    await this.told;
    return this.settings;
  }

  /** Begins to follow the client's settings; `changed` is called whenever they are others. */
  follow(client: Client, changed: () => void): void {
    if (client.configuration) this.told = this.first(changed);
    else this.settings = settingsOf(client.options.settings);
    if (client.configuration && client.registersConfiguration)
      void this.connection.client
        .register(DidChangeConfigurationNotification.type, { section: SECTION })
        .catch(() => undefined);
    this.connection.onDidChangeConfiguration(({ settings }) => {
      if (client.configuration) void this.ask(changed);
      else this.take((settings as Record<string, unknown> | null)?.[SECTION], changed);
    });
  }

  /** The first answer, or the defaults for a client that does not give any. */
  private first(changed: () => void): Promise<void> {
    return new Promise((resolve) => {
      let waiting = true;
      const go = (): void => {
        waiting = false;
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(go, PATIENCE);
      // Whoever waits gets the settings; only an answer that comes too late changes what was said already.
      void this.ask(() => {
        if (!waiting) changed();
      }).then(go);
    });
  }

  private async ask(changed: () => void): Promise<void> {
    try {
      this.take(await this.connection.workspace.getConfiguration(SECTION), changed);
    } catch (error) {
      this.connection.console.warn(`The settings could not be read: ${String(error)}`);
    }
  }

  private take(value: unknown, changed: () => void): void {
    const settings = settingsOf(value);
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.settings = settings;
    changed();
  }
}
