/** Elements are made from data, text always as text: what a spec says can never become markup. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Children = readonly (Node | string)[];

/** An element with attributes and children. `true` sets an attribute without a value; `undefined` and `false` leave it out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Children
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function drawn<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Children
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** A button that does something. */
export function button(attributes: Attributes, press: () => void, ...children: Children): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, ...children);
  made.addEventListener('click', press);
  return made;
}

/** A text of the server's, in which backticks stand around what is code. */
export function prose(text: string): (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : element('code', {}, part)));
}

/**
 * Puts new content in the place of the old. Whoever was at an element with an id is at the one with the same id again, so
 * that an edit of the spec does not throw a keyboard user back to the top.
 */
export function replaceContent(parent: Element, ...children: Children): void {
  const { activeElement } = document;
  const id = activeElement !== null && parent.contains(activeElement) ? activeElement.id : '';
  parent.replaceChildren(...children);
  if (id !== '') document.getElementById(id)?.focus({ preventScroll: true });
}

function fill<E extends Element>(made: E, attributes: Attributes, children: Children): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  made.append(...children);
  return made;
}
