/** Shows one diagram with the state of an instance: what runs, what is done, what failed; every mark leads somewhere. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import bpmnLibrary from 'bpmn-js-i18n/translations/de';

import { showWhole, zoomControls } from '../bpmn/zoom.js';
import diagramTexts from '../german/diagram.js';
import { translatorFor } from '../german/translate.js';
import { count, h } from '../shell/dom.js';
import { showState } from './state.js';

const UNREADABLE = 'Das Diagramm lässt sich gerade nicht anzeigen. Der Ablauf steht als Text auf dieser Seite.';

export async function showDiagram(container) {
  const { sourceUrl, state, stateUrl, label = 'Ablauf als Diagramm', textView } = container.dataset;
  try {
    const [source, { elements }] = await Promise.all([getText(sourceUrl), readState(state, stateUrl)]);
    const canvas = h('div', { class: 'pw-diagram__canvas', role: 'group', 'aria-label': label });
    container.replaceChildren(canvas, legend(elements, textView));
    const viewer = new NavigatedViewer({
      container: canvas,
      zoomScroll: { enabled: false },
      additionalModules: [translatorFor(bpmnLibrary, diagramTexts)],
    });
    await viewer.importXML(source);
    showWhole(viewer.get('canvas'));
    canvas.append(zoomControls(viewer.get('canvas'), viewer.get('zoomScroll')));
    scrollOnlyWhenFocused(canvas, viewer.get('zoomScroll'));
    showState(viewer, elements);
    container.dataset.ready = 'true';
  } catch {
    container.replaceChildren(h('p', { role: 'status' }, UNREADABLE));
  }
}

async function getText(url) {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return response.text();
}

async function readState(elementId, url) {
  const text = url ? await getText(url) : document.getElementById(elementId)?.textContent;
  return text ? JSON.parse(text) : { elements: [] };
}

/** Otherwise a person who scrolls the page would get caught in the diagram. */
function scrollOnlyWhenFocused(canvas, zoomScroll) {
  canvas.addEventListener('focusin', () => zoomScroll.toggle(true));
  canvas.addEventListener('focusout', ({ relatedTarget }) => {
    if (!canvas.contains(relatedTarget)) zoomScroll.toggle(false);
  });
}

function legend(elements, textView) {
  const total = (name) => elements.reduce((sum, element) => sum + (element[name] ?? 0), 0);
  const entry = (name, text) => h('li', {}, h('span', { class: `ed-key ed-key--${name}`, 'aria-hidden': 'true' }), text);
  const entries = [
    total('active') > 0 && entry('active', `läuft (${count(total('active'), 'Stelle', 'Stellen')})`),
    elements.some(({ done }) => done) && entry('done', 'abgeschlossen'),
    total('incident') > 0 && entry('incident', `gestört (${count(total('incident'), 'Vorfall', 'Vorfälle')})`),
  ].filter(Boolean);
  return h(
    'div',
    { class: 'pw-diagram__legend' },
    entries.length > 0 && h('ul', { 'aria-label': 'Legende' }, entries),
    textView && h('a', { href: textView }, 'Ablauf als Text'),
  );
}
