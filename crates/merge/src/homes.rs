//! The homes of a draft's paragraphs: for each leaf of the draft as it was, where its block stands in which file, what
//! is around it, and where its words are. The table of the baseline says the first, the files, read anew, the last.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use chapbook_docx::baseline::{Baseline, DraftBlock, SourceFile};
use chapbook_docx::{KeyKind, Leaf};
use chapbook_markdown::{Habits, ReadOptions};
use chapbook_model::Document;
use chapbook_source::{FileId, Span};
use chapbook_theme::Role;

use crate::ground::{Ground, Line, ground, lines, literal_blocks, literal_ground};
use crate::tokens::{Token, tokens};

/// A file of the baseline, read.
pub(crate) struct Home {
    pub(crate) text: String,
    /// It is a project file, all of it values.
    pub(crate) is_project: bool,
    document: Document,
}

impl Home {
    /// Where the values end that its text begins with.
    pub(crate) fn values(&self) -> usize {
        if self.is_project { self.text.len() } else { chapbook_markdown::body_start(&self.text) }
    }
}

/// Reads the files of a baseline, once for all drafts.
pub(crate) fn read(baseline: &Baseline) -> Vec<Home> {
    let home = |(index, file): (usize, &SourceFile)| {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let is_project = file.path.ends_with(".toml");
        let habits = if file.path.ends_with(".txt") { Habits::Convert } else { Habits::Off };
        let options = ReadOptions { habits, ..ReadOptions::default() };
        let document = match is_project {
            false => chapbook_markdown::read(id, &file.text, &options).0,
            // Of a project file, its metadata are text.
            true => {
                Document { metadata: chapbook_markdown::read_project_metadata(id, &file.text).0, ..Document::default() }
            }
        };
        Home { text: file.text.clone(), is_project, document }
    };
    baseline.files.iter().enumerate().map(home).collect()
}

/// The baseline, ready to be asked.
pub(crate) struct Homes<'a> {
    pub(crate) baseline: &'a Baseline,
    pub(crate) files: &'a [Home],
    /// The lines of each file, in the order of their places.
    lines: Vec<Vec<Line<'a>>>,
    rows: BTreeMap<&'a str, &'a DraftBlock>,
    /// The row of each leaf of the draft as it was.
    of_leaf: Vec<Option<&'a DraftBlock>>,
    /// From the first leaf in each row to the last, those of rows within it included.
    stretches: BTreeMap<&'a str, RangeInclusive<usize>>,
}

/// Where a block stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) file: usize,
    pub(crate) bytes: Range<usize>,
}

impl<'a> Homes<'a> {
    pub(crate) fn new(baseline: &'a Baseline, files: &'a [Home], was: &[Leaf]) -> Self {
        let rows: BTreeMap<&str, &DraftBlock> =
            baseline.blocks.iter().map(|block| (block.key.as_str(), block)).collect();
        let sorted = |home: &'a Home| {
            let mut lines = lines(&home.document);
            lines.sort_by_key(|line| line.span.start);
            lines
        };
        let lines = files.iter().map(sorted).collect();
        let mut homes = Self { baseline, files, lines, rows, of_leaf: Vec::new(), stretches: BTreeMap::new() };
        homes.of_leaf = homes.find_rows(was);
        let mut stretches: BTreeMap<&str, RangeInclusive<usize>> = BTreeMap::new();
        for (leaf, row) in homes.of_leaf.iter().enumerate().filter_map(|(leaf, row)| Some((leaf, (*row)?))) {
            for row in std::iter::once(row).chain(homes.around(row)) {
                let stretch = stretches.entry(row.key.as_str()).or_insert(leaf..=leaf);
                *stretch = *stretch.start()..=leaf;
            }
        }
        homes.stretches = stretches;
        homes
    }

    /// The rows of leaves: by their keys, and in notes, which have none, by their order.
    fn find_rows(&self, was: &[Leaf]) -> Vec<Option<&'a DraftBlock>> {
        let mut notes: BTreeMap<&str, &str> = BTreeMap::new();
        let names: Vec<(String, &str)> = was
            .iter()
            .flat_map(|leaf| &leaf.inner_keys)
            .filter(|inner| inner.key.kind() == KeyKind::NoteCall)
            .filter_map(|inner| Some((format!("n{}", inner.key.id), inner.note.as_deref()?)))
            .collect();
        for (key, label) in &names {
            if let Some((key, _)) = self.rows.get_key_value(key.as_str()) {
                notes.entry(label).or_insert(key);
            }
        }
        let mut bodies: BTreeMap<&str, std::collections::VecDeque<&'a DraftBlock>> = BTreeMap::new();
        for block in self.baseline.blocks.iter().filter(|block| block.has_paragraph) {
            if let Some(note) = self.around(block).find(|around| around.key.starts_with('n')) {
                bodies.entry(note.key.as_str()).or_default().push_back(block);
            }
        }
        was.iter()
            .map(|leaf| match &leaf.place.note {
                None => {
                    let keys = leaf.keys.iter().filter(|key| key.kind() == KeyKind::Block);
                    let rows = keys.filter_map(|key| self.rows.get(format!("{}{}", key.letter, key.id).as_str()));
                    // Of a caption and its paragraph, or a table and a cell's, the innermost.
                    rows.copied().next_back()
                }
                Some(note) => {
                    let note = notes.get(note.label.as_str())?;
                    bodies.get_mut(*note)?.pop_front()
                }
            })
            .collect()
    }

    /// The rows around a row, the innermost first.
    pub(crate) fn around(&self, row: &DraftBlock) -> impl Iterator<Item = &'a DraftBlock> + use<'a, '_> {
        let parent = |row: &DraftBlock| self.rows.get(row.parent.as_deref()?).copied();
        std::iter::successors(parent(row), move |row| parent(row)).take(128)
    }

    /// The row of a leaf of the draft as it was.
    pub(crate) fn row(&self, leaf: usize) -> Option<&'a DraftBlock> {
        self.of_leaf.get(leaf).copied().flatten()
    }

    /// From the first leaf in a row to the last.
    pub(crate) fn stretch(&self, row: &DraftBlock) -> Option<RangeInclusive<usize>> {
        self.stretches.get(row.key.as_str()).cloned()
    }

    /// Whether a leaf stands in a row.
    pub(crate) fn is_in(&self, leaf: usize, row: &DraftBlock) -> bool {
        self.row(leaf).is_some() && self.stretches.get(row.key.as_str()).is_some_and(|stretch| stretch.contains(&leaf))
    }

    /// Where a row stands, white space after it left out.
    pub(crate) fn site(&self, row: &DraftBlock) -> Option<Site> {
        let (file, start, end) = row.place?;
        let file = file as usize;
        let slice = self.files.get(file)?.text.get(start as usize..end as usize)?;
        let end = start as usize + slice.trim_end().len();
        Some(Site { file, bytes: start as usize..end })
    }

    /// Whether a place is a value of front matter or of a project file.
    pub(crate) fn is_value(&self, site: &Site) -> bool {
        self.files.get(site.file).is_some_and(|file| site.bytes.start < file.values())
    }

    /// The tokens of a leaf and where they stand.
    pub(crate) fn ground(&self, leaf: &Leaf, index: usize) -> Option<(usize, Vec<Token>, Ground)> {
        let site = self.site(self.row(index)?)?;
        let home = self.files.get(site.file)?;
        let row = tokens(&leaf.content);
        let inside = |span: Span| {
            span.file.0 as usize == site.file
                && span.range().start >= site.bytes.start
                && span.range().end <= site.bytes.end + 1
        };
        if matches!(leaf.role, Some(Role::Code | Role::Math)) {
            let (span, text) = literal_blocks(&home.document).into_iter().find(|(span, _)| inside(*span))?;
            let ground = literal_ground(&row, span, text.trim_end_matches('\n'), &home.text)?;
            return Some((site.file, row, ground));
        }
        let lines = self.lines.get(site.file)?;
        let from = lines.partition_point(|line| (line.span.start as usize) < site.bytes.start);
        let found = lines[from..]
            .iter()
            .take_while(|line| (line.span.start as usize) <= site.bytes.end)
            .filter(|line| inside(line.span))
            .map(|line| ground(&row, line, &home.text))
            .max_by_key(|ground| (ground.stands.iter().flatten().count(), std::cmp::Reverse(ground.extent.start)))?;
        // A paragraph none of whose words are there is not this one; an empty one has none.
        let known = found.stands.iter().flatten().count();
        (known * 2 >= row.len()).then_some((site.file, row, found))
    }

    /// What the line of a block begins with, for a line after it: `>` stays, a marker becomes spaces.
    pub(crate) fn prefix(&self, site: &Site) -> String {
        let text = &self.files[site.file].text;
        prefix(text, site.bytes.start)
    }
}

/// A blank line and the beginning of the next in what has this prefix: a quotation goes on over it.
pub(crate) fn blank_line(prefix: &str) -> String {
    format!("\n{}\n{prefix}", prefix.trim_end())
}

/// What a line that goes on what begins at this place has to begin with.
pub(crate) fn prefix(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..at].chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
}
