// Makes the moving picture of the README, images/tour.png, of pictures that `npm run test:ui` leaves.
// Run it after a change and commit the result: `npm run pictures`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { animatedPng, readPng } from './png.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const taken = path.join(root, 'test-results/ui/dark');

/** What is shown, and for how many milliseconds. */
const STEPS = /** @type {const} */ ([
  ['newcomer-question-2', 2500],
  ['newcomer-spec', 2500],
  ['newcomer-hover', 4000],
  ['newcomer-ports', 3000],
  ['newcomer-forward', 3000],
  ['newcomer-preview', 3000],
  ['newcomer-deploy', 3500],
  ['newcomer-kept', 4000],
]);

const frames = STEPS.map(([name, ms]) => {
  const file = fs.readdirSync(taken).find((each) => each.endsWith(`-${name}.png`));
  if (file === undefined) throw new Error(`There is no picture ${name} in ${taken}.`);
  return { ...readPng(fs.readFileSync(path.join(taken, file))), ms };
});
const tour = animatedPng(frames);
fs.writeFileSync(path.join(root, 'images/tour.png'), tour);
console.log(`images/tour.png: ${frames.length} pictures, ${Math.round(tour.length / 1000)} kB`);
