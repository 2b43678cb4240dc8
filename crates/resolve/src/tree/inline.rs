//! Resolved inlines.

use chapbook_source::Span as SourceSpan;
use chapbook_values::{Direction, Language, Length};

use super::{Anchor, NoteId};
use crate::Markup;

/// An inline and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands in the source.
    pub span: SourceSpan,
}

/// The kinds of resolved inline. Closed: a writer that does not know a kind does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Characters as they are printed.
    Text(Text),
    /// The line ends here.
    LineBreak,
    /// A stretch that looks otherwise.
    Styled {
        /// How.
        style: InlineStyle,
        /// What.
        content: Vec<Inline>,
    },
    /// Code in a line.
    Code(String),
    /// TeX source, printed as it is until formulas are set.
    Math(String),
    /// A link out of the document or within it.
    Link(Link),
    /// A reference to something numbered: its words are in it.
    Reference(Reference),
    /// The number of the page that an anchor falls on.
    PageOf(Anchor),
    /// The place where a note is called.
    NoteCall(NoteCall),
    /// The mark at an author's name, tied to an author note of the body.
    AuthorMark(AuthorMark),
    /// An image in a line.
    Image(PictureRef),
    /// A stretch with a language, a direction, classes or an anchor of its own.
    Span(Span),
    /// An entry of the index at this point.
    IndexTerm(IndexTerm),
    /// Words inserted by someone.
    Inserted {
        /// By whom.
        change: Change,
        /// What.
        content: Vec<Inline>,
    },
    /// Words deleted by someone: no part of the text as printed.
    Deleted {
        /// By whom.
        change: Change,
        /// What.
        content: Vec<Inline>,
    },
    /// Words that someone remarked on; the words are part of the text, the remark is not.
    Commented(Comment),
    /// What someone remarked on begins here and goes on over several blocks; its words are those up to the end.
    CommentStart {
        /// Which range it is.
        range: CommentRange,
        /// The remark.
        comment: Comment,
    },
    /// What someone remarked on ends here.
    CommentEnd(CommentRange),
    /// The end of this paragraph was inserted or deleted by someone: its content ends with it. It prints nothing.
    ParagraphEnd(Tracked),
    /// Markup for one format.
    Raw(Raw<Inline>),
}

/// Markup for one format, and what the others print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw<Node> {
    /// The markup.
    pub markup: Markup,
    /// What stands in the formats that it is not for: the text of HTML, and of others nothing.
    pub instead: Vec<Node>,
}

/// Text and whether it is the source's own bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The characters as printed. White space is single spaces and no-break spaces.
    pub text: String,
}

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InlineStyle {
    /// Emphasis: italics, or upright among italics.
    Emph,
    /// Strong emphasis: bold.
    Strong,
    /// Struck through.
    Strike,
    /// Below the line.
    Subscript,
    /// Above the line.
    Superscript,
    /// Small capitals.
    SmallCaps,
    /// Underlined.
    Underline,
    /// Highlighted.
    Highlight,
    /// Keys of a keyboard.
    Keys,
    /// Words in place of something that is missing: an error that the build was told to pass over.
    Placeholder,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: LinkTarget,
    /// Its title.
    pub title: Option<String>,
    /// Its text; never empty.
    pub content: Vec<Inline>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the document: a URL, percent-encoded, of a scheme that is safe to open.
    Url(String),
    /// Within it.
    Anchor(Anchor),
}

/// A reference to something numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is referred to.
    pub target: Anchor,
    /// Which part of its label is printed.
    pub form: ReferenceForm,
    /// The words as printed: "Figure 3", "3", "Plate 3".
    pub content: Vec<Inline>,
}

/// Which part of a label a reference prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceForm {
    /// Word and number: "Figure 3".
    Full,
    /// The number alone.
    Number,
    /// A word of its own and the number: "Plate 3".
    Worded,
    /// The text of an unnumbered heading.
    Title,
}

/// The place where a note is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteCall {
    /// The note.
    pub note: NoteId,
    /// The mark, as printed.
    pub marker: String,
    /// This place.
    pub anchor: Anchor,
    /// Whether the note is called here for the first time.
    pub first: bool,
}

/// The mark at an author's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorMark {
    /// The mark, as printed: `*`.
    pub marker: String,
    /// This place.
    pub anchor: Anchor,
    /// The author note that it is tied to.
    pub note: Anchor,
}

/// An image among the document's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(pub u32);

/// A picture at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRef {
    /// The image; none stands for a placeholder that names `target`.
    pub image: Option<ImageId>,
    /// The file as the author wrote it.
    pub target: String,
    /// What it shows.
    pub alt: Alt,
    /// Its title.
    pub title: Option<String>,
    /// The width asked for.
    pub width: Option<Extent>,
    /// The height asked for.
    pub height: Option<Extent>,
}

/// What an image shows, for those who cannot see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alt {
    /// These words.
    Text(String),
    /// It is decoration: there is nothing to say.
    Decorative,
    /// Nobody said.
    Missing,
}

/// A width or height that the author asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A length.
    Length(Length),
    /// Thousandths of the measure.
    OfMeasure(u16),
}

/// A stretch with something of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// A place that can be pointed to.
    pub anchor: Option<Anchor>,
    /// Its language or direction, where they differ from those around it.
    pub locale: Option<Locale>,
    /// The author's classes, for CSS and Word styles.
    pub classes: Vec<String>,
    /// A Word character style that the author named (`custom-style`).
    pub word_style: Option<String>,
    /// What.
    pub content: Vec<Inline>,
}

/// A language and a direction that differ from those around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// The language.
    pub language: Language,
    /// The direction.
    pub direction: Direction,
}

/// An entry of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTerm {
    /// Main entry, sub-entries.
    pub entry: Vec<String>,
    /// Where to look instead.
    pub see: Option<String>,
    /// This place.
    pub anchor: Anchor,
}

/// Who changed something, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The person.
    pub author: Option<String>,
    /// The date as written.
    pub date: Option<String>,
}

/// Who inserted something and who deleted it. Both may be: a deletion takes back an insertion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// By whom it was inserted, if it was.
    pub inserted: Option<Change>,
    /// By whom it was deleted, if it was.
    pub deleted: Option<Change>,
}

impl Tracked {
    /// Whether it is neither.
    pub fn is_unchanged(&self) -> bool {
        self.inserted.is_none() && self.deleted.is_none()
    }
}

/// A remark on words or at a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What it says.
    pub text: String,
    /// By whom.
    pub change: Change,
    /// Whether it is settled.
    pub done: bool,
    /// What others said to it, in reading order. They are on the same words.
    pub replies: Vec<Reply>,
    /// The words; empty at a point, and where they reach over several blocks.
    pub content: Vec<Inline>,
}

/// What someone said to a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub text: String,
    /// By whom.
    pub change: Change,
    /// Whether it is settled.
    pub done: bool,
    /// Where it stands in the source.
    pub span: SourceSpan,
}

/// A comment on several blocks: its start and its end have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentRange(pub u32);
