import * as vscode from 'vscode';
import type { Question } from '../../../../server/src/lsp/protocol.ts';

/** The user went back to the question before. */
export const BACK = Symbol('back');

/** Why an answer cannot be used; undefined where it can. */
type Check = (answer: string) => Promise<string | undefined>;

/**
 * Puts one question of several. An answer that `check` refuses stays in the box, with the reason. Undefined: the user
 * turned away.
 */
export function put(
  question: Question,
  value: string,
  check: Check,
): Promise<string | typeof BACK | undefined> {
  const { choices } = question;
  if (choices.length === 0) {
    const box = vscode.window.createInputBox();
    box.prompt = question.prompt;
    box.value = value;
    const said = box.onDidChangeValue(() => (box.validationMessage = undefined));
    return answered(box, question, async () => {
      const problem = await check(box.value);
      box.validationMessage = problem;
      return problem === undefined ? box.value : undefined;
    }).finally(() => void said.dispose());
  }
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: string }>();
  pick.placeholder = question.prompt;
  pick.matchOnDescription = true;
  pick.items = choices.map((choice) => ({ ...choice }));
  pick.activeItems = pick.items.filter((item) => item.value === value);
  return answered(pick, question, async () => {
    const [item] = pick.selectedItems;
    if (item === undefined) return undefined;
    const problem = await check(item.value);
    if (problem === undefined) return item.value;
    pick.title = `${question.title}: ${problem}`;
    return undefined;
  });
}

/** Shows a box until it is answered, closed or left by its back button. */
function answered(
  box: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, step, total }: Question,
  accept: () => Promise<string | undefined>,
): Promise<string | typeof BACK | undefined> {
  box.title = title;
  box.step = step;
  box.totalSteps = total;
  // What is typed is looked up elsewhere: the box stays while the user reads it there.
  box.ignoreFocusOut = true;
  box.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  const listening: { dispose(): unknown }[] = [box];
  return new Promise<string | typeof BACK | undefined>((resolve, reject) => {
    listening.push(
      box.onDidTriggerButton(() => resolve(BACK)),
      box.onDidHide(() => resolve(undefined)),
      box.onDidAccept(() => {
        if (box.busy) return;
        box.busy = true;
        accept()
          .then((answer) => {
            if (answer !== undefined) resolve(answer);
          }, reject)
          .finally(() => (box.busy = false));
      }),
    );
    box.show();
  }).finally(() => {
    for (const each of listening) each.dispose();
  });
}
