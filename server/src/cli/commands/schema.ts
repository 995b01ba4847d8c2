import { jsonSchema } from '../../core/spec/json-schema.ts';
import { EXIT } from '../command.ts';
import type { Command } from '../command.ts';

export const schema: Command = {
  name: 'schema',
  arguments: '',
  count: [0, 0],
  summary: { en: 'print the JSON Schema of router.yaml', ja: 'router.yaml の JSON Schema を出力します' },
  options: {},
  run(_args, io) {
    io.out(`${JSON.stringify(jsonSchema(io.locale), null, 2)}\n`);
    return EXIT.fine;
  },
};
