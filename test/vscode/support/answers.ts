import * as vscode from 'vscode';

/** A question or a message as the extension put it to the user. */
export interface Question {
  readonly kind: 'information' | 'warning' | 'error' | 'input' | 'pick';
  readonly message: string;
  readonly detail: string;
  readonly modal: boolean;
  /** What stands on the buttons, or what can be chosen. */
  readonly buttons: readonly string[];
}

const MESSAGES = {
  showInformationMessage: 'information',
  showWarningMessage: 'warning',
  showErrorMessage: 'error',
} as const;

/** What a user chooses or types, at once or later; undefined turns away. */
export type Reply = (question: Question) => string | undefined | Promise<string | undefined>;

/**
 * Stands in for the user: VS Code refuses modal dialogs while it runs tests, and nobody is there to type. The extension
 * under test and its tests share one `vscode.window`, so what is set here is what the extension calls.
 */
export class Answers {
  /** Everything that the user was shown or asked, in order. */
  readonly asked: Question[] = [];
  /** Gives a button or a text; undefined turns away. */
  answer: Reply = () => undefined;
  private readonly originals = new Map<string, PropertyDescriptor>();

  install(): void {
    for (const [name, kind] of Object.entries(MESSAGES))
      this.replace(name, (message: string, ...rest: readonly unknown[]) => {
        const options = rest.find((each): each is vscode.MessageOptions => typeof each === 'object') ?? {};
        const buttons = rest.filter((each) => typeof each === 'string');
        const { modal = false, detail = '' } = options;
        return this.ask({ kind, message, detail, modal, buttons });
      });
    this.replace('showInputBox', ({ title = '', prompt = '' }: vscode.InputBoxOptions) =>
      this.ask({ kind: 'input', message: title, detail: prompt, modal: false, buttons: [] }),
    );
    this.replace(
      'showQuickPick',
      async (
        items: readonly (string | vscode.QuickPickItem)[],
        { title = '', placeHolder = '' }: vscode.QuickPickOptions = {},
      ) => {
        const buttons = items.map((item) => (typeof item === 'string' ? item : item.label));
        const chosen = await this.ask({
          kind: 'pick',
          message: title,
          detail: placeHolder,
          modal: false,
          buttons,
        });
        return chosen === undefined ? undefined : items[buttons.indexOf(chosen)];
      },
    );
  }

  restore(): void {
    for (const [name, original] of this.originals) Object.defineProperty(vscode.window, name, original);
  }

  /** Forgets what was asked, and answers with `answer` from now on. */
  start(answer: Reply): void {
    this.asked.length = 0;
    this.answer = answer;
  }

  private ask(question: Question): Promise<string | undefined> {
    this.asked.push(question);
    return Promise.resolve(this.answer(question));
  }

  private replace(name: string, value: unknown): void {
    const original = Object.getOwnPropertyDescriptor(vscode.window, name);
    if (!original) throw new Error(`vscode.window has no ${name}.`);
    this.originals.set(name, original);
    Object.defineProperty(vscode.window, name, { configurable: true, writable: true, value });
  }
}
