/** Findings on the diagram: a marker class on the element and a badge at its corner that tells the worst message. */
import { h } from '../shell/dom.js';

const ORDER = ['hint', 'warning', 'error'];
const SIGNS = { error: '!', warning: '!', hint: 'i' };

export class FindingMarkers {
  static $inject = ['canvas', 'overlays', 'elementRegistry', 'eventBus'];

  constructor(canvas, overlays, elementRegistry, eventBus) {
    Object.assign(this, { canvas, overlays, elementRegistry });
    this.findings = [];
    this.marked = [];
    // a new diagram has new elements
    eventBus.on('import.done', () => { this.marked = []; });
  }

  /** All findings of the element with this id. */
  of(id) {
    return this.findings.filter(({ element_id }) => element_id === id);
  }

  show(findings) {
    this.clear();
    this.findings = findings;
    for (const id of new Set(findings.map(({ element_id }) => element_id))) {
      const element = id && this.elementRegistry.get(id);
      if (element) this.#mark(element, this.of(id));
    }
  }

  clear() {
    for (const [element, marker] of this.marked) {
      if (this.elementRegistry.get(element.id)) this.canvas.removeMarker(element, marker);
    }
    this.overlays.remove({ type: 'ed-finding' });
    this.marked = [];
    this.findings = [];
  }

  #mark(element, findings) {
    const worst = findings.reduce((a, b) => (ORDER.indexOf(b.severity) > ORDER.indexOf(a.severity) ? b : a));
    const marker = `ed-marked-${worst.severity}`;
    this.canvas.addMarker(element, marker);
    this.marked.push([element, marker]);
    if (!element.parent) return; // the diagram itself has no corner
    const title = findings.map(({ message }) => message).join('\n');
    const badge = h('span', { class: `ed-finding-badge ed-finding-badge--${worst.severity}`, title }, SIGNS[worst.severity], h('span', { class: 'ed-hidden' }, title));
    const position = element.waypoints ? { top: -10, left: 0 } : { top: -10, left: -10 };
    this.overlays.add(element, 'ed-finding', { position, html: badge });
  }
}
