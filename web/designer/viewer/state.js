/** Marks elements by state: by outline, sign and number, never by colour alone. */
import { count, h } from '../shell/dom.js';

const STATES = ['incident', 'active', 'done'];

export function showState(viewer, elements) {
  const registry = viewer.get('elementRegistry');
  for (const state of elements) {
    const element = registry.get(state.id);
    if (!element) continue;
    mark(viewer, element, state);
    if (state.href) makeLink(viewer, element, state);
  }
}

function mark(viewer, element, state) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  for (const name of STATES) {
    if (state[name] > 0) canvas.addMarker(element, `pw-is-${name}`);
  }
  if (element.waypoints) return;
  // events and gateways have their name below them, where a badge would cover it
  const position = element.width <= 50 ? { top: -14, left: -14 } : { bottom: 12, left: -12 };
  const badge = (name, text) => h('span', { class: `ed-token ed-token--${name}`, 'aria-hidden': 'true' }, text);
  if (state.incident > 0) overlays.add(element, 'pw-incident', { position: { top: -12, right: 12 }, html: badge('incident', state.incident > 1 ? `! ${state.incident}` : '!') });
  if (state.active > 0) overlays.add(element, 'pw-active', { position, html: badge('active', String(state.active)) });
  else if (state.done > 0) overlays.add(element, 'pw-done', { position, html: badge('done', state.done > 1 ? `✓ ${state.done}` : '✓') });
}

/** "Zielberuf klären: läuft an 1 Stelle, 2-mal abgeschlossen" */
export function inWords(element, { active = 0, done = 0, incident = 0, text }) {
  const name = element.businessObject.name?.trim() || element.id;
  const parts = [
    incident > 0 && count(incident, 'offener Vorfall', 'offene Vorfälle'),
    active > 0 && `läuft an ${count(active, 'Stelle', 'Stellen')}`,
    done > 0 && `${done}-mal abgeschlossen`,
  ].filter(Boolean);
  return text ?? (parts.length ? `${name}: ${parts.join(', ')}` : name);
}

function makeLink(viewer, element, state) {
  const graphics = viewer.get('canvas').getGraphics(element);
  const label = inWords(element, state);
  const follow = () => window.location.assign(state.href);
  graphics.setAttribute('role', 'link');
  graphics.setAttribute('tabindex', '0');
  graphics.setAttribute('aria-label', label);
  graphics.classList.add('pw-is-link');
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = label;
  graphics.prepend(title);
  graphics.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    follow();
  });
  viewer.get('eventBus').on('element.click', ({ element: clicked }) => {
    if (clicked === element || clicked.labelTarget === element) follow();
  });
}
