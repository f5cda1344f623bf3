/**
 * Entry point of the process editor: `<script type="module" src="…/designer/modeler.js">` with `…/designer/modeler.css`
 * on a page that contains
 *
 *     <div id="editor" data-source-url="…" data-save-url="…" data-validate-url="…" data-publish-url="…" data-csrf="…"></div>
 *
 * The JSON of these addresses is described in `shell/workbench.js`; `source` is BPMN 2.0 XML. The page's content
 * security policy needs `style-src-attr 'unsafe-inline'` besides `script-src 'self'; style-src 'self'; img-src 'self' data:;
 * font-src 'self'; connect-src 'self'`.
 *
 * `catalogue` of GET data-source-url (every list may be missing; entries are { value, label? }):
 *   groups      candidate groups, e.g. { value: "fallmanagement", label: "Fallmanagement" }
 *   forms       published forms, value is the file name, e.g. "zielberuf.form"
 *   handlers    registered handlers of service and send tasks
 *   decisions   published decisions by their key
 *   processes   published processes by their key
 *   functions   FEEL functions beyond the standard: { name, params: string[], info? }
 *   variables   process data known to the editor: { name, info? }
 *
 * Elements are addressed by their BPMN id, in findings as in the page's hash: `#Aufgabe_Zielberuf` selects that element.
 */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import './shell/shell.css';
import './shell/findings.css';
import './shell/page-resets.css';
import './bpmn/bpmn.css';

import { ProcessEditor } from './bpmn/process-editor.js';
import { startWorkbench } from './shell/workbench.js';

startWorkbench(document.getElementById('editor'), new ProcessEditor());
