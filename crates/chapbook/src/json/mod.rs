//! Documents and diagnostics as JSON, for other programs: docs/guide/json.md says what stands where. The trees
//! themselves derive no `Serialize`: what is written here are types made for it, filled through matches without
//! wildcard, so that a new kind of node asks what it looks like in JSON. It reads no JSON.

mod merged;
mod message;
mod model;
mod pages;
mod place;
mod resolved;

use chapbook_source::{Diagnostic, Files, Sources};
use serde::Serialize;

use crate::{ExportError, ExportOptions, Load, Output, PagesReport};
pub use merged::merged;
use message::Message;

/// The version of the shape. A key or kind that is added leaves it as it is; whatever a reader could stumble over
/// makes it one more.
pub const VERSION: u32 = 1;

/// What every document begins with.
#[derive(Serialize)]
struct Shell<'a, Tree> {
    chapbook: u32,
    kind: &'static str,
    sources: Vec<Source<'a>>,
    #[serde(flatten)]
    tree: Tree,
    diagnostics: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    path: &'a str,
}

/// A document as it was read, with all that was found in it; what was not loaded has an empty body.
pub fn model(loaded: &Load) -> String {
    let empty = chapbook_model::Document::default();
    let document = loaded.document.as_ref().unwrap_or(&empty);
    let tree = model::Tree::new(document, &loaded.sources);
    shell(loaded, "model", tree, &loaded.diagnostics)
}

/// A document as the outputs are made from it, and what was found from reading to resolving.
pub fn resolved(loaded: &Load, files: &dyn Files, options: &ExportOptions) -> Result<String, ExportError> {
    let (resolved, found) = crate::export::resolve(loaded, files, options)?;
    let diagnostics = [loaded.diagnostics.clone(), found].concat();
    Ok(shell(loaded, "resolved", resolved::Tree::new(&resolved), &diagnostics))
}

/// A diagnostic as an object on one line, without a line end.
pub fn diagnostic(sources: &Sources, diagnostic: &Diagnostic) -> String {
    line(Event::Diagnostic(Message::new(sources, diagnostic)))
}

/// A finished file as an object on one line, without a line end; `path` is where it was written.
pub fn output(output: &Output, path: &str) -> String {
    let Output { format, name: _, path: _, bytes, pages, draft: _ } = output;
    line(Event::Output { format: format.name(), path, bytes: bytes.len(), pages: *pages })
}

/// The report on the printed pages as an object on one line, without a line end.
pub fn pages(sources: &Sources, report: &PagesReport) -> String {
    line(Event::Pages(pages::Pages::new(sources, report)))
}

/// What a build tells, one to a line.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Event<'a> {
    Diagnostic(Message<'a>),
    Pages(pages::Pages<'a>),
    Output {
        format: &'static str,
        path: &'a str,
        bytes: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        pages: Option<usize>,
    },
}

#[derive(Serialize)]
struct Line<'a> {
    chapbook: u32,
    #[serde(flatten)]
    event: Event<'a>,
}

fn line(event: Event<'_>) -> String {
    written(serde_json::to_string(&Line { chapbook: VERSION, event }))
}

fn shell<Tree: Serialize>(loaded: &Load, kind: &'static str, tree: Tree, found: &[Diagnostic]) -> String {
    let sources = loaded.sources.ids().map(|file| Source { path: loaded.sources.name(file) }).collect();
    let diagnostics = found.iter().map(|diagnostic| Message::new(&loaded.sources, diagnostic)).collect();
    let shell = Shell { chapbook: VERSION, kind, sources, tree, diagnostics };
    written(serde_json::to_string(&shell)) + "\n"
}

fn written(text: serde_json::Result<String>) -> String {
    text.expect("the types have text for keys, and a string takes all that is written to it")
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;
    use serde_json::Value;

    use super::*;
    use crate::{LoadOptions, load};

    /// A loaded document of one sample of each kind of node.
    fn samples() -> Load {
        let mut files = MemoryFiles::default();
        files.add("a.md", b"A.\n".to_vec());
        let document = Some(chapbook_model::samples::document());
        Load { document, ..load(&files, "a.md", &LoadOptions::default()) }
    }

    fn parsed(text: &str) -> Value {
        serde_json::from_str(text).expect("it is JSON")
    }

    /// Every value of the key `kind`, wherever it stands.
    fn kinds(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                out.extend(map.get("kind").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| kinds(value, out));
            }
            Value::Array(list) => list.iter().for_each(|value| kinds(value, out)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_kind_of_node_has_its_name() {
        let model = parsed(&model(&samples()));
        assert_eq!(model["chapbook"], 1);
        let mut found = Vec::new();
        kinds(&model["body"], &mut found);
        let samples = chapbook_model::samples::blocks().len() + chapbook_model::samples::inlines().len();
        found.sort();
        found.dedup();
        // A raw block and a raw inline have one name.
        assert!(found.len() >= samples - 4, "{samples} kinds, {found:?}");
        assert!(found.iter().all(|kind| kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')), "{found:?}");
        for kind in ["paragraph", "soft-break", "small-caps", "definitions", "raw", "milestone", "endnotes"] {
            assert!(found.iter().any(|found| found == kind), "{kind} is not in {found:?}");
        }
    }

    #[test]
    fn the_resolved_samples_are_json_too() {
        let loaded = samples();
        let text = resolved(&loaded, &MemoryFiles::default(), &ExportOptions::default()).expect("the theme reads");
        let tree = parsed(&text);
        assert_eq!(tree["kind"], "resolved");
        assert!(tree["diagnostics"].as_array().is_some_and(|told| told.iter().any(|d| d["severity"] == "loss")));
        let mut found = Vec::new();
        kinds(&tree["body"], &mut found);
        for kind in ["paragraph", "list", "figure", "note-call", "styled", "deleted", "commented", "page-break"] {
            assert!(found.iter().any(|found| found == kind), "{kind} is not in {found:?}");
        }
    }

    #[test]
    fn nodes_and_messages_say_where_they_stand() {
        let mut files = MemoryFiles::default();
        files.add("a.md", b"---\ntitle: T\ntitel: x\nlanguage: en\n---\nA [b]{#x .c lang=de}.\n".to_vec());
        let loaded = load(&files, "a.md", &LoadOptions { shown: "in/".into() });
        let model = parsed(&model(&loaded));
        assert_eq!(model["sources"][0]["path"], "in/a.md");
        let span = &model["body"][0]["content"][1];
        assert_eq!(span["attributes"]["label"], "x");
        assert_eq!(span["attributes"]["classes"][0], "c");
        assert_eq!(span["attributes"]["pairs"][0], serde_json::json!(["lang", "de"]));
        assert_eq!(span["span"], serde_json::json!({"file": 0, "start": 41, "end": 59}));
        assert_eq!(model["metadata"]["origins"]["title"]["line"], 2);
        let message = &model["diagnostics"][0];
        assert_eq!(message["code"], "unknown-key");
        assert_eq!(message["severity"], "warning");
        assert_eq!((&message["file"], &message["line"], &message["column"]), (&"in/a.md".into(), &3.into(), &1.into()));
        assert_eq!(message["edit"]["text"], "title");
        let line = diagnostic(&loaded.sources, &loaded.diagnostics[0]);
        let mut told = parsed(&line);
        let object = told.as_object_mut().expect("it is an object");
        assert_eq!(object.remove("chapbook"), Some(1.into()));
        assert_eq!(object.remove("kind"), Some("diagnostic".into()));
        assert_eq!(&told, message);
        assert!(!line.contains('\n'));
    }
}
