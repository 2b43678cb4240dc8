//! Inlines as one line of Markdown: one arm for each kind. Whether a mark can stand as `*x*` is only known
//! when its neighbours stand beside it, so a line is written, looked over (`forms`), and written again with
//! other forms where that is needed; then its text is escaped (`escapes`).

use chapbook_model::{
    Change, Citation, CitationMode, Comment, Image, IndexTerm, Inline, InlineKind, Link, Milestone, MilestoneKind,
    NoteName, Raw, Reference, ReferenceForm, Visibility, plain_text,
};
use chapbook_values::Attributes;

use super::attributes::{braces, braces_of, with_pairs};
use super::buffer::Buffer;
use super::escapes::{self, Line};
use super::forms::{Form, Item, ItemKind, MAX_PASSES, Settled};
use super::{Care, Writer};
use crate::html;

/// A line on its way: the buffer, and what of it may have another form.
pub(super) struct Draft {
    pub(super) buffer: Buffer,
    pub(super) items: Vec<Item>,
    forms: Vec<Form>,
    one_line: bool,
}

impl Draft {
    /// The form of the next thing that may have several.
    fn form(&self) -> Form {
        self.forms.get(self.items.len()).copied().unwrap_or_default()
    }

    /// Notes where something stands that may have another form.
    fn item(&mut self, kind: ItemKind, start: usize) {
        let item = Item { kind, range: start..self.buffer.len() };
        self.items.push(item);
    }
}

impl Writer<'_> {
    /// Inlines as Markdown. What notes they call is remembered.
    pub(super) fn line(&mut self, content: &[Inline], line: Line) -> String {
        let mut forms = Vec::new();
        for pass in 0.. {
            let mut draft =
                Draft { buffer: Buffer::default(), items: Vec::new(), forms, one_line: line.place.is_one_line() };
            self.inlines(content, &mut draft);
            match super::forms::settle(&draft.buffer, &draft.items, draft.forms) {
                Settled::Again(mut changed) => {
                    if pass >= MAX_PASSES {
                        changed.fill(Form::Span);
                    }
                    forms = changed;
                }
                Settled::Done => {
                    draft.buffer.join_markers();
                    return escapes::escaped(&draft.buffer, line, self);
                }
            }
        }
        String::new()
    }

    fn inlines(&mut self, content: &[Inline], draft: &mut Draft) {
        let mut rest = content;
        while let [inline, after @ ..] = rest {
            rest = after;
            if let Some(next) = after.first()
                && (self.substitution(inline, next, draft) || self.open_comment(inline, next, draft))
            {
                rest = &after[1..];
                continue;
            }
            self.inline(inline, after.first(), draft);
        }
    }

    fn inline(&mut self, inline: &Inline, next: Option<&Inline>, draft: &mut Draft) {
        let attrs = &inline.attrs;
        match &inline.kind {
            InlineKind::Text(text) => draft.buffer.text(text),
            InlineKind::SoftBreak => {
                let starts = next.is_some_and(|next| begins_html_block(&next.kind));
                let space = draft.one_line || starts || self.care == Care::Guarded;
                draft.buffer.mark(if space { " " } else { "\n" });
            }
            InlineKind::HardBreak => {
                let starts = next.is_some_and(|next| begins_html_block(&next.kind));
                draft.buffer.mark(if draft.one_line || starts { "<br>" } else { "\\\n" });
            }
            InlineKind::Emph(content) => self.emphasis(("*", "_", "emph"), content, attrs, draft),
            InlineKind::Strong(content) => self.emphasis(("**", "__", "strong"), content, attrs, draft),
            InlineKind::Strike(content) => self.emphasis(("~~", "", "strike"), content, attrs, draft),
            InlineKind::Subscript(content) => self.script(("~", "sub"), content, attrs, draft),
            InlineKind::Superscript(content) => self.script(("^", "sup"), content, attrs, draft),
            InlineKind::SmallCaps(content) => self.span("smallcaps", content, attrs, draft),
            InlineKind::Underline(content) => self.span("underline", content, attrs, draft),
            InlineKind::Highlight(content) => self.span("mark", content, attrs, draft),
            InlineKind::Code(text) => draft.buffer.delimiter(&(code(text) + &braces(attrs))),
            InlineKind::Math(source) => math(source, attrs, draft),
            InlineKind::Link(link) => self.link(link, attrs, draft),
            InlineKind::Image(image) => self.image(image, attrs, draft),
            InlineKind::Span(content) => self.plain_or_span(content, attrs, next, draft),
            InlineKind::Note(name) => self.note_call(name, draft),
            InlineKind::Reference(reference) => self.reference(reference, attrs, draft),
            InlineKind::Cite(citations) => self.cite(citations, draft),
            InlineKind::Index(term) => self.index(term, attrs, draft),
            InlineKind::Comment(comment) => self.comment(comment, attrs, draft),
            InlineKind::Insertion { change, content } => {
                self.change(("insertion", "{++", "++}"), change, content, attrs, draft);
            }
            InlineKind::Deletion { change, content } => {
                self.change(("deletion", "{--", "--}"), change, content, attrs, draft);
            }
            InlineKind::Milestone(milestone) => draft.buffer.mark(&format!("[]{}", milestone_braces(milestone, attrs))),
            InlineKind::Raw(raw) => raw_inline(raw, next, draft),
        }
    }

    /// Emphasis and its like: `*x*`, `_x_` beside other asterisks, else a span.
    fn emphasis(
        &mut self,
        (first, second, class): (&str, &str, &str),
        content: &[Inline],
        attrs: &Attributes,
        draft: &mut Draft,
    ) {
        let form = draft.form();
        let start = draft.buffer.len();
        let index = draft.items.len();
        draft.item(ItemKind::Emphasis { width: first.len(), spare: !second.is_empty() }, start);
        let mark = match form {
            Form::First => first,
            Form::Second => second,
            Form::Span => "",
        };
        if mark.is_empty() || !attrs.is_empty() || self.care == Care::Guarded {
            draft.items[index].kind = ItemKind::Settled;
            return self.span(class, content, attrs, draft);
        }
        draft.buffer.delimiter(mark);
        self.inlines(content, draft);
        draft.buffer.mark(mark);
        draft.items[index].range.end = draft.buffer.len();
    }

    /// `x^2^`, where nothing but text without white space stands in it.
    fn script(&mut self, (mark, class): (&str, &str), content: &[Inline], attrs: &Attributes, draft: &mut Draft) {
        let form = draft.form();
        let start = draft.buffer.len();
        let plain = match content {
            [Inline { kind: InlineKind::Text(text), .. }] => {
                (!text.contains([' ', '\t', '\n', '[', ']', '~', '^'])).then_some(text)
            }
            _ => None,
        };
        match plain {
            Some(text) if form == Form::First && attrs.is_empty() && self.care == Care::Plain => {
                draft.buffer.delimiter(mark);
                draft.buffer.text(text);
                draft.buffer.mark(mark);
                draft.item(ItemKind::Script, start);
            }
            Some(_) | None => {
                draft.item(ItemKind::Settled, start);
                self.span(class, content, attrs, draft);
            }
        }
    }

    /// `[x]{.class}`.
    fn span(&mut self, class: &str, content: &[Inline], attrs: &Attributes, draft: &mut Draft) {
        self.brackets(content, &braces_of(class, attrs), draft);
    }

    fn brackets(&mut self, content: &[Inline], after: &str, draft: &mut Draft) {
        draft.buffer.mark("[");
        self.in_brackets(content, draft);
        draft.buffer.mark(&format!("]{after}"));
    }

    fn in_brackets(&mut self, content: &[Inline], draft: &mut Draft) {
        let outer = draft.buffer.enter();
        self.inlines(content, draft);
        draft.buffer.leave(outer);
    }

    /// A span, or the escape that keeps a mark from becoming typographic (DIALECT 6).
    fn plain_or_span(&mut self, content: &[Inline], attrs: &Attributes, next: Option<&Inline>, draft: &mut Draft) {
        if let [Inline { kind: InlineKind::Text(text), attrs: inner, .. }] = content
            && inner.is_empty()
            && attrs.classes() == ["plain"]
            && attrs.label().is_none()
            && attrs.pairs().is_empty()
            && crate::inlines::plain_mark(text) == text.len()
            && !next.is_some_and(|next| matches!(&next.kind, InlineKind::Text(more) if more.starts_with(['-', '.'])))
        {
            return draft.buffer.mark(&format!("\\{text}"));
        }
        self.brackets(content, &braces(attrs), draft);
    }

    fn link(&mut self, link: &Link, attrs: &Attributes, draft: &mut Draft) {
        let Link { target, title, content } = link;
        if let [Inline { kind: InlineKind::Text(text), attrs: inner, .. }] = content.as_slice()
            && inner.is_empty()
            && attrs.is_empty()
            && title.is_none()
            && self.care == Care::Plain
            && is_autolink(text, target)
        {
            return draft.buffer.mark(&format!("<{text}>"));
        }
        let after = format!("({}){}", address(target, title.as_deref()), braces(attrs));
        self.brackets(content, &after, draft);
    }

    /// An image inside text. Alone in a paragraph it says its alternative text by attribute, since what stands in
    /// the brackets there is a caption.
    pub(super) fn image(&mut self, image: &Image, attrs: &Attributes, draft: &mut Draft) {
        let Image { target, alt, title, width, height } = image;
        let empty = alt.as_ref().filter(|alt| alt.is_empty()).cloned();
        let attrs = with_pairs(attrs, [("width", width.clone()), ("height", height.clone()), ("alt", empty)]);
        draft.buffer.mark("![");
        let outer = draft.buffer.enter();
        draft.buffer.text(alt.as_deref().unwrap_or(""));
        draft.buffer.leave(outer);
        draft.buffer.mark(&format!("]({}){}", address(target, title.as_deref()), braces(&attrs)));
    }

    fn note_call(&mut self, name: &NoteName, draft: &mut Draft) {
        if let Some(content) = self.inline_note(name) {
            draft.buffer.mark("^[");
            self.in_brackets(content, draft);
            draft.buffer.mark("]");
            return;
        }
        let label = self.call(name);
        draft.buffer.mark(&format!("[^{label}]"));
    }

    fn reference(&mut self, reference: &Reference, attrs: &Attributes, draft: &mut Draft) {
        let form = draft.form();
        let start = draft.buffer.len();
        let [first, ..] = reference.items.as_slice() else { return };
        if let ([item], ReferenceForm::Full) = (reference.items.as_slice(), &first.form) {
            let key = crate::inlines::references::key_form(item.label.as_str());
            let known = crate::inlines::references::is_label(item.label.as_str());
            let example = self.examples.contains(item.label.as_str());
            if !known && !example {
                draft.item(ItemKind::Settled, start);
                return draft.buffer.mark(&format!("[](#{})", item.label));
            }
            if form == Form::First && self.care == Care::Plain {
                draft.buffer.mark(&key);
                return draft.item(ItemKind::Key, start);
            }
            draft.item(ItemKind::Settled, start);
            // A bracket keeps an example's label from being one.
            return match known {
                true => draft.buffer.mark(&format!("[{key}]")),
                false => draft.buffer.mark(&format!("@{{{}}}", item.label)),
            };
        }
        draft.item(ItemKind::Settled, start);
        draft.buffer.mark("[");
        for (i, item) in reference.items.iter().enumerate() {
            let key = crate::inlines::references::key_form(item.label.as_str());
            if i > 0 {
                draft.buffer.mark("; ");
            }
            match &item.form {
                ReferenceForm::Full | ReferenceForm::Page => draft.buffer.mark(&key),
                ReferenceForm::Number => draft.buffer.mark(&format!("-{key}")),
                ReferenceForm::Worded(words) => {
                    self.in_brackets(words, draft);
                    draft.buffer.mark(&format!(" {key}"));
                }
            }
        }
        let page = matches!(first.form, ReferenceForm::Page);
        draft.buffer.mark(&format!("]{}", if page { braces_of("page", attrs) } else { braces(attrs) }));
    }

    fn cite(&mut self, citations: &[Citation], draft: &mut Draft) {
        let key = |citation: &Citation| crate::inlines::references::key_form(&citation.key);
        let start = draft.buffer.len();
        if let [citation @ Citation { mode: CitationMode::InText, prefix, suffix, .. }] = citations
            && prefix.is_empty()
        {
            draft.item(ItemKind::Settled, start);
            draft.buffer.mark(&key(citation));
            if !suffix.is_empty() {
                draft.buffer.mark(" ");
                self.brackets(suffix, "", draft);
            }
            return;
        }
        draft.buffer.mark("[");
        for (i, citation) in citations.iter().enumerate() {
            if i > 0 {
                draft.buffer.mark("; ");
            }
            self.in_brackets(&citation.prefix, draft);
            if !citation.prefix.is_empty() {
                draft.buffer.mark(" ");
            }
            if citation.mode == CitationMode::SuppressAuthor {
                draft.buffer.mark("-");
            }
            draft.buffer.mark(&key(citation));
            if !citation.suffix.is_empty() {
                draft.buffer.mark(", ");
                self.in_brackets(&citation.suffix, draft);
            }
        }
        draft.buffer.mark("]");
    }

    fn index(&mut self, term: &IndexTerm, attrs: &Attributes, draft: &mut Draft) {
        let entry = (!term.entry.is_empty()).then(|| term.entry.join("!"));
        let attrs = with_pairs(attrs, [("entry", entry), ("see", term.see.clone()), ("range", term.range.clone())]);
        self.span("idx", &term.content, &attrs, draft);
    }

    fn comment(&mut self, comment: &Comment, attrs: &Attributes, draft: &mut Draft) {
        let Comment { visibility, text, on, change, id, reply_to, done } = comment;
        if *visibility == Visibility::Private {
            self.inlines(on, draft);
            return draft.buffer.mark(&format!("<!-- {} -->", text.replace("-->", "--\u{200b}>")));
        }
        let alone = id.is_none() && reply_to.is_none() && !done;
        if alone && *change == Change::default() && attrs.is_empty() && !text.contains("<<}") {
            if !on.is_empty() {
                draft.buffer.mark("{==");
                self.inlines(on, draft);
                draft.buffer.mark("==}");
            }
            return draft.buffer.mark(&format!("{{>>{}<<}}", text.replace(['\n', '\r'], " ")));
        }
        // Words need an id that their end can name.
        let id = id.clone().or_else(|| (!on.is_empty()).then(|| self.comment_id()));
        self.brackets(
            &plain(text),
            &braces_of("comment-start", &comment_attributes(comment, id.as_ref(), attrs)),
            draft,
        );
        if let Some(id) = id {
            self.inlines(on, draft);
            let end = with_pairs(&Attributes::NONE, [("id", Some(id))]);
            draft.buffer.mark(&format!("[]{}", braces_of("comment-end", &end)));
        }
    }

    fn change(
        &mut self,
        (class, open, close): (&str, &str, &str),
        change: &Change,
        content: &[Inline],
        attrs: &Attributes,
        draft: &mut Draft,
    ) {
        if *change == Change::default() && attrs.is_empty() {
            draft.buffer.mark(open);
            self.inlines(content, draft);
            return draft.buffer.mark(close);
        }
        let attrs = with_pairs(attrs, [("author", change.author.clone()), ("date", change.date.clone())]);
        self.span(class, content, &attrs, draft);
    }

    /// `[text]{.comment-start id=1}` whose end stands in another block: a remark, and the milestone after it.
    fn open_comment(&mut self, comment: &Inline, start: &Inline, draft: &mut Draft) -> bool {
        let (InlineKind::Comment(remark), InlineKind::Milestone(milestone)) = (&comment.kind, &start.kind) else {
            return false;
        };
        let opens = milestone.kind == MilestoneKind::CommentStart && start.attrs.is_empty();
        let same = remark.id == milestone.id && remark.id.is_some() && remark.change == milestone.change;
        if !(opens && same && remark.on.is_empty() && remark.visibility == Visibility::Shared) {
            return false;
        }
        let text = plain(&remark.text);
        let named = comment_attributes(remark, remark.id.as_ref(), &comment.attrs);
        self.brackets(&text, &braces_of("comment-start", &named), draft);
        true
    }

    /// `{~~old~>new~~}`: a deletion and the insertion directly after it, both of plain words.
    fn substitution(&mut self, deleted: &Inline, inserted: &Inline, draft: &mut Draft) -> bool {
        let (InlineKind::Deletion { change: a, content: old }, InlineKind::Insertion { change: b, content: new }) =
            (&deleted.kind, &inserted.kind)
        else {
            return false;
        };
        let bare = |change: &Change, inline: &Inline| *change == Change::default() && inline.attrs.is_empty();
        let words = |content: &[Inline]| {
            content.iter().all(|inline| match &inline.kind {
                InlineKind::Text(text) => !text.contains('~'),
                InlineKind::SoftBreak => true,
                _ => false,
            })
        };
        if !(bare(a, deleted) && bare(b, inserted) && words(old) && words(new)) {
            return false;
        }
        draft.buffer.mark("{~~");
        self.inlines(old, draft);
        draft.buffer.mark("~>");
        self.inlines(new, draft);
        draft.buffer.mark("~~}");
        true
    }
}

/// The attributes of the span that begins a comment.
fn comment_attributes(comment: &Comment, id: Option<&String>, attrs: &Attributes) -> Attributes {
    let Comment { visibility: _, text: _, on: _, change, id: _, reply_to, done } = comment;
    let Change { author, date } = change;
    let pairs = [
        ("id", id.cloned()),
        ("reply-to", reply_to.clone()),
        ("done", done.then(|| "true".to_owned())),
        ("author", author.clone()),
        ("date", date.clone()),
    ];
    with_pairs(attrs, pairs)
}

/// What a remark says, as the text of a line.
fn plain(text: &str) -> [Inline; 1] {
    [Inline::new(InlineKind::Text(text.replace(['\n', '\r'], " ")), chapbook_source::Span::NONE)]
}

/// Whether a line that begins with this is a block of HTML (CommonMark 0.31, 4.6).
pub(super) fn begins_html_block(kind: &InlineKind) -> bool {
    match kind {
        InlineKind::Comment(comment) => comment.visibility == Visibility::Private,
        InlineKind::Raw(raw) => raw.target == "html",
        _ => false,
    }
}

/// Code between as many backticks as it has not in a row itself (CommonMark 0.31, 6.1).
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let mut ticks = 1;
    while runs(&text, '`').any(|run| run == ticks) {
        ticks += 1;
    }
    let fence = "`".repeat(ticks);
    let blank = text.chars().all(|c| c == ' ');
    let strips = text.starts_with(' ') && text.ends_with(' ') && !blank;
    let pad = if strips || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The lengths of the runs of a character.
pub(super) fn runs(text: &str, of: char) -> impl Iterator<Item = usize> + '_ {
    text.split(move |c| c != of).map(move |run| run.len() / of.len_utf8()).filter(|len| *len > 0)
}

fn math(source: &str, attrs: &Attributes, draft: &mut Draft) {
    let source = source.trim();
    let display = attrs.has_class("display");
    let start = draft.buffer.len();
    draft.buffer.delimiter(&if display { format!("$${source}$$") } else { format!("${source}$") });
    draft.item(ItemKind::Settled, start);
}

/// Milestones are always spans: an id or a person may be on them.
fn milestone_braces(milestone: &Milestone, attrs: &Attributes) -> String {
    let Milestone { kind, id, change } = milestone;
    let class = match kind {
        MilestoneKind::CommentStart => "comment-start",
        MilestoneKind::CommentEnd => "comment-end",
        MilestoneKind::InsertionStart => "insertion-start",
        MilestoneKind::InsertionEnd => "insertion-end",
        MilestoneKind::DeletionStart => "deletion-start",
        MilestoneKind::DeletionEnd => "deletion-end",
        MilestoneKind::ParagraphInsertion => "paragraph-insertion",
        MilestoneKind::ParagraphDeletion => "paragraph-deletion",
    };
    let pairs = [("id", id.clone()), ("author", change.author.clone()), ("date", change.date.clone())];
    braces_of(class, &with_pairs(attrs, pairs))
}

/// HTML stands as it is where the reader finds it again; everything else is code with its format.
fn raw_inline(raw: &Raw, next: Option<&Inline>, draft: &mut Draft) {
    let at_start = !draft.one_line && (draft.buffer.len() == 0 || draft.buffer.text.ends_with('\n'));
    // A tag is a block of its own only if its line has no more.
    let alone = !raw.text.contains('\n')
        && next.is_none_or(|next| matches!(next.kind, InlineKind::SoftBreak | InlineKind::HardBreak));
    let block = at_start && (alone || html::begins_block(&raw.text)) || draft.one_line && raw.text.contains('\n');
    if raw.target == "html" && html::is_inline(&raw.text) && !block {
        return draft.buffer.mark(&raw.text);
    }
    draft.buffer.delimiter(&format!("{}{{={}}}", code(&raw.text), raw.target));
}

/// A link's target and title as they stand in its parentheses (CommonMark 0.31, 6.3).
pub(super) fn address(target: &str, title: Option<&str>) -> String {
    let mut out = destination(target);
    if let Some(title) = title {
        out.push_str(&format!(" \"{}\"", escapes::of_value(title, &['"', '\\'])));
    }
    out
}

fn destination(target: &str) -> String {
    let mut depth = 0i32;
    let balanced = target.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0
        && target.matches('(').count() < 16;
    let bare = balanced && !target.starts_with('<') && !target.contains(|c: char| c == ' ' || c.is_control());
    if bare && !target.is_empty() {
        return escapes::of_value(target, &['\\']);
    }
    format!("<{}>", escapes::of_value(target, &['<', '>', '\\']))
}

/// `<u>`: an address with a scheme, or one of mail (CommonMark 0.31, 6.5), that is its own text.
fn is_autolink(text: &str, target: &str) -> bool {
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | '\\' | '&' | '`' | '|');
    if !text.chars().all(plain) {
        return false;
    }
    if target.strip_prefix("mailto:") == Some(text) {
        return text.split_once('@').is_some_and(|(name, host)| {
            let word = |part: &str| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            };
            word(name)
                && word(host)
                && host.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        });
    }
    let scheme = |scheme: &str| {
        (2..=32).contains(&scheme.len())
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
    };
    target == text && text.split_once(':').is_some_and(|(name, _)| scheme(name))
}

/// The text of a line that is all there is to it: what a link to a heading may name.
pub(super) fn name_of(content: &[Inline]) -> String {
    plain_text(content).trim().to_owned()
}
