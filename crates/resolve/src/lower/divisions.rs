//! Containers: what their classes mean (DIALECT 10).

use chapbook_model::{self as model};
use chapbook_theme::Role;

use super::blocks::{self, Shell};
use super::{authors, inlines};
use crate::context::{Context, Scope};
use crate::{Block, BlockKind, CalloutKind, Division, DivisionRole, Word};

/// Classes with a meaning: the class, what it makes, the role of its paragraphs where it has one.
const MEANINGS: &[(&str, DivisionRole, Option<Role>)] = &[
    ("epigraph", DivisionRole::Epigraph, Some(Role::Epigraph)),
    ("dedication", DivisionRole::Dedication, Some(Role::Dedication)),
    ("copyright-page", DivisionRole::CopyrightPage, Some(Role::CopyrightPage)),
    ("colophon", DivisionRole::Colophon, Some(Role::Colophon)),
    ("abstract", DivisionRole::Abstract, Some(Role::Abstract)),
    ("acknowledgements", DivisionRole::Acknowledgements, Some(Role::Acknowledgements)),
    ("acknowledgments", DivisionRole::Acknowledgements, Some(Role::Acknowledgements)),
    ("aside", DivisionRole::Aside, Some(Role::Aside)),
    ("sidebar", DivisionRole::Aside, Some(Role::Aside)),
    ("pullquote", DivisionRole::PullQuote, Some(Role::PullQuote)),
    ("callout-note", DivisionRole::Callout(CalloutKind::Note), Some(Role::Callout)),
    ("callout-tip", DivisionRole::Callout(CalloutKind::Tip), Some(Role::Callout)),
    ("callout-important", DivisionRole::Callout(CalloutKind::Important), Some(Role::Callout)),
    ("callout-warning", DivisionRole::Callout(CalloutKind::Warning), Some(Role::Callout)),
    ("callout-caution", DivisionRole::Callout(CalloutKind::Caution), Some(Role::Callout)),
    ("letter", DivisionRole::Letter, Some(Role::Letter)),
    ("glossary", DivisionRole::Glossary, None),
    ("columns", DivisionRole::Columns, None),
    ("column", DivisionRole::Column, None),
];

pub(crate) fn container(
    cx: &mut Context<'_>,
    body: &[model::Block],
    shell: &Shell<'_>,
    scope: &Scope,
    out: &mut Vec<Block>,
) {
    if shell.attrs.has_class("byline") {
        let scope = Scope { in_byline: true, ..scope.with_role(Role::Byline) };
        blocks::sequence(cx, body, &scope, out);
        return;
    }
    if shell.attrs.has_class("author-note") {
        authors::by_hand(cx, body, shell, scope, out);
        return;
    }
    let meaning = MEANINGS.iter().find(|(class, _, _)| shell.attrs.has_class(class));
    let id = cx.node();
    let (class, role, text_role) = match meaning {
        Some((class, role, text_role)) => (*class, *role, *text_role),
        None => ("", DivisionRole::Generic, None),
    };
    let title = title(cx, role, shell, scope);
    let inner = scope.with_role(text_role.unwrap_or(scope.role));
    let mut blocks = Vec::new();
    blocks::sequence(cx, body, &inner, &mut blocks);
    if let (DivisionRole::Epigraph | DivisionRole::PullQuote, Some(last)) = (role, blocks.last_mut()) {
        attribution(last);
    }
    let mut block = shell.block(cx, id, BlockKind::Division(Division { role, title, body: blocks }));
    block.classes.retain(|c| c != class);
    out.push(block);
}

/// The title: typed as `title="…"`, or the word that the kind of box has.
fn title(cx: &Context<'_>, role: DivisionRole, shell: &Shell<'_>, scope: &Scope) -> Option<Vec<crate::Inline>> {
    if let Some(title) = shell.attrs.get("title") {
        let text = crate::smart::Smart::default().text(title, None, &scope.language);
        return Some(vec![inlines::text(text, shell.span)]);
    }
    let word = match role {
        DivisionRole::Callout(CalloutKind::Note) => Word::Note,
        DivisionRole::Callout(CalloutKind::Tip) => Word::Tip,
        DivisionRole::Callout(CalloutKind::Important) => Word::Important,
        DivisionRole::Callout(CalloutKind::Warning) => Word::Warning,
        DivisionRole::Callout(CalloutKind::Caution) => Word::Caution,
        DivisionRole::Abstract => Word::Abstract,
        DivisionRole::Acknowledgements => Word::Acknowledgements,
        DivisionRole::Generic
        | DivisionRole::Epigraph
        | DivisionRole::Dedication
        | DivisionRole::CopyrightPage
        | DivisionRole::Colophon
        | DivisionRole::Aside
        | DivisionRole::PullQuote
        | DivisionRole::Letter
        | DivisionRole::Glossary
        | DivisionRole::Columns
        | DivisionRole::Column
        | DivisionRole::TitleBlock => return None,
    };
    Some(vec![inlines::word(cx, word)])
}

/// A last paragraph that is one span of class `attribution` names the source.
fn attribution(block: &mut Block) {
    if let BlockKind::Paragraph(paragraph) = &mut block.kind
        && let [only] = &paragraph.content[..]
        && let crate::InlineKind::Span(span) = &only.kind
        && span.classes.iter().any(|class| class == "attribution")
    {
        paragraph.role = Role::Attribution;
    }
}
