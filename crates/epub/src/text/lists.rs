//! Lists. Where a reading system prints the very marker that `resolve` made, it does so by itself (`type`, `start`,
//! `value`). Markers that HTML has no type for, `(1)` and `a)`, stand as text: `@counter-style` is unknown to many
//! readers, who would show another marker than the text refers to.

use chapbook_resolve::{Block, BlockKind, Counter, Definition, Item, List};
use chapbook_theme::Role;
use chapbook_values::{CounterStyle, Delimiter};

use super::blocks::Lead;
use super::{Text, Traits};

impl Text<'_, '_> {
    pub(super) fn list(&mut self, block: &Block, list: &List) {
        let List { group: _, counter, tight, depth: _, continued: _, items } = list;
        self.breaks_before(block.id);
        match counter {
            Some(counter) => self.ordered(block, *counter, *tight, items),
            None => self.bulleted(block, *tight, items),
        }
        self.w.raw("\n");
    }

    fn ordered(&mut self, block: &Block, counter: Counter, tight: bool, items: &[Item]) {
        let native = is_native(counter, items);
        let kind = match counter.style {
            CounterStyle::Decimal => None,
            CounterStyle::LowerAlpha => Some("a"),
            CounterStyle::UpperAlpha => Some("A"),
            CounterStyle::LowerRoman => Some("i"),
            CounterStyle::UpperRoman => Some("I"),
        };
        let start = items.first().and_then(|item| item.ordinal).unwrap_or(1);
        let start_text = start.to_string();
        let mut attributes = Vec::new();
        if let Some(kind) = kind {
            attributes.push(("type", kind));
        }
        if start != 1 {
            attributes.push(("start", start_text.as_str()));
        }
        // Markers of four and more characters, `100.` or `viii.`, need a wider column.
        let wide = items.iter().any(|item| item.marker.chars().count() > 3);
        let class = match (native, wide) {
            (false, false) => "marked",
            (false, true) => "marked wide",
            (true, true) => "wide",
            (true, false) => "",
        };
        self.element_with("ol", Traits { class, ..Traits::of(block) }, &attributes, |t| {
            t.w.raw("\n");
            let mut expected = start;
            for item in items {
                let ordinal = item.ordinal.unwrap_or(expected);
                let value = (ordinal != expected).then(|| ordinal.to_string());
                t.item(item, tight, native, value.as_deref());
                expected = ordinal.saturating_add(1);
            }
        });
    }

    fn bulleted(&mut self, block: &Block, tight: bool, items: &[Item]) {
        let tasks = !items.is_empty() && items.iter().all(|item| item.checked.is_some());
        let class = if tasks { "tasks" } else { "" };
        self.element("ul", Traits { class, ..Traits::of(block) }, |t| {
            t.w.raw("\n");
            items.iter().for_each(|item| t.item(item, tight, true, None));
        });
    }

    fn item(&mut self, item: &Item, tight: bool, native: bool, value: Option<&str>) {
        let Item { id, ordinal: _, marker, checked, anchor, body, span: _ } = item;
        let mut leads = Vec::new();
        if !native {
            leads.push(Lead::Marker(marker));
        }
        leads.extend(checked.map(Lead::Task));
        let attributes: Vec<(&str, &str)> = value.iter().map(|value| ("value", *value)).collect();
        self.element_with("li", Traits { anchor: *anchor, ..Traits::default() }, &attributes, |t| {
            t.breaks_inside(*id);
            // An item without paragraphs of its own needs none.
            if body.is_empty() {
                return t.leads(&leads);
            }
            let rest = if tight { t.bare_paragraph(&leads, body) } else { None };
            match rest {
                Some(rest) => t.blocks(rest),
                None => {
                    t.w.raw("\n");
                    t.led_blocks(Role::ListItem.name(), &leads, body, None);
                }
            }
        });
        self.w.raw("\n");
    }

    /// Writes a first paragraph without its element, if it is plain and the only one. Gives the blocks after it.
    fn bare_paragraph<'t>(&mut self, leads: &[Lead<'_>], body: &'t [Block]) -> Option<&'t [Block]> {
        let (first, rest) = body.split_first()?;
        let Block { id, kind, anchor, locale, classes, word_style: _, tracked: _, span: _ } = first;
        let BlockKind::Paragraph(paragraph) = kind else { return None };
        let plain = anchor.is_none() && locale.is_none() && classes.is_empty() && paragraph.role == Role::ListItem;
        let alone = rest.iter().all(|block| matches!(&block.kind, BlockKind::List(_)));
        if !plain || !alone {
            return None;
        }
        self.node_text(*id, |t| {
            t.leads(leads);
            t.inlines(&paragraph.content);
        });
        if !rest.is_empty() {
            self.w.raw("\n");
        }
        Some(rest)
    }

    pub(super) fn definitions(&mut self, block: &Block, definitions: &[Definition]) {
        self.breaks_before(block.id);
        self.element("dl", Traits::of(block), |t| {
            t.w.raw("\n");
            for Definition { term, bodies } in definitions {
                t.element("dt", Traits { class: Role::Term.name(), ..Traits::default() }, |t| t.inlines(term));
                t.w.raw("\n");
                for body in bodies {
                    t.w.open("dd").raw("\n");
                    t.blocks(body);
                    t.w.close_full().raw("\n");
                }
            }
        });
        self.w.raw("\n");
    }
}

/// Whether a reading system makes these markers by itself: figures or letters with a period.
fn is_native(counter: Counter, items: &[Item]) -> bool {
    let Counter { style, delimiter } = counter;
    let made = |item: &Item| {
        item.ordinal.is_some_and(|ordinal| {
            i32::try_from(ordinal).is_ok() && Delimiter::Period.wrap(&style.format(ordinal)) == item.marker
        })
    };
    delimiter == Delimiter::Period && items.iter().all(made)
}
