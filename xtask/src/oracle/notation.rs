//! pandoc's tree in the notation that it shares with our model: a line for each block, what is inside it below and
//! further in. `crates/markdown/tests/pandoc/notation.rs` writes the same from the model.

use serde_json::Value;

/// The notation of pandoc's JSON. A heading whose label is not typed in the source has none: pandoc makes one up.
pub(crate) fn of(document: &Value, source: &str) -> String {
    let mut lines = Lines { out: String::new(), depth: 0, source };
    lines.blocks(&document["blocks"]);
    lines.out
}

struct Lines<'a> {
    out: String,
    depth: usize,
    source: &'a str,
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn kind(value: &Value) -> &str {
    text(&value["t"])
}

impl Lines<'_> {
    fn line(&mut self, line: &str) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, blocks: &Value) {
        for block in list(blocks) {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Value) {
        let c = &block["c"];
        match kind(block) {
            "Para" | "Plain" => match list(c) {
                // A formula on lines of its own is a block to us.
                [only] if kind(only) == "Math" && kind(&only["c"][0]) == "DisplayMath" => {
                    self.line(&format!("math: {}", text(&only["c"][1]).trim()));
                }
                _ => self.line(&format!("p: {}", self.inlines(c))),
            },
            "Header" => {
                let typed = self.source.contains(&format!("#{}", text(&c[1][0])));
                let attrs = attributes(&c[1], typed);
                self.line(&format!("heading {}{attrs}: {}", c[0], self.inlines(&c[2])));
            }
            "BlockQuote" => self.nested("quote", c),
            "BulletList" => self.list("bullet", c),
            "OrderedList" => {
                let kind = ordered(&c[0]);
                self.list(&kind, &c[1]);
            }
            "DefinitionList" => {
                self.line("definitions");
                self.inside(|lines| {
                    for definition in list(c) {
                        lines.line(&format!("term: {}", lines.inlines(&definition[0])));
                        for body in list(&definition[1]) {
                            lines.nested("body", body);
                        }
                    }
                });
            }
            "CodeBlock" => self.line(&format!("code{}: {:?}", attributes(&c[0], true), text(&c[1]))),
            "LineBlock" => {
                self.line("verse");
                for line in list(c) {
                    let line = format!("line: {}", self.inlines(line));
                    self.inside(|lines| lines.line(&line));
                }
            }
            "HorizontalRule" => self.line("divider"),
            "Table" => self.table(c),
            "Figure" => {
                self.line(&format!("figure{}", attributes(&c[0], true)));
                self.inside(|lines| {
                    lines.caption(&c[1][1]);
                    lines.blocks(&c[2]);
                });
            }
            "Div" => {
                let name = format!("div{}", attributes(&c[0], true));
                self.nested(&name, &c[1]);
            }
            "RawBlock" => self.line(&format!("raw {}: {:?}", text(&c[0]), text(&c[1]).trim_end())),
            other => self.line(&format!("? {other}")),
        }
    }

    fn nested(&mut self, name: &str, blocks: &Value) {
        self.line(name);
        self.inside(|lines| lines.blocks(blocks));
    }

    fn list(&mut self, name: &str, items: &Value) {
        // pandoc marks paragraphs of a tight list, not the list.
        let tight = list(items).iter().any(|item| kind(&item[0]) == "Plain");
        self.line(&format!("list {name} {}", if tight { "tight" } else { "loose" }));
        self.inside(|lines| {
            for item in list(items) {
                // A box is a character of the text to pandoc.
                let mut item = item.clone();
                let first = item.pointer_mut("/0/c/0/c").map(Value::take);
                let (checked, boxed) = match first.as_ref().and_then(Value::as_str) {
                    Some("☒") => (" [x]", true),
                    Some("☐") => (" [ ]", true),
                    _ => ("", false),
                };
                match (boxed, item.pointer_mut("/0/c").and_then(Value::as_array_mut)) {
                    (true, Some(content)) => drop(content.drain(..2.min(content.len()))),
                    (_, _) => {
                        if let (Some(place), Some(first)) = (item.pointer_mut("/0/c/0/c"), first) {
                            *place = first;
                        }
                    }
                }
                lines.nested(&format!("item{checked}"), &item);
            }
        });
    }

    fn table(&mut self, c: &Value) {
        let columns: Vec<&str> = list(&c[2])
            .iter()
            .map(|column| match kind(&column[0]) {
                "AlignLeft" => "left",
                "AlignCenter" => "center",
                "AlignRight" => "right",
                _ => "default",
            })
            .collect();
        self.line(&format!("table{} {}", attributes(&c[0], true), columns.join(" ")));
        self.inside(|lines| {
            lines.caption(&c[1][1]);
            lines.rows("head", &c[3][1]);
            for body in list(&c[4]) {
                lines.rows("row", &body[3]);
            }
        });
    }

    fn rows(&mut self, name: &str, rows: &Value) {
        for row in list(rows) {
            self.line(name);
            self.inside(|lines| {
                for cell in list(&row[1]) {
                    lines.nested("cell", &cell[4]);
                }
            });
        }
    }

    fn caption(&mut self, caption: &Value) {
        if !list(caption).is_empty() {
            self.nested("caption", caption);
        }
    }

    fn inlines(&self, content: &Value) -> String {
        list(content).iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Value) -> String {
        let c = &inline["c"];
        let of = |name: &str| format!("{name}({})", self.inlines(c));
        match kind(inline) {
            "Str" => text(c).replace('\u{A0}', "·"),
            "Space" => " ".to_owned(),
            "SoftBreak" => "↵".to_owned(),
            "LineBreak" => "⏎".to_owned(),
            "Emph" => of("emph"),
            "Strong" => of("strong"),
            "Strikeout" => of("strike"),
            "Subscript" => of("sub"),
            "Superscript" => of("sup"),
            "SmallCaps" => of("smallcaps"),
            "Underline" => of("underline"),
            "Code" => format!("code{}({})", attributes(&c[0], true), text(&c[1])),
            "Math" => format!("math({})", text(&c[1])),
            "RawInline" => format!("raw {}({})", text(&c[0]), text(&c[1])),
            "Span" => format!("span{}({})", attributes(&c[0], true), self.inlines(&c[1])),
            "Link" => {
                format!("link{}<{}>({})", attributes(&c[0], true), target(&c[2]), self.inlines(&c[1]))
            }
            "Image" => format!("image{}<{}>", attributes(&c[0], true), target(&c[2])),
            "Note" => {
                let mut lines = Lines { out: String::new(), depth: 0, source: self.source };
                lines.blocks(c);
                format!("note({})", lines.out.trim_end().replace('\n', " | "))
            }
            "Cite" => {
                let cite = |citation: &Value| {
                    let mode = match kind(&citation["citationMode"]) {
                        "AuthorInText" => "in-text ",
                        "SuppressAuthor" => "no-author ",
                        _ => "",
                    };
                    let affix = |name: &str| self.inlines(&citation[name]);
                    let key = text(&citation["citationId"]);
                    affixes(mode, key, &affix("citationPrefix"), &affix("citationSuffix"))
                };
                format!("cite({})", list(&c[0]).iter().map(cite).collect::<Vec<_>>().join("; "))
            }
            other => format!("? {other}"),
        }
    }
}

fn ordered(attributes: &Value) -> String {
    let style = match kind(&attributes[1]) {
        "Decimal" => "decimal",
        "LowerAlpha" => "lower-alpha",
        "UpperAlpha" => "upper-alpha",
        "LowerRoman" => "lower-roman",
        "UpperRoman" => "upper-roman",
        "Example" => "example",
        _ => "hash",
    };
    let delimiter = match kind(&attributes[2]) {
        "Period" => " x.",
        "OneParen" => " x)",
        "TwoParens" => " (x)",
        _ => "",
    };
    format!("{} {style}{}", attributes[0], if style == "hash" { "" } else { delimiter })
}

fn target(target: &Value) -> String {
    match text(&target[1]) {
        "" => text(&target[0]).to_owned(),
        title => format!("{} {title:?}", text(&target[0])),
    }
}

fn affixes(mode: &str, key: &str, prefix: &str, suffix: &str) -> String {
    let mut out = format!("{mode}@{key}");
    for (name, affix) in [("before", prefix.trim()), ("after", suffix.trim_start_matches([',', ' ']).trim_end())] {
        if !affix.is_empty() {
            out.push_str(&format!(" {name} {affix:?}"));
        }
    }
    out
}

fn attributes(attributes: &Value, with_label: bool) -> String {
    let mut parts = Vec::new();
    let label = text(&attributes[0]);
    if with_label && !label.is_empty() {
        parts.push(format!("#{label}"));
    }
    // pandoc marks addresses in angle brackets.
    let classes = list(&attributes[1]).iter().map(text).filter(|class| !["uri", "email"].contains(class));
    parts.extend(classes.map(|class| format!(".{class}")));
    let pair = |pair: &Value| format!("{}={:?}", text(&pair[0]), text(&pair[1]));
    let mut pairs: Vec<String> = list(&attributes[2]).iter().map(pair).collect();
    pairs.sort();
    parts.extend(pairs);
    if parts.is_empty() { String::new() } else { format!("{{{}}}", parts.join(" ")) }
}
