//! How large a DOCX from elsewhere may be, all limits in one place. They are far above what writers of books make, and
//! low enough that a hostile file is refused within a second and within the memory of a small machine.

use chapbook_container::{XmlLimits, ZipLimits};

/// The archive: 256 MiB, 10,000 entries, 512 MiB unpacked, 300 to 1 above 16 MiB.
pub(crate) const ZIP: ZipLimits =
    ZipLimits { file: 256 << 20, entries: 10_000, total: 512 << 20, ratio: 300, ratio_from: 16 << 20 };

/// The most bytes of a part that is XML.
pub(crate) const XML_PART: u64 = 64 << 20;

/// The most bytes of a medium.
pub(crate) const MEDIUM: u64 = 128 << 20;

/// XML: no writer nests deeper than a few dozen elements; 128 attributes are more than any element has.
pub(crate) const XML: XmlLimits = XmlLimits { depth: 256, attributes: 128, value: 1 << 20, text: 16 << 20 };

/// The most paragraphs of all parts together: ten times the longest novel.
pub(crate) const PARAGRAPHS: usize = 1_000_000;

/// The most bookmarks.
pub(crate) const BOOKMARKS: usize = 500_000;

/// The most comments.
pub(crate) const COMMENTS: usize = 100_000;

/// The most lists (`w:abstractNum`), and the most uses of them (`w:num`).
pub(crate) const LISTS: usize = 20_000;

/// The most styles.
pub(crate) const STYLES: usize = 10_000;

/// How many styles a style may be based on, one on the other.
pub(crate) const STYLE_CHAIN: usize = 64;

/// How deep tables may nest in the model; what nests deeper is read as paragraphs.
pub(crate) const TABLE_DEPTH: usize = 16;

/// The most columns of a table: Word's own limit.
pub(crate) const TABLE_COLUMNS: i64 = 63;

/// How many fields may be open at a place; deeper ones are read as their text.
pub(crate) const FIELD_DEPTH: usize = 64;

/// The most characters of a field's instruction that are kept.
pub(crate) const INSTRUCTION: usize = 4096;

/// How many comments may lie on the same words; further ones stand at a point.
pub(crate) const COMMENTS_AT_ONCE: usize = 16;

/// The most bytes of the embedded source of a draft: what the merge reads.
pub(crate) const DRAFT_ITEM: usize = 64 << 20;

/// How many different losses are told one by one.
pub(crate) const LOSSES: usize = 10_000;

/// How many characters around a loss are shown.
pub(crate) const CONTEXT: usize = 80;
