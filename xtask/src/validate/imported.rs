//! The words of Word documents from elsewhere: those that pandoc reads have to stand in what `chapbook import` makes of
//! the file as often. What we have beyond them is not asked after: Markdown holds numbers and labels, too.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::pandoc::Pandoc;
use super::process::{self, last_lines};
use super::verdict::{Finding, Verdict};
use super::words::{count, missing};

const NAME: &str = "import-words";

/// Compares the words of every document in the folder `docx` beside that of the books.
pub(crate) fn check(root: &Path, chapbook: &Path, books: &Path) -> Result<Vec<Verdict>, String> {
    let folder = root.join(books).with_file_name("docx");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    if files.is_empty() {
        println!("validate: SKIPPED: no documents in {}, so no import is compared.", folder.display());
        return Ok(Vec::new());
    }
    files.sort();
    let pandoc = Pandoc::install(root)?;
    let out = root.join("target/validate/imported");
    std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let mut words = 0;
    let mut verdicts = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&folder).unwrap_or(file).display().to_string();
        // What pandoc cannot read, such as strict files, has nothing to be held against.
        let Ok(json) = pandoc.run(&["-f", "docx", "-t", "json", "--track-changes=all"], file) else {
            println!("validate: SKIPPED: pandoc does not read {name}");
            continue;
        };
        match compare(&json, chapbook, file, &out.join(format!("{number}.md"))) {
            Ok((known, findings)) => {
                words += known;
                verdicts.push(Verdict::new(NAME, name, findings));
            }
            Err(message) => verdicts.push(Verdict::no_answer(NAME, name, message)),
        }
    }
    println!("validate: {words} words of {} documents looked for in what is imported", files.len());
    Ok(verdicts)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "docx") {
            files.push(path);
        }
    }
}

/// How many words pandoc reads, and those that we do not have.
fn compare(json: &str, chapbook: &Path, file: &Path, out: &Path) -> Result<(usize, Vec<Finding>), String> {
    let tree: Value = serde_json::from_str(json).map_err(|error| format!("pandoc's JSON: {error}"))?;
    let ended = process::run(Command::new(chapbook).arg("import").arg(file).arg("-o").arg(out))?;
    let ours =
        std::fs::read_to_string(out).map_err(|error| format!("{error}; chapbook: {}", last_lines(&ended.stderr)))?;
    // Escapes of Markdown part no words, and these three signs are written as references.
    let ours = ours.replace('\\', "").replace("&nbsp;", "\u{A0}").replace("&shy;", "\u{AD}").replace("&amp;", "&");
    let mut theirs = String::new();
    flatten(&tree["blocks"], &mut theirs);
    flatten(&tree["meta"], &mut theirs);
    let theirs = count(&theirs);
    let lost = missing(&theirs, &count(&ours));
    let finding = |(word, times): (&String, &usize)| Finding::new("lost-word", format!("{word} ({times} times)"));
    Ok((theirs.values().sum(), lost.iter().map(finding).collect()))
}

/// Pandoc's nodes whose content goes on in the word before: marks.
const MARKS: [&str; 10] =
    ["Emph", "Strong", "Span", "Underline", "SmallCaps", "Strikeout", "Superscript", "Subscript", "Quoted", "Link"];

/// The text of pandoc's tree.
fn flatten(value: &Value, out: &mut String) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| flatten(value, out)),
        Value::Object(fields) => {
            let content = fields.get("c");
            match (fields.get("t").and_then(Value::as_str), content) {
                (Some("Str"), Some(Value::String(text))) => out.push_str(text),
                (Some("Space" | "SoftBreak" | "LineBreak"), _) => out.push(' '),
                // Formulas are their text with us, and their TeX with pandoc.
                (Some("Math" | "RawInline" | "RawBlock"), _) => out.push(' '),
                (Some("Code" | "CodeBlock"), Some(code)) => {
                    out.push(' ');
                    out.push_str(code[1].as_str().unwrap_or_default());
                    out.push(' ');
                }
                // Attributes and targets are no words.
                (Some("Link" | "Image" | "Span" | "Div"), Some(content)) => flatten(&content[1], out),
                (Some("Header"), Some(content)) => {
                    flatten(&content[2], out);
                    out.push('\n');
                }
                (Some(mark), Some(content)) if MARKS.contains(&mark) => flatten(content, out),
                _ => {
                    out.push('\n');
                    fields.values().filter(|value| !value.is_string()).for_each(|value| flatten(value, out));
                    out.push('\n');
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_part_no_words_and_blocks_do() {
        let tree = r#"[{"t":"Para","c":[{"t":"Str","c":"a"},{"t":"Emph","c":[{"t":"Str","c":"b"}]},
            {"t":"Note","c":[{"t":"Para","c":[{"t":"Str","c":"n"}]}]},{"t":"Str","c":"c"}]},
            {"t":"Header","c":[1,["id",["class"],[]],[{"t":"Str","c":"d"}]]}]"#;
        let mut out = String::new();
        flatten(&serde_json::from_str(tree).unwrap(), &mut out);
        assert_eq!(out.split_whitespace().collect::<Vec<_>>(), ["ab", "n", "c", "d"]);
    }
}
