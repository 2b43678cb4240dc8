//! What each piece of a block of code is: a comment, a keyword, text in quotation marks. The grammars are those of
//! syntect and two-face; what a class looks like is the theme's.
//!
//! A grammar gives every piece a stack of scopes, from the whole file to the piece itself
//! (<https://www.sublimetext.com/docs/scope_naming.html>). The innermost scope that means something to a reader names
//! the class, so that a number inside a string inside an annotation is a number.

use std::cell::OnceCell;

use syntect::parsing::{ParseState, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::{Token, TokenClass};

/// A longer line is the output of a program; grammars search each line many times from each place.
const MAX_LINE: usize = 2_000;
/// Longer code is data. At about four microseconds a byte this much takes a second.
const MAX_CODE: usize = 256 * 1024;

/// The grammars, unpacked when the first block asks for one.
#[derive(Default)]
pub(crate) struct Grammars(OnceCell<SyntaxSet>);

impl Grammars {
    /// The lines of a block of code as rows of tokens. In a language that is not known, and in code that is longer
    /// than can be looked at, every token is plain.
    pub(crate) fn rows(&self, text: &str, language: Option<&str>) -> Vec<Vec<Token>> {
        let lines = || text.split('\n');
        let fits = text.len() <= MAX_CODE && lines().all(|line| line.len() <= MAX_LINE);
        language
            .filter(|_| fits)
            .and_then(name)
            .and_then(|name| {
                let set = self.0.get_or_init(two_face::syntax::extra_newlines);
                tokens(set, set.find_syntax_by_token(&name)?, text)
            })
            .unwrap_or_else(|| lines().map(|line| vec![plain(line)]).collect())
    }
}

/// The name by which the grammars know a language. Of `rust,ignore` and `{.python .numbered}` the first word counts.
fn name(language: &str) -> Option<String> {
    let word = language.split([',', ' ', ';', '{', '}', '\t']).find(|word| !word.is_empty())?;
    let word = word.trim_start_matches('.').to_lowercase();
    Some(match ALIASES.iter().find(|(alias, _)| *alias == word) {
        Some((_, known)) => (*known).to_owned(),
        None => word,
    })
}

/// Names in common use that the grammars do not know, and the nearest that they do.
const ALIASES: &[(&str, &str)] = &[
    ("csharp", "cs"),
    ("docker", "dockerfile"),
    ("fortran", "f90"),
    ("golang", "go"),
    ("json5", "js"),
    ("jsonc", "js"),
    ("jsx", "js"),
    ("python3", "py"),
    ("scheme", "lisp"),
    ("shell", "sh"),
    ("x86asm", "asm"),
];

/// The rows by a grammar; none where it fails, as a grammar can whose patterns are too costly on this text.
fn tokens(set: &SyntaxSet, grammar: &SyntaxReference, text: &str) -> Option<Vec<Vec<Token>>> {
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut rows = Vec::new();
    for line in text.split('\n') {
        // These grammars want lines with their ends.
        let ended = format!("{line}\n");
        let mut row = Vec::new();
        let mut from = 0;
        for (at, operation) in state.parse_line(&ended, set).ok()? {
            let at = at.min(line.len());
            add(&mut row, line.get(from..at)?, &stack);
            from = at.max(from);
            apply(&mut stack, &operation)?;
        }
        add(&mut row, line.get(from..)?, &stack);
        if row.is_empty() {
            row.push(plain(""));
        }
        rows.push(row);
    }
    Some(rows)
}

fn apply(stack: &mut ScopeStack, operation: &ScopeStackOp) -> Option<()> {
    stack.apply(operation).ok()
}

/// Adds a piece; neighbours of one class are one token, and spaces belong to what is before them.
fn add(row: &mut Vec<Token>, piece: &str, stack: &ScopeStack) {
    if piece.is_empty() {
        return;
    }
    let class = match class(stack) {
        TokenClass::Type if DECLARING.contains(&piece) => TokenClass::Keyword,
        class => class,
    };
    match row.last_mut() {
        Some(last) if last.class == class || piece.chars().all(char::is_whitespace) => last.text.push_str(piece),
        _ => row.push(Token { class, text: piece.to_owned() }),
    }
}

/// Words that the grammars of Rust and C have in one family with `u8` and `int`.
const DECLARING: &[&str] = &["auto", "class", "const", "enum", "let", "ref", "static", "struct", "typedef", "union"];

fn plain(text: &str) -> Token {
    Token { class: TokenClass::Plain, text: text.to_owned() }
}

fn class(stack: &ScopeStack) -> TokenClass {
    let named = |scope: &syntect::parsing::Scope| of_scope(&scope.build_string());
    stack.as_slice().iter().rev().find_map(named).unwrap_or(TokenClass::Plain)
}

/// What a scope means to a reader; none if it means nothing by itself.
fn of_scope(scope: &str) -> Option<TokenClass> {
    let within = |family: &str| scope.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    FAMILIES.iter().find(|(family, _)| within(family)).map(|(_, class)| *class)
}

/// Families of scopes; the first that fits counts.
const FAMILIES: &[(&str, TokenClass)] = &[
    ("comment", TokenClass::Comment),
    ("constant", TokenClass::Constant),
    ("string", TokenClass::String),
    // Signs such as `+` and `&` are no words.
    ("keyword.operator.word", TokenClass::Keyword),
    ("keyword.operator.logical.python", TokenClass::Keyword),
    ("keyword.operator", TokenClass::Plain),
    ("keyword", TokenClass::Keyword),
    // Rust and the languages after C call their own types a kind of storage.
    ("storage.type.rust", TokenClass::Type),
    ("storage.type.c", TokenClass::Type),
    ("storage.type.cs", TokenClass::Type),
    ("storage.type.go", TokenClass::Type),
    ("storage.type.primitive", TokenClass::Type),
    ("storage", TokenClass::Keyword),
    ("variable.language", TokenClass::Keyword),
    ("variable.function", TokenClass::Function),
    ("variable.type", TokenClass::Type),
    ("variable.annotation", TokenClass::Attribute),
    // Inside `${…}` of a string stands code again.
    ("meta.interpolation", TokenClass::Plain),
    ("meta.annotation", TokenClass::Attribute),
    ("meta.attribute", TokenClass::Attribute),
    ("meta.preprocessor", TokenClass::Attribute),
    ("entity.name.function", TokenClass::Function),
    ("entity.name.macro", TokenClass::Function),
    ("entity.name.tag.toml", TokenClass::Attribute),
    ("entity.name.tag.yaml", TokenClass::Attribute),
    ("entity.name.tag", TokenClass::Keyword),
    ("entity.name.section", TokenClass::Keyword),
    ("entity.other.attribute-name", TokenClass::Attribute),
    ("entity.name.label", TokenClass::Attribute),
    ("entity.name.constant", TokenClass::Constant),
    ("entity.name.namespace", TokenClass::Plain),
    ("entity.name.module", TokenClass::Plain),
    ("entity.name", TokenClass::Type),
    ("entity.other.inherited-class", TokenClass::Type),
    ("support.function", TokenClass::Function),
    ("support.macro", TokenClass::Function),
    ("support.constant", TokenClass::Constant),
    ("support.type.property-name", TokenClass::Attribute),
    ("support.type", TokenClass::Type),
    ("support.class", TokenClass::Type),
    ("markup.heading", TokenClass::Keyword),
    ("markup.inserted", TokenClass::Inserted),
    ("markup.deleted", TokenClass::Deleted),
    ("meta.diff.range", TokenClass::Attribute),
    ("meta.diff.header", TokenClass::Keyword),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, language: &str) -> Vec<String> {
        let rows = Grammars::default().rows(text, Some(language));
        let whole: Vec<String> = rows.iter().map(|row| row.iter().map(|token| token.text.as_str()).collect()).collect();
        assert_eq!(whole.join("\n"), text, "no character is lost or added");
        let row = |row: &Vec<Token>| {
            let token = |token: &Token| match token.class {
                TokenClass::Plain => token.text.clone(),
                class => format!("{class:?}[{}]", token.text),
            };
            row.iter().map(token).collect()
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn rust_has_words_types_functions_and_comments() {
        assert_eq!(
            shown("/* a\nb */ pub fn f(n: u32) -> String {\n\tformat!(\"{n}\\n\") // 3\n}", "rust,ignore"),
            [
                "Comment[/* a]",
                "Comment[b */ ]Keyword[pub fn ]Function[f](n: Type[u32]) -> String {",
                "\tFunction[format!](String[\"]Constant[{n}\\n]String[\"]) Comment[// 3]",
                "}",
            ]
        );
    }

    #[test]
    fn a_word_that_declares_is_no_type() {
        assert_eq!(shown("let a: u8 = f(-1);", "rust"), ["Keyword[let] a: Type[u8 ]= Function[f](-Constant[1]);"]);
        assert_eq!(shown("struct A { int n; };", "c"), ["Keyword[struct ]Type[A ]{ Type[int] n; };"]);
        assert_eq!(shown("name = \"x\" # y", "toml"), ["Attribute[name ]= String[\"x\" ]Comment[# y]"]);
        assert_eq!(shown("f\"a{b}\"", "python"), ["Keyword[f]String[\"a]{b}String[\"]"]);
    }

    #[test]
    fn comparisons_have_lines_that_come_and_go() {
        assert_eq!(shown("@@ -1 +1 @@\n-a\n+b\n c", "diff")[1..], ["Deleted[-a]", "Inserted[+b]", " c"]);
    }

    #[test]
    fn a_language_that_nobody_knows_is_plain() {
        for language in ["rsut", "text", "console", "", ",", "{}"] {
            assert_eq!(shown("let x = 1;\n\n", language), ["let x = 1;", "", ""], "{language:?}");
        }
    }

    #[test]
    fn names_in_common_use_are_found() {
        let set = two_face::syntax::extra_newlines();
        for (alias, known) in ALIASES {
            assert!(set.find_syntax_by_token(alias).is_none(), "{alias} is known already");
            assert!(set.find_syntax_by_token(known).is_some(), "{known} is not known");
        }
        for language in ["Rust", "c++", "py", "html", "tex", "toml", "yaml", "ts", "kotlin", "sql", "haskell"] {
            assert!(set.find_syntax_by_token(language).is_some(), "{language}");
        }
    }

    #[test]
    fn code_that_is_too_long_is_plain() {
        let long = "1 ".repeat(MAX_LINE);
        assert_eq!(shown(&long, "rust"), [long]);
        let much = "fn f() {}\n".repeat(MAX_CODE / 10 + 1);
        assert!(!shown(&much, "rust")[0].contains("Keyword"));
    }
}
