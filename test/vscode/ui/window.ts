import type { Locator } from 'playwright-core';
import { LOOKS } from './session.ts';
import type { Look } from './session.ts';
import { session } from './shared.ts';
import type { Workbench } from './workbench.ts';

/** A window that the tests of a look share, because it takes long to open. */
export interface Window {
  readonly look: Look;
  /** The window itself; it is there while tests run. */
  readonly workbench: () => Workbench;
  /** Keeps a picture of the window, or of a part of it. */
  readonly picture: (name: string, of?: Locator) => Promise<void>;
  /** Keeps a picture of the window, in the dark window another in light too. */
  readonly pictures: (name: string) => Promise<void>;
}

/** Runs tests in a window of each look, one window after the other: only the one in front has the focus. */
export function inEachLook(tests: (window: Window) => void): void {
  for (const look of LOOKS) {
    describe(look.name, () => {
      let opened: Workbench | undefined;
      const workbench = () => {
        if (!opened) throw new Error('The window is not open yet.');
        return opened;
      };
      const picture = (name: string, of?: Locator) => session().picture(of ?? workbench().page, look, name);
      const pictures = (name: string) => session().pictures(workbench(), look, name);

      before(async () => {
        opened = await session().open(look);
      });
      afterEach(async function () {
        if (this.currentTest?.state === 'failed')
          await picture(`FAILED-${this.currentTest.title.replace(/\W+/g, '-')}`);
        await opened?.rest();
      });
      after(() => opened?.page.context().close());

      tests({ look, workbench, picture, pictures });
    });
  }
}
