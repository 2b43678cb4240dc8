//! Blocks of code, and what their info strings say (DIALECT 5).

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Code, Raw};
use chapbook_source::codes;
use chapbook_values::{AttributeParts, Attributes};
use pulldown_cmark::{CodeBlockKind, Event};

use super::Tree;
use crate::attributes;
use crate::clean::clean_text;

/// The attribute that keeps what follows the language.
const INFO: &str = "info";

impl Tree<'_> {
    pub(crate) fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Block {
        let range = self.place.trimmed(range);
        let mut text = String::new();
        while let Some((event, piece)) = self.peek() {
            self.at += 1;
            if let Event::Text(masked) = event {
                text.push_str(&self.source_or(masked, piece.clone()));
            } else if let Event::End(_) = event {
                break;
            }
        }
        if text.ends_with('\n') {
            text.pop();
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let info = match kind {
            CodeBlockKind::Indented => return self.node(BlockKind::Code(Code { language: None, text }), range),
            CodeBlockKind::Fenced(info) => info,
        };
        self.remark_on_code_fence(&range);
        let (language, attrs, braces) = self.info_string(info, range.start);
        if let Some(format) = braces.as_ref().and_then(|braces| braces.format.clone()) {
            return self.node(BlockKind::Raw(Raw { target: format, text }), range);
        }
        self.listing(language, text, attrs, braces.as_ref(), range)
    }

    fn remark_on_code_fence(&mut self, range: &Range<usize>) {
        let source = &self.place.text[range.clone()];
        let Some(fence) = source.chars().next() else { return };
        let width = source.len() - source.trim_start_matches(fence).len();
        let last = source.rsplit(['\n', '\r']).next().unwrap_or("");
        let last = last.trim_start_matches([' ', '\t', '>']);
        let closed = source.contains(['\n', '\r'])
            && last.len() - last.trim_start_matches(fence).len() >= width
            && last.trim_start_matches(fence).trim().is_empty();
        if !closed {
            let line = self.place.rest_of_line(range.start).len();
            self.context.say(
                &codes::UNCLOSED_FENCE,
                self.place.span(range.start..range.start + line),
                "this code fence is not closed; the code runs to the end of its container",
            );
        }
    }

    /// The info string of a fence: a word, braces, or a word before braces. The braces' places are the file's.
    fn info_string(&mut self, info: &str, fence: usize) -> (Option<String>, Attributes, Option<attributes::Braces>) {
        // The source has the string as typed; pulldown-cmark has taken its escapes away.
        let place = self.place;
        let line = place.rest_of_line(fence);
        let typed = line.trim_start_matches(['`', '~']);
        let offset = fence + line.len() - typed.trim_start().len();
        let typed = typed.trim();
        let word_end = typed.find([' ', '\t', '{']).unwrap_or(typed.len());
        let rest = typed[word_end..].trim_start();
        let read = (rest.starts_with('{')).then(|| attributes::read(rest)).flatten().filter(|b| b.len == rest.len());
        let word =
            info.split([' ', '\t', '{']).next().filter(|word| !word.is_empty() && word_end > 0).map(str::to_owned);
        match read {
            Some(mut braces) if braces.format.is_none() => {
                let shift = offset + typed.len() - rest.len();
                braces.values.iter_mut().flatten().for_each(|place| *place = place.start + shift..place.end + shift);
                let mut language = word;
                let attrs = std::mem::take(&mut braces.attrs).edited(|AttributeParts { classes, .. }| {
                    if language.is_none() && !classes.is_empty() {
                        language = Some(classes.remove(0));
                    }
                });
                (language, attrs, Some(braces))
            }
            Some(braces) if word.is_none() => (None, Attributes::NONE, Some(braces)),
            Some(_) | None => {
                if attributes::looks_meant(rest) {
                    let span = self.place.span(offset + typed.len() - rest.len()..offset + typed.len());
                    self.context.say(&codes::BAD_ATTRIBUTES, span, "these attributes do not parse and stay as typed");
                    // What cannot be read is kept with the language.
                    return (Some(info.trim().to_owned()), Attributes::NONE, None);
                }
                // `{python}` is a cell of Quarto's: its name is shown, and nothing is run.
                let cell =
                    rest.strip_prefix('{').and_then(|r| r.split(['}', ' ', ',']).next()).filter(|c| !c.is_empty());
                let is_cell = word.is_none() && cell.is_some_and(|cell| rest[1 + cell.len()..] == *"}");
                let attrs = match rest.is_empty() || is_cell {
                    true => Attributes::NONE,
                    false => self.further_words(info, rest, offset + typed.len() - rest.len()),
                };
                (word.or_else(|| cell.map(str::to_owned)), attrs, None)
            }
        }
    }

    /// What follows the language. Programs that read Markdown each take other words there; CommonMark 0.31, 4.5 gives
    /// them no meaning, and they must not be lost.
    fn further_words(&mut self, info: &str, typed: &str, at: usize) -> Attributes {
        let message =
            format!("what follows the language of this code has no effect; it is kept as the attribute `{INFO}`");
        self.context.say(&codes::INFO_STRING, self.place.span(at..at + typed.len()), message);
        let words = match typed.contains(['\\', '&']) {
            true => info.split_once([' ', '\t', '{']).map_or(info, |(_, words)| words).trim().to_owned(),
            false => clean_text(typed),
        };
        Attributes::NONE.edited(|parts| parts.pairs.push((INFO.to_owned(), words)))
    }
}
