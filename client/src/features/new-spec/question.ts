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
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = question.prompt;
  pick.matchOnDescription = true;
  const items = choices.map((choice): Item => ({ ...choice }));
  const given = question.many ? value.split(' ') : [value];
  const chosen = items.filter((item) => given.includes(item.value));
  // An answer that was typed earlier is offered like the others.
  if (question.typed && value !== '' && chosen.length === 0) {
    const typed: Item = { label: value, value };
    items.unshift(typed);
    chosen.push(typed);
  }
  pick.items = items;
  if (question.many) {
    pick.canSelectMany = true;
    pick.selectedItems = chosen;
  } else pick.activeItems = chosen;
  const said = question.typed
    ? pick.onDidChangeValue((text) => {
        const typed = text.trim();
        const own = typed === '' || items.some((item) => item.value === typed);
        pick.items = own ? items : [...items, { label: typed, value: typed, alwaysShow: true }];
      })
    : undefined;
  return answered(pick, question, async () => {
    const answer = question.many
      ? pick.selectedItems.map((item) => item.value).join(' ')
      : pick.selectedItems[0]?.value;
    if (answer === undefined) return undefined;
    const problem = await check(answer);
    if (problem === undefined) return answer;
    pick.title = `${question.title}: ${problem}`;
    return undefined;
  }).finally(() => void said?.dispose());
}

/** A choice as it is shown; what was typed has no description. */
type Item = vscode.QuickPickItem & { readonly value: string };

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
