import { startNodeServer } from '../../lsp/start-node.ts';
import { EXIT, UsageError } from '../command.ts';
import type { Command } from '../command.ts';

export const lsp: Command = {
  name: 'lsp',
  arguments: '',
  count: [0, 0],
  summary: {
    en: 'run the language server, for any editor',
    ja: '言語サーバーを起動します（任意のエディター用）',
  },
  options: {
    stdio: {
      type: 'boolean',
      summary: { en: 'talk over standard input and output', ja: '標準入出力で通信します' },
    },
    // Some clients add it, as the protocol allows; vscode-languageserver itself looks for it among the arguments.
    clientProcessId: {
      type: 'string',
      value: 'PID',
      summary: {
        en: 'end when this process has ended',
        ja: 'このプロセスが終了したら終了します',
      },
    },
  },
  async run(args) {
    if (args.values.stdio !== true)
      throw new UsageError({
        en: 'Say how to talk: `lsp --stdio`.',
        ja: '通信方法を指定してください: `lsp --stdio`',
      });
    await startNodeServer('stdio');
    return EXIT.fine;
  },
};
