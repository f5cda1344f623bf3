/** Buttons to zoom a diagram: the mouse wheel must not be the only way. */
import { h } from '../shell/dom.js';

export function zoomControls(canvas, zoomScroll) {
  const button = (label, sign, run) => h('button', { type: 'button', class: 'ed-zoom__button', 'aria-label': label, title: label, onclick: run }, sign);
  return h(
    'div',
    { class: 'ed-zoom', role: 'group', 'aria-label': 'Ansicht' },
    button('Vergrößern', '+', () => zoomScroll.stepZoom(1)),
    button('Verkleinern', '−', () => zoomScroll.stepZoom(-1)),
    button('Ganzes Diagramm zeigen', '⤢', () => canvas.zoom('fit-viewport', 'auto')),
  );
}
