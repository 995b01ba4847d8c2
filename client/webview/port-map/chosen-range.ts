import type { NewForward, PortMapView } from '../../../server/src/lsp/protocol.ts';
import { element } from '../shared/dom.ts';

type PortMap = NonNullable<PortMapView['map']>;
type OwnRange = PortMap['own'][number];
type Words = PortMapView['words'];

/** What there is to say and to do about a range: how its ports are made, and a form for a forward. */
export function chosenRange(
  { words }: PortMapView,
  map: PortMap,
  range: OwnRange,
  add: (forward: NewForward) => void,
): HTMLElement[] {
  return [
    element('h2', { id: 'chosen-title' }, range.label),
    ...(map.bits.length === 0 ? [] : [bitsOf(words, map.bits, range)]),
    range.free === undefined
      ? element('p', {}, words.full)
      : forwardForm(words, map.hosts, { ...range, free: range.free }, add),
  ];
}

/** The sixteen bits of a port of the range; those that number the ports in it are left open. */
function bitsOf(words: Words, bits: PortMap['bits'], { first, name }: OwnRange): HTMLElement {
  const digits = first.toString(2).padStart(16, '0');
  const starts = bits.map((_, index) => bits.slice(0, index).reduce((sum, { width }) => sum + width, 0));
  const groups = bits.map(({ kind, width, label }, index) => ({
    kind,
    label: kind === 'range' ? name : label,
    digits: kind === 'port' ? '·'.repeat(width) : digits.slice(starts[index], (starts[index] ?? 0) + width),
  }));
  const said = groups.map(({ label, digits: each, kind }) => (kind === 'port' ? label : `${label} ${each}`));
  return element(
    'figure',
    { class: 'bits', role: 'img', 'aria-label': `${words.bits}: ${said.join(', ')}` },
    ...groups.map(({ kind, label, digits: each }) =>
      element(
        'div',
        { class: `bit-group ${kind}` },
        element('div', { class: 'digits' }, ...Array.from(each, (digit) => element('span', {}, digit))),
        element('div', { class: 'bit-label' }, label),
      ),
    ),
    element('figcaption', { class: 'quiet' }, words.bits),
  );
}

function forwardForm(
  words: Words,
  hosts: PortMap['hosts'],
  { first, last, free }: { readonly first: number; readonly last: number; readonly free: number },
  add: (forward: NewForward) => void,
): HTMLElement {
  const protocol = element(
    'select',
    { id: 'forward-protocol' },
    ...['tcp', 'udp'].map((each) => element('option', {}, each)),
  );
  const number = { type: 'number', inputmode: 'numeric', step: 1 };
  const port = element('input', {
    ...number,
    id: 'forward-port',
    min: Math.max(first, 1),
    max: last,
    value: free,
    required: true,
  });
  const host = element('input', {
    id: 'forward-host',
    list: 'forward-hosts',
    value: hosts[0]?.name,
    placeholder: hosts[0]?.address,
    required: true,
    spellcheck: 'false',
  });
  const hostPort = element('input', {
    ...number,
    id: 'forward-host-port',
    min: 1,
    max: 65535,
    placeholder: words.samePort,
  });
  const labelled = (label: string, input: HTMLElement): HTMLElement =>
    element('label', {}, element('span', {}, label), input);
  const form = element(
    'form',
    { class: 'forward', 'aria-labelledby': 'chosen-title' },
    labelled(words.protocol, protocol),
    labelled(words.port, port),
    element('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
    labelled(words.host, host),
    labelled(words.hostPort, hostPort),
    element('button', { type: 'submit', id: 'forward-add', class: 'primary' }, words.add),
    element(
      'datalist',
      { id: 'forward-hosts' },
      ...hosts.map(({ name, address }) => element('option', { value: name }, address)),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    add({ protocol: protocol.value, port: port.value, host: host.value, hostPort: hostPort.value });
  });
  return form;
}
