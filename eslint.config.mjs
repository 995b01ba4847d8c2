// The linter, and with it the layer rule: data flows core -> service -> lsp | cli | deploy -> client, and an import
// that runs the other way is an error.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const SERVICE = '**/service/**';
// `./deploy/…` is the rules' own folder of that name.
const OUTER = ['**/lsp/**', '**/cli/**', '**/deploy/**', '!./deploy/**'];
const CLIENT = '**/client/**';

/** Forbids imports that match `group` in the files of one layer. */
function layer(name, files, group, also = []) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: [...group, ...also], message: `${name} must not depend on this; see ARCHITECTURE.md.` },
          ],
        },
      ],
    },
  };
}

/** What the client does not see of the server. */
const INNER = ['core', 'service', 'deploy', 'cli'].map((part) => `**/server/src/${part}/**`);

const PURE = ['node:*', 'vscode', 'vscode-*'];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist-test/**',
      'out/**',
      'test-results/**',
      'node_modules/**',
      '**/node_modules/**',
      'coverage/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        require: 'readonly',
        module: 'readonly',
        exports: 'writable',
        __dirname: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
        document: 'readonly',
        window: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        TextDecoder: 'readonly',
        location: 'readonly',
        navigator: 'readonly',
        getComputedStyle: 'readonly',
      },
    },
  },
  layer('core', ['server/src/core/**/*.ts'], [...PURE, SERVICE, ...OUTER, CLIENT]),
  layer(
    'core/net',
    ['server/src/core/net/**/*.ts'],
    [
      ...PURE,
      SERVICE,
      ...OUTER,
      CLIENT,
      '**/isp/**',
      '**/spec/**',
      '**/derive/**',
      '**/rules/**',
      '**/render/**',
    ],
  ),
  layer(
    'core/spec',
    ['server/src/core/spec/**/*.ts'],
    [...PURE, SERVICE, ...OUTER, CLIENT, '**/derive/**', '**/rules/**', '**/render/**'],
  ),
  layer(
    'core/derive',
    ['server/src/core/derive/**/*.ts'],
    [...PURE, SERVICE, ...OUTER, CLIENT, '**/rules/**', '**/render/**'],
  ),
  layer(
    'core/render',
    ['server/src/core/render/**/*.ts'],
    [...PURE, SERVICE, ...OUTER, CLIENT, '**/rules/**'],
  ),
  layer(
    'service',
    ['server/src/service/**/*.ts'],
    [...OUTER, CLIENT, 'node:*', 'vscode', 'vscode-languageserver/node*', 'vscode-languageclient*'],
  ),
  layer(
    'deploy',
    ['server/src/deploy/**/*.ts'],
    ['**/lsp/**', '**/cli/**', SERVICE, CLIENT, 'vscode', 'vscode-*'],
  ),
  layer('cli', ['server/src/cli/**/*.ts'], [CLIENT, 'vscode', 'vscode-languageclient*']),
  layer('lsp', ['server/src/lsp/**/*.ts'], ['**/cli/**', CLIENT, 'vscode', 'vscode-languageclient*']),
  // The client holds no router knowledge: of the server it sees the typed requests alone.
  layer('client', ['client/src/**/*.ts'], [...INNER, '**/client/webview/**']),
  // Pages run in a browser, and of the extension they see the messages alone.
  layer(
    'client/webview',
    ['client/webview/**/*.ts'],
    [...INNER, 'node:*', 'vscode', 'vscode-languageclient*', '**/src/features/**'],
  ),
);
