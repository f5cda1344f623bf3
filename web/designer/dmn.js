/**
 * Entry point of the decision editor: `<script type="module" src="…/designer/dmn.js">` with `…/designer/dmn.css` on a page
 * that contains
 *
 *     <div id="editor" data-source-url="…" data-save-url="…" data-validate-url="…" data-publish-url="…" data-csrf="…"></div>
 *
 * The JSON of these addresses is described in `shell/workbench.js`; `source` is DMN 1.3 XML (or later versions in its
 * namespace), `key` the id of a new decision. The page's content security policy is that of the process editor.
 *
 * `catalogue` of GET data-source-url (every list may be missing):
 *   functions   FEEL functions beyond the standard: { name, params: string[], info? }
 *   variables   data known to the editor: { name, info? }
 *
 * Elements are addressed by their DMN id: the decision itself, an input, an output, a rule or a single cell. A finding
 * opens the table that holds its element and marks the cell, column or row.
 */
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import './shell/shell.css';
import './shell/findings.css';
import './shell/page-resets.css';
import './dmn/dmn.css';

import { DecisionEditor } from './dmn/decision-editor.js';
import { startWorkbench } from './shell/workbench.js';

startWorkbench(document.getElementById('editor'), new DecisionEditor());
