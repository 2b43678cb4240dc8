//! New paragraphs of a draft as Markdown: what an editor wrote that was in no source yet.

use chapbook_docx::{Leaf, LeafKind};
use chapbook_model::{Block, BlockKind, Code, Inline, Node, Quote};
use chapbook_source::Span;
use chapbook_theme::Role;

use crate::copied::Copied;
use crate::patch::Habits;
use crate::tokens::{Token, What, inlines, tokens};

/// Leaves as blocks of Markdown. In a list that is there already, items come without their markers.
pub(crate) fn block_text(
    leaves: &[Leaf],
    in_list: bool,
    habits: Habits,
    elsewhere: &dyn Fn(&Inline) -> Option<String>,
) -> String {
    if !leaves.is_empty() && leaves.iter().all(|leaf| !leaf.place.cells.is_empty()) && leaves.len() > 1 {
        return table(leaves, habits, elsewhere);
    }
    let mut out = String::new();
    for (i, leaf) in leaves.iter().enumerate() {
        let text = one(leaf, habits, elsewhere);
        match &leaf.list {
            Some(list) => {
                // A bullet of Word is one of Markdown's; a number stands as it is printed.
                let marker = if list.value.is_none() { "-".to_owned() } else { list.label.clone() };
                if i > 0 {
                    out.push('\n');
                }
                if i > 0 || !in_list {
                    out.push_str(&format!("{marker} "));
                }
                out.push_str(&text);
            }
            None => {
                if i > 0 {
                    out.push_str("\n\n");
                }
                out.push_str(&text);
            }
        }
    }
    out
}

/// A note's definition.
pub(crate) fn note_text(
    label: &str,
    leaves: &[Leaf],
    habits: Habits,
    elsewhere: &dyn Fn(&Inline) -> Option<String>,
) -> String {
    let text = block_text(leaves, false, habits, elsewhere);
    let indented = text.split('\n').collect::<Vec<_>>().join("\n    ").replace("\n    \n", "\n\n");
    format!("[^{label}]: {indented}")
}

fn table(leaves: &[Leaf], habits: Habits, elsewhere: &dyn Fn(&Inline) -> Option<String>) -> String {
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for leaf in leaves {
        let Some(cell) = leaf.place.cells.last() else { continue };
        let text = one(leaf, habits, elsewhere).replace('|', "\\|").replace('\n', " ");
        match rows.last_mut().filter(|(row, _)| *row == cell.row) {
            // Several paragraphs of a cell stand in one line.
            Some((_, cells)) if cells.len() > cell.column => cells[cell.column].push_str(&format!("<br>{text}")),
            Some((_, cells)) => cells.push(text),
            None => rows.push((cell.row, vec![text])),
        }
    }
    let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(1);
    let mut out = String::new();
    for (i, (_, mut cells)) in rows.into_iter().enumerate() {
        cells.resize(columns, String::new());
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
        if i == 0 {
            out.push_str(&format!("|{}\n", "---|".repeat(columns)));
        }
    }
    out.trim_end().to_owned()
}

fn one(leaf: &Leaf, habits: Habits, elsewhere: &dyn Fn(&Inline) -> Option<String>) -> String {
    let mut copied = Copied::default();
    let is_code = leaf.role == Some(Role::Code);
    let typed = |text: &str| if is_code { text.to_owned() } else { habits.typed(text) };
    let row = copied.row(&tokens(&leaf.content), typed, elsewhere);
    let written = Copied::written(block(leaf, inlines(&row), &row));
    copied.put_in(written)
}

fn block(leaf: &Leaf, content: Vec<Inline>, row: &[Token]) -> Block {
    let node = |kind| Node::new(kind, Span::NONE);
    match &leaf.kind {
        LeafKind::Heading { level, .. } => node(BlockKind::Heading { level: (*level).clamp(1, 6), content }),
        LeafKind::Divider => node(BlockKind::Divider),
        LeafKind::Outline(kind) => node(BlockKind::Outline(*kind)),
        LeafKind::Paragraph | LeafKind::Caption { .. } => match leaf.role {
            Some(Role::Code) => {
                let line = |token: &Token| match &token.what {
                    What::Object(_) => "\n".to_owned(),
                    What::Characters(_) | What::CommentStart(_) | What::CommentEnd(_) | What::Break(_) => {
                        token.text().to_owned()
                    }
                };
                let text: String = row.iter().map(line).collect();
                node(BlockKind::Code(Code { language: None, text: format!("{text}\n") }))
            }
            Some(Role::Quote) => {
                let body = vec![node(BlockKind::Paragraph(content))];
                node(BlockKind::Quote(Quote { body, attribution: None }))
            }
            _ => node(BlockKind::Paragraph(content)),
        },
    }
}
