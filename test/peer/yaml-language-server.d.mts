/** The command that starts the server, which is installed into the cache once. */
export function yamlLanguageServer(): string[];
