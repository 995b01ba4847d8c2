import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileBelow, WebServer } from './web-server.ts';

/** Of a URI, what the configuration of a workbench says. */
interface Place {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/** What a workbench is to load. */
export interface Loaded {
  /** The settings that it begins with. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The addresses of extensions, in a language: their folders as a web server shows them. */
  readonly extensions: (language: string) => readonly string[];
}

/** Where code-server's build of the workbench takes for granted that it came from a VS Code server, and what VS Code has there. */
const TAKEN_FOR_GRANTED = [
  { found: /,remoteAuthority:location\.host(?=\})/, instead: '' },
  // The user's settings are the browser's, not those of a server.
  { found: /(?<=\.file\(this\.userDataPath\)\.with\(\{scheme:\w+\.)vscodeRemote/, instead: 'vscodeUserData' },
];

/** The name of the page's host; all names that end so are this machine. */
export const HOST = 'vscode.localhost';

const WEBVIEW = '/out/vs/workbench/contrib/webview/browser/pre/';

/**
 * The workbench as vscode.dev has it: files of a web server, with no VS Code server behind them. Extensions can run in a
 * web worker then and nowhere else. That worker and each webview have an origin of their own, as they have there.
 *
 * @param root the VS Code server build; of it the files for the browser are used
 */
export async function serveWorkbench(root: string, { settings, extensions }: Loaded): Promise<WebServer> {
  const template = fs.readFileSync(path.join(root, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  const script = '/out/vs/code/browser/workbench/workbench.js';
  const workbench = withoutServer(fs.readFileSync(path.join(root, script), 'utf8'));
  // The page takes half of the key of its secrets from where it came from.
  const key = randomBytes(32);

  const page = (language: string): string => {
    // The frames below have names below that of the page: some browsers let a frame of another site store nothing, and a
    // webview needs a service worker. The scripts come from elsewhere, as from a content delivery network.
    const own = `${HOST}:${server.port}`;
    const configuration = {
      configurationDefaults: settings,
      developmentOptions: { extensions: extensions(language).map(placeOf) },
      enableWorkspaceTrust: false,
      // What code-server asks for besides.
      userDataPath: '/',
      isEnabledFileDownloads: true,
      isEnabledFileUploads: true,
      isEnabledCoderGettingStarted: false,
      productConfiguration: {
        quality: 'stable',
        enableTelemetry: false,
        webEndpointUrlTemplate: `http://{{uuid}}.${own}`,
        webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.${own}${WEBVIEW}`,
      },
      callbackRoute: '/callback',
    };
    const values: Readonly<Record<string, string>> = {
      WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
      WORKBENCH_WEB_BASE_URL: `http://localhost:${server.port}`,
      WORKBENCH_NLS_FALLBACK_URL: '/out/nls.messages.js',
      WORKBENCH_NLS_URL: `/language/${language}.js`,
    };
    return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  };
  const server = await WebServer.start((pathname, query) => {
    const language = /^\/language\/(\w+)\.js$/.exec(pathname)?.[1];
    if (pathname === '/') return page(query.get('language') ?? 'en');
    // The workbench's own texts stay English; the language is what extensions go by.
    if (language !== undefined) return `globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`;
    if (pathname === '/mint-key') return key;
    if (pathname === script) return workbench;
    // The workbench knows the built-in extensions by heart; of those that were not installed it gets one that does nothing.
    return fileBelow(root, pathname) ?? (/^\/extensions\/.+\.js$/.test(pathname) ? '' : undefined);
  });
  return server;
}

function withoutServer(workbench: string): string {
  return TAKEN_FOR_GRANTED.reduce((text, { found, instead }) => {
    if (!found.test(text)) throw new Error(`This build of the workbench has no ${found.source}.`);
    return text.replace(found, instead);
  }, workbench);
}

function placeOf(address: string): Place {
  const { protocol, host, pathname } = new URL(address);
  return { scheme: protocol.replace(':', ''), authority: host, path: pathname };
}
