//! What a person mends by hand on the pages, for print only: a paragraph a line longer or shorter, a break, a keep,
//! a space. Where it is written down, `resolve` (attributes) and the front door (`makeup.toml`) know.

use std::collections::BTreeMap;

use chapbook_resolve::{Block, BlockKind, Makeup, NodeId, Resolved};
use chapbook_source::{Diagnostic, Span, codes};

use crate::context::plain_text;

/// A mend, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What is mended.
    pub at: At,
    /// How.
    pub makeup: Makeup,
    /// Where the mend is written.
    pub span: Span,
}

/// What is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The block of this label, without `#`.
    Label(String),
    /// The first paragraph or heading whose text starts with these words.
    Starts(String),
    /// A block that says it itself.
    Node(NodeId),
}

/// What the document itself says, by attributes.
pub fn own_mends(resolved: &Resolved) -> Vec<Mend> {
    let own = resolved.makeup.iter();
    own.map(|(node, makeup, span)| Mend { at: At::Node(*node), makeup: *makeup, span: *span }).collect()
}

/// The mends of a layout, found by what they are for.
#[derive(Default)]
pub(crate) struct Mends {
    list: Vec<Mend>,
    met: Vec<bool>,
    labels: BTreeMap<String, usize>,
    nodes: BTreeMap<NodeId, usize>,
    /// Those that are found by their first words.
    starts: Vec<usize>,
}

impl Mends {
    /// Those of the document itself, and others.
    pub(crate) fn new(resolved: &Resolved, others: &[Mend]) -> Self {
        let list = own_mends(resolved).into_iter().chain(others.iter().cloned()).collect();
        let mut mends = Self { list, ..Self::default() };
        mends.met = vec![false; mends.list.len()];
        for (i, mend) in mends.list.iter().enumerate() {
            match &mend.at {
                At::Label(label) => {
                    mends.labels.entry(label.clone()).or_insert(i);
                }
                At::Starts(_) => mends.starts.push(i),
                At::Node(node) => {
                    mends.nodes.insert(*node, i);
                }
            }
        }
        mends
    }

    /// What is mended at a block, all of it together.
    pub(crate) fn of(&mut self, resolved: &Resolved, block: &Block) -> Makeup {
        if self.list.is_empty() {
            return Makeup::default();
        }
        let label = block.anchor.map(|anchor| resolved.anchor(anchor).id.as_str());
        let mut found: Vec<usize> = self.nodes.get(&block.id).copied().into_iter().collect();
        found.extend(label.and_then(|label| self.labels.get(label)).copied());
        if let Some(text) = first_text(block).filter(|_| !self.starts.is_empty()) {
            let words = normal(&text);
            let fits = |i: &usize| match &self.list[*i].at {
                At::Starts(start) => !self.met[*i] && words.starts_with(&normal(start)),
                At::Label(_) | At::Node(_) => false,
            };
            found.extend(self.starts.iter().copied().filter(fits));
        }
        let mut makeup = Makeup::default();
        for i in found {
            self.met[i] = true;
            makeup = makeup.with(self.list[i].makeup);
        }
        makeup
    }

    /// A warning for each mend whose block is not there.
    pub(crate) fn unmet(&self) -> Vec<Diagnostic> {
        let unmet = self.list.iter().zip(&self.met).filter(|(_, met)| !**met);
        unmet
            .map(|(mend, _)| {
                let what = match &mend.at {
                    At::Label(label) => format!("no block has the label #{label}"),
                    At::Starts(words) => format!("no paragraph or heading starts with {words:?}"),
                    At::Node(_) => "this block is not set as a paragraph of its own".to_owned(),
                };
                let hint = "take the mend out, or name what it is for as it stands in the text now";
                Diagnostic::new(&codes::MAKEUP_UNMET, mend.span, format!("{what}; the mend has no effect")).hint(hint)
            })
            .collect()
    }
}

/// The text of a block that is one.
fn first_text(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Paragraph(paragraph) => Some(plain_text(&paragraph.content)),
        BlockKind::Heading(heading) => Some(plain_text(&heading.content)),
        BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Image(_)
        | BlockKind::Division(_)
        | BlockKind::AuthorNotes(_)
        | BlockKind::Outline(_)
        | BlockKind::Endnotes { level: _, title: _, notes: _ }
        | BlockKind::Raw(_) => None,
    }
}

/// Words as they are compared: the quotes and dashes that a person types are not those that are printed.
fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |c: char| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201C}' | '\u{201D}' => '"',
        '\u{2013}' | '\u{2014}' => '-',
        c => c,
    };
    words.join(" ").chars().map(plain).collect()
}
