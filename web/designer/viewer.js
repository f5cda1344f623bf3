/**
 * Entry point of the diagram on instance pages: `<script type="module" src="…/designer/viewer.js">` with
 * `…/designer/viewer.css`. Works under `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;
 * font-src 'self'; connect-src 'self'`: no inline style is needed.
 *
 * Every element with the class `pw-diagram` becomes a diagram:
 *
 *     <div class="pw-diagram" data-source-url="/instanzen/7/diagramm.bpmn" data-state="diagramm-zustand"
 *          data-label="Ablauf von Fall 2026-0815" data-text-view="#ablauf-als-text">
 *       <p>Text that is shown while the diagram loads or when it cannot be shown.</p>
 *     </div>
 *     <script type="application/json" id="diagramm-zustand">{ "elements": [ … ] }</script>
 *
 *   data-source-url  GET → BPMN 2.0 XML (any content type)
 *   data-state       id of the script element with the state, or
 *   data-state-url   GET → the same as JSON (without either, the bare diagram is shown)
 *   data-label       accessible name of the diagram
 *   data-text-view   optional link to the equal view as text on the same page
 *
 * State: { elements: [ { id: string,              BPMN id of the element
 *                        active?: number,         tokens there now
 *                        done?: number,           how often it was completed
 *                        incident?: number,       open incidents there
 *                        href?: string,           where a click or Enter leads, usually an anchor: "#element-Aufgabe_1"
 *                        text?: string } ] }      spoken and shown on hover; by default name and counts in words
 * Elements that are not listed stay plain. Sequence flows take `done` too. Unknown ids are ignored.
 */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import './shell/page-resets.css';
import './viewer/viewer.css';

import { showDiagram } from './viewer/diagram.js';

for (const container of document.querySelectorAll('.pw-diagram')) {
  showDiagram(container);
}
