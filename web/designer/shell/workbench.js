/**
 * What the three editors share: toolbar, loading, saving, checking, publishing, findings and unsaved-changes warning.
 *
 * An editor page is one element, for example
 *
 *     <div id="editor" data-source-url="…" data-save-url="…" data-validate-url="…" data-publish-url="…" data-csrf="…"></div>
 *
 * Without `data-save-url` the editor opens for reading only in the sense that nothing can be stored; downloading works.
 * `data-validate-url`, `data-publish-url` and `data-preview-url` may be missing too, then their buttons are missing.
 *
 * The JSON of these addresses (every POST carries `X-CSRFToken: <data-csrf>`):
 *
 * GET  data-source-url    → 200 { source: string | null,        text of the file; null for a new one
 *                                 key: string,                  key of the process, decision or form, e.g. "vereinbarung"
 *                                 file: string,                 name for downloads, e.g. "vereinbarung.bpmn"
 *                                 name: string,                 what people call it
 *                                 revision: string | number | null,   of the stored draft, given back when saving
 *                                 published_version: number | null,   the newest published version
 *                                 catalogue: { … },             what the fields suggest, see each editor
 *                                 findings?: Finding[] }
 * POST data-save-url      { source, revision }        → 200 { revision, findings?: Finding[] }
 * POST data-validate-url  { source }                  → 200 { findings: Finding[] }
 * POST data-publish-url   { source, revision, note }  → 200 { revision, version: number, message?: string }
 * POST data-preview-url   { source }                  → 200 { html: string }    (form editor only)
 *
 * Every POST sends exactly these fields. Every refusal is answered with its status and { title, detail, message?: string,
 * places: { place, expected, found }[], findings?: Finding[] }: 409 when the revision is no longer the stored one, 422 when
 * a field or the model is refused, 400, 401, 404, 413, 415, 503. The message is shown, what was edited stays.
 *
 * Finding: { code: string, severity: "error" | "warning" | "hint", element_id: string | null, message: string,
 *            detail?: { property?: string } }          (property: e.g. "pw:form", marks the field in the panel)
 *
 * An adapter makes an editor of it:
 *   fileExtension, mediaType     what is downloaded and opened
 *   mount(stage, catalogue)      builds the editor in the stage
 *   open(source, { key, name })  resolves when shown, rejects when the file cannot be read; source null: a new model
 *   read()                       resolves to the text of the file as edited
 *   undo(), redo(), history()    history() → { canUndo, canRedo }
 *   onChange(callback)           after every edit
 *   nameOf(id), goTo(finding)    for the list of findings
 *   showFindings(findings)       marks elements
 *   readSvg?()                   resolves to a picture
 *   shortcutsAreOn()             set by the workbench: whether single-letter shortcuts may act
 *   canvasShortcuts              shortcuts the editor itself has, for the help page
 */
import { askBeforeReplacing, askForNote, showShortcuts } from './dialogs.js';
import { h } from './dom.js';
import { download, filePicker } from './downloads.js';
import { FindingsList } from './findings.js';
import { showPreview } from './preview.js';
import { getJson, postJson } from './requests.js';
import { Shortcuts, withCommand } from './shortcuts.js';
import { createToolbar } from './toolbar.js';

const MAX_FILE_BYTES = 4 * 1024 * 1024; // as much as the server accepts for a model file
const CLOCK = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit' });

export async function startWorkbench(root, adapter) {
  const workbench = new Workbench(root, adapter);
  await workbench.load();
  return workbench;
}

class Workbench {
  constructor(root, adapter) {
    this.urls = root.dataset;
    this.adapter = adapter;
    this.model = { key: 'modell', file: `modell${adapter.fileExtension}`, name: '', revision: null, published_version: null };
    this.edits = 0;
    this.savedEdits = 0;
    this.busy = true; // until the model is shown

    this.message = h('div', { class: 'ed-message', role: 'alert', hidden: true });
    this.stage = h('div', { class: 'ed-stage' });
    this.findings = new FindingsList({ nameOf: (id) => adapter.nameOf(id), onOpen: (finding) => adapter.goTo(finding) });
    this.picker = filePicker({
      accept: adapter.fileExtension,
      maxBytes: MAX_FILE_BYTES,
      onChosen: (name, text) => this.replaceWith(name, text),
      onRefused: (sentence) => this.say(sentence, 'error'),
    });
    this.toolbar = createToolbar({
      save: this.urls.saveUrl && (() => this.save()),
      validate: this.urls.validateUrl && (() => this.validate()),
      publish: this.urls.publishUrl && (() => this.publish()),
      preview: this.urls.previewUrl && (() => this.preview()),
      undo: () => adapter.undo(),
      redo: () => adapter.redo(),
      download: () => this.download(),
      downloadSvg: adapter.readSvg && (() => this.downloadSvg()),
      openFile: () => this.picker.click(),
      help: () => showShortcuts(this.shortcutHelp(), this.shortcuts.enabled, (on) => this.shortcuts.setEnabled(on)),
    });
    // pages switch their own single-letter shortcuts off inside a workbench
    root.classList.add('ed-editor', 'pw-workbench');
    root.replaceChildren(this.toolbar.element, this.message, this.stage, this.findings.element, this.picker);

    this.shortcuts = new Shortcuts([
      { keys: 'Strg+S', label: 'Speichern', matches: withCommand('s'), run: () => this.urls.saveUrl && this.save() },
      { keys: 'F8', label: 'Prüfen', matches: ({ key }) => key === 'F8', run: () => this.urls.validateUrl && this.validate() },
    ]);
    adapter.shortcutsAreOn = () => this.shortcuts.enabled;
    window.addEventListener('beforeunload', (event) => this.isDirty() && event.preventDefault());
  }

  async load() {
    try {
      const { source, catalogue = {}, findings = [], ...model } = await getJson(this.urls.sourceUrl);
      Object.assign(this.model, model);
      this.adapter.mount(this.stage, catalogue);
      await this.adapter.open(source, this.model);
      this.adapter.onChange(() => this.noteEdit());
      this.showFindings(findings);
      this.toolbar.showStatus(source === null ? 'Neu, noch nicht gespeichert' : '');
      this.busy = false;
      this.openHash();
    } catch (error) {
      this.say(error.message, 'error');
    }
    this.refresh();
  }

  isDirty() {
    return this.edits !== this.savedEdits;
  }

  noteEdit() {
    this.edits += 1;
    this.toolbar.showStatus('Nicht gespeicherte Änderungen');
    this.refresh();
  }

  refresh() {
    this.toolbar.update({ ...this.adapter.history(), busy: this.busy });
  }

  /** A link such as `…/bearbeiten#Aufgabe_1` opens the editor at that element. */
  openHash() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    if (id) this.adapter.goTo({ element_id: id });
  }

  say(sentence, kind = 'success') {
    const close = h('button', { type: 'button', class: 'ed-button ed-button--quiet', onclick: () => this.hush() }, 'Ausblenden');
    this.message.className = `ed-message ed-message--${kind}`;
    this.message.replaceChildren(h('p', {}, sentence), close);
    this.message.hidden = false;
  }

  hush() {
    this.message.hidden = true;
    this.message.replaceChildren();
  }

  showFindings(findings) {
    if (findings.length) this.findings.show(findings);
    else this.findings.clear();
    this.adapter.showFindings(findings);
  }

  /** Runs one action at a time; a failure is shown with the findings the server sent along, nothing else changes. */
  async run(action) {
    if (this.busy) return;
    this.busy = true;
    this.refresh();
    this.hush();
    try {
      await action();
    } catch (error) {
      if (error.body?.findings) this.showFindings(error.body.findings);
      this.say(error.message, 'error');
    } finally {
      this.busy = false;
      this.refresh();
    }
  }

  save() {
    return this.run(async () => {
      const edits = this.edits;
      const source = await this.adapter.read();
      const { revision, findings } = await postJson(this.urls.saveUrl, { source, revision: this.model.revision }, this.urls.csrf);
      this.markSaved(revision, edits);
      if (findings) this.showFindings(findings);
    });
  }

  markSaved(revision, edits) {
    this.model.revision = revision;
    this.savedEdits = edits;
    this.toolbar.showStatus(this.isDirty() ? 'Nicht gespeicherte Änderungen' : `Gespeichert um ${CLOCK.format(new Date())} Uhr`);
  }

  validate() {
    return this.run(async () => {
      const source = await this.adapter.read();
      const { findings } = await postJson(this.urls.validateUrl, { source }, this.urls.csrf);
      this.showFindings(findings);
      if (!findings.length) this.say('Keine Befunde. Das Modell kann veröffentlicht werden.');
    });
  }

  async publish() {
    const { published_version: version } = this.model;
    const note = await askForNote(version ? version + 1 : null);
    if (!note) return;
    await this.run(async () => {
      const edits = this.edits;
      const source = await this.adapter.read();
      const answer = await postJson(this.urls.publishUrl, { source, revision: this.model.revision, note }, this.urls.csrf);
      this.model.published_version = answer.version;
      this.markSaved(answer.revision, edits);
      this.showFindings([]);
      this.say(answer.message ?? `Version ${answer.version} ist veröffentlicht. Neue Fälle beginnen mit ihr.`);
    });
  }

  preview() {
    return this.run(async () => {
      const source = await this.adapter.read();
      const { html } = await postJson(this.urls.previewUrl, { source }, this.urls.csrf);
      showPreview(this.model.name, html);
    });
  }

  download() {
    return this.run(async () => download(this.model.file, await this.adapter.read(), this.adapter.mediaType));
  }

  downloadSvg() {
    const name = this.model.file.replace(/\.[^.]+$/, '.svg');
    return this.run(async () => download(name, await this.adapter.readSvg(), 'image/svg+xml'));
  }

  async replaceWith(name, text) {
    if (this.isDirty() && !(await askBeforeReplacing(name))) return;
    await this.run(async () => {
      const before = await this.adapter.read();
      try {
        await this.adapter.open(text, this.model);
      } catch (error) {
        // a file that cannot be read must not cost what is open
        await this.adapter.open(before, this.model);
        throw new Error(`„${name}“ lässt sich nicht öffnen: ${error.message}`);
      }
      this.showFindings([]);
      this.noteEdit();
    });
  }

  shortcutHelp() {
    return [...this.shortcuts.bindings, ...this.adapter.canvasShortcuts];
  }
}
