/**
 * The list of findings below an editor: what the check found, worst first, each with a link to its element.
 *
 * A finding is what the engine's checks report:
 * `{ code, severity: 'error' | 'warning' | 'hint', element_id: string | null, message, detail?: { property? } }`.
 */
import { count, h } from './dom.js';

const SEVERITIES = [
  { key: 'error', label: 'Fehler', one: 'Fehler', many: 'Fehler' },
  { key: 'warning', label: 'Warnung', one: 'Warnung', many: 'Warnungen' },
  { key: 'hint', label: 'Hinweis', one: 'Hinweis', many: 'Hinweise' },
];

const rank = ({ severity }) => SEVERITIES.findIndex(({ key }) => key === severity);

/** "2 Fehler, 1 Warnung" or null when there is nothing to say. */
export function summarise(findings) {
  const parts = SEVERITIES.map(({ key, one, many }) => [findings.filter(({ severity }) => severity === key).length, one, many])
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => count(number, one, many));
  return parts.length ? parts.join(', ') : null;
}

export class FindingsList {
  /** `nameOf(elementId)` gives the label of an element, `onOpen(finding)` leads to it. */
  constructor({ nameOf, onOpen }) {
    this.nameOf = nameOf;
    this.onOpen = onOpen;
    this.summary = h('h2', { class: 'ed-findings__title', id: 'ed-findings-title' });
    this.list = h('ul', { class: 'ed-findings__list' });
    this.announcement = h('div', { role: 'alert', class: 'ed-findings__alert' }, this.summary);
    const close = h('button', { type: 'button', class: 'ed-button ed-button--quiet', onclick: () => this.clear() }, 'Ausblenden');
    this.element = h(
      'section',
      { class: 'ed-findings', 'aria-labelledby': 'ed-findings-title', hidden: true },
      h('div', { class: 'ed-findings__head' }, this.announcement, close),
      this.list,
    );
  }

  show(findings) {
    const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
    this.summary.textContent = `Prüfung: ${summarise(findings)}`;
    this.list.replaceChildren(...sorted.map((finding) => this.#row(finding)));
    this.element.hidden = false;
  }

  clear() {
    this.element.hidden = true;
    this.summary.textContent = '';
    this.list.replaceChildren();
  }

  #row(finding) {
    const { label } = SEVERITIES.find(({ key }) => key === finding.severity) ?? SEVERITIES[0];
    const badge = h('span', { class: `ed-badge ed-badge--${finding.severity}` }, label);
    const open = (event) => {
      event.preventDefault();
      this.onOpen(finding);
    };
    const place = finding.element_id
      ? h('a', { href: `#${encodeURIComponent(finding.element_id)}`, onclick: open }, this.nameOf(finding.element_id))
      : h('span', {}, 'Ganze Datei');
    return h('li', { 'data-code': finding.code }, badge, ' ', place, h('span', { class: 'ed-findings__message' }, `: ${finding.message}`));
  }
}

/**
 * Marks elements by an attribute that carries their id, through a style sheet of its own.
 *
 * Editors that redraw their elements (form-js, dmn-js) would drop a class set from outside; a rule survives. A
 * constructed style sheet needs no exception in the content security policy.
 */
export class AttributeMarkers {
  constructor(selectorFor) {
    this.selectorFor = selectorFor;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  show(findings) {
    const worstFirst = findings.filter(({ element_id }) => element_id).sort((a, b) => rank(a) - rank(b));
    const seen = new Set();
    const rules = [];
    for (const { element_id: id, severity } of worstFirst) {
      if (seen.has(id)) continue;
      seen.add(id);
      rules.push(`${this.selectorFor(CSS.escape(id))} { outline: 2px solid var(--ed-${severity}) !important; outline-offset: -1px; }`);
    }
    this.sheet.replaceSync(rules.join('\n'));
  }
}
