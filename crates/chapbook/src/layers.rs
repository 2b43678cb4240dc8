//! Where values come from. The layers, each before those above it: defaults, project file, front matter, command line.
//! Who wins is decided where the values are used; here it is only told.

use std::fmt::Write;

use chapbook_markdown::Habits;
use chapbook_model::Origin;
use chapbook_source::Span;

use crate::{Changes, ExportOptions, Format, Load, RawPolicy};

/// The place of a value for people: `chapbook.toml:3`.
pub(crate) fn place(sources: &chapbook_source::Sources, span: Span) -> String {
    format!("{}:{}", sources.name(span.file), sources.position(span.file, span.start).line)
}

/// Every value that was set, and what the settings are, each with where it comes from: one to a line.
pub(crate) fn origins(loaded: &Load, options: &ExportOptions) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    for (key, origin) in loaded.document.iter().flat_map(|document| &document.metadata.origins) {
        let origin = match origin {
            Origin::File(span) => place(&loaded.sources, *span),
            Origin::CommandLine => COMMAND_LINE.to_owned(),
        };
        lines.push((key.clone(), origin));
    }
    for setting in settings(loaded, options) {
        let Setting { key, value, asked_for, is_set } = setting;
        let origin = match loaded.project.set_at(&key).filter(|_| is_set) {
            _ if asked_for => COMMAND_LINE.to_owned(),
            Some(span) => place(&loaded.sources, span),
            None => "default".to_owned(),
        };
        lines.push((format!("{key} = {value}"), origin));
    }
    let width = lines.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
    let mut out = "origins\n".to_owned();
    for (key, origin) in lines {
        let _ = writeln!(out, "  {key:width$}  {origin}");
    }
    out
}

const COMMAND_LINE: &str = "command line";

struct Setting {
    key: String,
    value: String,
    /// On the command line.
    asked_for: bool,
    /// In the project file, with a value that is one.
    is_set: bool,
}

fn settings(loaded: &Load, options: &ExportOptions) -> Vec<Setting> {
    let project = &loaded.project;
    let theme = options.theme.as_deref().or(project.theme.as_deref()).unwrap_or(crate::export::DEFAULT_THEME);
    let habits = project.habits.map_or("by the file's ending", |habits| match habits {
        Habits::Report => "report",
        Habits::Convert => "convert",
        Habits::Off => "off",
    });
    let raw = match project.raw {
        RawPolicy::Keep => "keep",
        RawPolicy::Allow => "allow",
    };
    let docx = project.outputs.iter().find(|entry| entry.format == Format::Docx);
    let typed = docx.and_then(|entry| entry.changes);
    let changes = match options.changes.or(typed).unwrap_or_default() {
        Changes::Keep => "keep",
        Changes::Accept => "accept",
        Changes::Reject => "reject",
    };
    let setting = |key: &str, value: &str, asked_for: bool, is_set: bool| Setting {
        key: key.to_owned(),
        value: value.to_owned(),
        asked_for,
        is_set,
    };
    let mut settings = vec![
        setting("theme", theme, options.theme.is_some(), project.theme.is_some()),
        setting("system-fonts", &project.system_fonts.to_string(), false, true),
        setting("reader.habits", habits, false, project.habits.is_some()),
        setting("reader.raw", raw, false, true),
        setting("output.docx.changes", changes, options.changes.is_some(), typed.is_some()),
    ];
    for entry in &project.outputs {
        for (key, value) in [("path", &entry.path), ("profile", &entry.profile)] {
            if let Some(value) = value {
                settings.push(setting(&format!("output.{}.{key}", entry.format.name()), value, false, true));
            }
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;

    use super::*;
    use crate::{LoadOptions, load};

    fn told(options: &ExportOptions) -> String {
        let mut files = MemoryFiles::default();
        let project = "files = []\ntheme = \"own\"\n[metadata]\ntitle = \"T\"\n[reader]\nraw = \"allow\"\n[output]\n\
                       docx = { changes = \"reject\", path = \"x.docx\" }\n";
        files.add("book.toml", project.as_bytes().to_vec());
        origins(&load(&files, "book.toml", &LoadOptions { shown: "in/".into() }), options)
    }

    #[test]
    fn each_value_names_its_layer() {
        let expected = [
            "origins",
            "title in/book.toml:4",
            "theme = own in/book.toml:2",
            "system-fonts = false default",
            "reader.habits = by the file's ending default",
            "reader.raw = allow in/book.toml:6",
            "output.docx.changes = reject in/book.toml:8",
            "output.docx.path = x.docx in/book.toml:8",
        ];
        let found = told(&ExportOptions::default());
        let squeezed = |text: &str| {
            let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(squeezed(&found), expected);
        let options =
            ExportOptions { theme: Some("article".into()), changes: Some(Changes::Accept), ..ExportOptions::default() };
        let found = squeezed(&told(&options));
        assert_eq!(found[2], "theme = article command line");
        assert_eq!(found[6], "output.docx.changes = accept command line");
    }
}
