/**
 * Entry point of the form editor: `<script type="module" src="…/designer/form-editor.js">` with
 * `…/designer/form-editor.css` on a page that contains
 *
 *     <div id="editor" data-source-url="…" data-save-url="…" data-validate-url="…" data-publish-url="…"
 *          data-preview-url="…" data-csrf="…"></div>
 *
 * The JSON of these addresses is described in `shell/workbench.js`; `source` is a form-js schema as JSON text.
 * `data-preview-url` answers with a whole page, `{ html: "<!doctype html>…" }`: the form as the server renders it for
 * caseworkers. It is shown in a frame without scripts and without form submission; style sheets with absolute paths load.
 * The page's content security policy is that of the process editor.
 *
 * The palette offers the components that the engine accepts. A file with other components opens, keeps them and gets its
 * findings from the check. Elements are addressed by the ids of the form's components.
 */
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import './shell/shell.css';
import './shell/findings.css';
import './shell/page-resets.css';
import './forms/forms.css';

import { FormEditorAdapter } from './forms/form-editor-adapter.js';
import { startWorkbench } from './shell/workbench.js';

startWorkbench(document.getElementById('editor'), new FormEditorAdapter());
