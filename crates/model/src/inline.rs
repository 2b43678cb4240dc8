//! Inlines: what stands in the lines of a paragraph.

use chapbook_values::Label;

use crate::{Node, NoteName};

/// An inline with attributes and span.
pub type Inline = Node<InlineKind>;

/// The kinds of inline. Closed: a writer that does not know a kind does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Characters as typed: quotes and dashes become typographic in `resolve`.
    Text(String),
    /// A line end in the source: a space.
    SoftBreak,
    /// `\` at a line end, `<br>`.
    HardBreak,
    /// `*x*`
    Emph(Vec<Inline>),
    /// `**x**`
    Strong(Vec<Inline>),
    /// `~~x~~`
    Strike(Vec<Inline>),
    /// `H~2~O`
    Subscript(Vec<Inline>),
    /// `x^2^`
    Superscript(Vec<Inline>),
    /// `[x]{.smallcaps}`
    SmallCaps(Vec<Inline>),
    /// `[x]{.underline}`
    Underline(Vec<Inline>),
    /// `[x]{.mark}`, `{==x==}`
    Highlight(Vec<Inline>),
    /// `` `x` ``
    Code(String),
    /// `$x$`: TeX source.
    Math(String),
    /// `[x](target "title")`
    Link(Link),
    /// `![alt](target)` inside text, or alone in the body of a figure.
    Image(Image),
    /// `[x]{.name lang=fa}`
    Span(Vec<Inline>),
    /// `[^name]` or `^[text]`: the place where a note is called.
    Note(NoteName),
    /// `@fig-x`, `[-@fig-x]`, `[@fig-x]{.page}`
    Reference(Reference),
    /// `[see @doe99, pp. 33-35]`
    Cite(Vec<Citation>),
    /// `[term]{.idx entry="Main!Sub"}`
    Index(IndexTerm),
    /// `<!-- text -->`, `{>>text<<}`
    Comment(Box<Comment>),
    /// `{++x++}`
    Insertion {
        /// By whom and when.
        change: Change,
        /// What was inserted.
        content: Vec<Inline>,
    },
    /// `{--x--}`
    Deletion {
        /// By whom and when.
        change: Change,
        /// What was deleted.
        content: Vec<Inline>,
    },
    /// The start or end of a change or comment that runs over several blocks, or a paragraph mark that changed.
    Milestone(Milestone),
    /// `` `x`{=html} ``, or HTML in a line.
    Raw(Raw),
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// A URL, a file of the book, or `#label`, as typed.
    pub target: String,
    /// `"title"`.
    pub title: Option<String>,
    /// Its text.
    pub content: Vec<Inline>,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file, as typed.
    pub target: String,
    /// What it shows, for those who cannot see it. `Some("")` says that it is decoration; `None` that nobody said.
    pub alt: Option<String>,
    /// `"title"`.
    pub title: Option<String>,
    /// `width=60%`, as typed.
    pub width: Option<String>,
    /// `height=4cm`, as typed.
    pub height: Option<String>,
}

/// A reference to labelled things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is referred to: one label or several.
    pub items: Vec<ReferenceItem>,
}

/// One label of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceItem {
    /// The label, without `@` or `#`.
    pub label: Label,
    /// What is printed of it.
    pub form: ReferenceForm,
}

/// What a reference prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceForm {
    /// `@fig-x`: "Figure 3".
    Full,
    /// `[-@fig-x]`: "3".
    Number,
    /// `[Plate @fig-x]`: "Plate 3".
    Worded(Vec<Inline>),
    /// `[@fig-x]{.page}`: the page it stands on.
    Page,
}

/// One work cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The key, without `@`.
    pub key: String,
    /// `see`.
    pub prefix: Vec<Inline>,
    /// `pp. 33-35` and what else stands after the key.
    pub suffix: Vec<Inline>,
    /// How it stands in the text.
    pub mode: CitationMode,
}

/// How a citation stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationMode {
    /// `[@doe99]`
    Parenthetical,
    /// `@doe99`
    InText,
    /// `[-@doe99]`
    SuppressAuthor,
}

/// An entry of the index, at the place it points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTerm {
    /// The text at the place; empty for an entry at a point.
    pub content: Vec<Inline>,
    /// `Main`, `Sub`, … of `entry="Main!Sub"`; empty when the text is the entry.
    pub entry: Vec<String>,
    /// `see="Other"`.
    pub see: Option<String>,
    /// `range=start`, `range=end`.
    pub range: Option<String>,
}

/// Who changed something, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The person's name.
    pub author: Option<String>,
    /// The date as written, ISO 8601.
    pub date: Option<String>,
}

/// A remark that is no part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Who may see it.
    pub visibility: Visibility,
    /// What it says.
    pub text: String,
    /// The words it is about; none for a remark at a point.
    pub on: Vec<Inline>,
    /// By whom and when.
    pub change: Change,
    /// The id that joins start, end and replies.
    pub id: Option<String>,
    /// `reply-to=1`: the id of the comment that this one replies to. A reply is on the words of that comment.
    pub reply_to: Option<String>,
    /// `done=true`: it is settled.
    pub done: bool,
}

/// Who sees a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// `<!-- text -->`: in no output but Markdown.
    Private,
    /// `{>>text<<}`: a comment in the DOCX.
    Shared,
}

/// A point where a change or comment over several blocks starts or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// What starts or ends here.
    pub kind: MilestoneKind,
    /// The id that joins start and end.
    pub id: Option<String>,
    /// By whom and when.
    pub change: Change,
}

/// What starts or ends at a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MilestoneKind {
    /// `[text]{.comment-start id=1}`
    CommentStart,
    /// `[]{.comment-end id=1}`
    CommentEnd,
    /// The start of an insertion over several blocks.
    InsertionStart,
    /// Its end.
    InsertionEnd,
    /// The start of a deletion over several blocks.
    DeletionStart,
    /// Its end.
    DeletionEnd,
    /// `[]{.paragraph-insertion}`: the paragraph's end was inserted.
    ParagraphInsertion,
    /// `[]{.paragraph-deletion}`: the paragraph's end was deleted.
    ParagraphDeletion,
}

/// Content of another format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// `html`, `openxml`, …
    pub target: String,
    /// The content, as typed.
    pub text: String,
}
