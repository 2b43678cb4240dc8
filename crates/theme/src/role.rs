//! The closed list of roles that a paragraph or a stretch of text can have, and which role each is based on.
//! How a role looks is the theme's; which role a thing has, `resolve` says.

macro_rules! roles {
    ($($role:ident $name:literal < $parent:ident $doc:literal)*) => {
        /// A role of a paragraph or of a stretch of text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $(#[doc = $doc] $role,)*
        }

        impl Role {
            /// Every role; a role stands after the one it is based on.
            pub const ALL: &[Role] = &[$(Role::$role),*];

            /// Its name in theme files.
            pub fn name(self) -> &'static str {
                match self { $(Role::$role => $name,)* }
            }

            /// The role whose style it starts from; `Body` is based on itself.
            pub fn parent(self) -> Role {
                match self { $(Role::$role => Role::$parent,)* }
            }
        }
    };
}

roles! {
    Body "body" < Body "A paragraph of running text."
    BodyFirst "body-first" < Body "A paragraph that opens a text or follows a heading, a break or a display."
    Title "title" < Body "The document's title."
    Subtitle "subtitle" < Title "Its subtitle."
    Byline "byline" < Body "Who wrote it."
    Affiliation "affiliation" < Byline "Where the authors belong."
    Date "date" < Byline "When."
    Heading1 "heading-1" < Body "A heading of the first level."
    Heading2 "heading-2" < Heading1 "A heading of the second level."
    Heading3 "heading-3" < Heading2 "A heading of the third level."
    Heading4 "heading-4" < Heading3 "A heading of the fourth level."
    Heading5 "heading-5" < Heading4 "A heading of the fifth level."
    Heading6 "heading-6" < Heading5 "A heading of the sixth level."
    Part "part" < Heading1 "The title of a part."
    Quote "quote" < Body "A quotation set off from the text."
    Attribution "attribution" < Quote "Who is quoted."
    Epigraph "epigraph" < Quote "A motto."
    ListItem "list-item" < Body "The text of a list item."
    Term "term" < Body "The term of a definition."
    Definition "definition" < Body "What it means."
    Code "code" < Body "A block of code."
    Math "math" < Body "A formula on a line of its own."
    Verse "verse" < Body "A line of verse."
    Divider "divider" < Body "A scene break."
    TableCell "table-cell" < Body "The text of a table's cell."
    TableHead "table-head" < TableCell "The text of a table's head."
    Figure "figure" < Body "The line that holds a picture."
    Caption "caption" < Body "The words under a figure or above a table."
    Footnote "footnote" < Body "A note at the foot of the page."
    Endnote "endnote" < Footnote "A note at the end."
    AuthorNote "author-note" < Body "What is said about an author."
    Abstract "abstract" < Body "The summary before the text."
    Acknowledgements "acknowledgements" < Body "Thanks."
    Dedication "dedication" < Body "To whom it is dedicated."
    CopyrightPage "copyright-page" < Body "Rights and imprint."
    Colophon "colophon" < Body "How it was made."
    Aside "aside" < Body "A box beside the text."
    PullQuote "pullquote" < Body "A sentence of the text, set large."
    Callout "callout" < Body "A titled box: note, tip, warning."
    CalloutTitle "callout-title" < Callout "Its title."
    Letter "letter" < Body "A letter or document in the text."
    Glossary "glossary" < Body "Entries of a glossary."
    ContentsTitle "contents-title" < Heading1 "The title of a table of contents."
    Contents1 "contents-1" < Body "An entry of the first level."
    Contents2 "contents-2" < Contents1 "An entry of the second level."
    Contents3 "contents-3" < Contents2 "An entry of the third level."
    RunningHead "running-head" < Body "The line at the top of a page."
    Folio "folio" < RunningHead "The page number."
    InlineCode "inline-code" < Code "Code in a line of text."
    CodeComment "code-comment" < Code "A comment in a block of code."
    CodeKeyword "code-keyword" < Code "A word of the language itself."
    CodeType "code-type" < Code "The name of a type."
    CodeFunction "code-function" < Code "The name of a function or a macro."
    CodeConstant "code-constant" < Code "A number, `true`, an escaped character."
    CodeString "code-string" < Code "Text in quotation marks."
    CodeAttribute "code-attribute" < Code "An annotation, a directive, a key."
    CodeInserted "code-inserted" < Code "A line that a comparison adds."
    CodeDeleted "code-deleted" < Code "A line that a comparison takes away."
    Credit "credit" < Caption "Who made a picture."
    CaptionLabel "caption-label" < Caption "\"Figure 3\" before a caption."
}

impl Role {
    /// The roles of pieces of code.
    pub const TOKENS: &[Role] = &[
        Role::CodeComment,
        Role::CodeKeyword,
        Role::CodeType,
        Role::CodeFunction,
        Role::CodeConstant,
        Role::CodeString,
        Role::CodeAttribute,
        Role::CodeInserted,
        Role::CodeDeleted,
    ];

    /// The role of this name in a theme file.
    pub fn parse(name: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// The role of a heading of level 1 to 6; other levels are taken for the nearest.
    pub fn heading(level: u8) -> Role {
        match level {
            0 | 1 => Role::Heading1,
            2 => Role::Heading2,
            3 => Role::Heading3,
            4 => Role::Heading4,
            5 => Role::Heading5,
            6..=u8::MAX => Role::Heading6,
        }
    }

    /// Whether it styles a stretch of text inside a paragraph.
    pub fn is_inline(self) -> bool {
        matches!(self, Role::InlineCode | Role::Credit | Role::CaptionLabel) || self.is_token()
    }

    /// Whether it styles a piece of a block of code.
    pub fn is_token(self) -> bool {
        Role::TOKENS.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_stand_before_their_children() {
        for (i, role) in Role::ALL.iter().enumerate() {
            assert!(*role == Role::Body || Role::ALL[..i].contains(&role.parent()), "{role:?}");
            assert_eq!(Role::parse(role.name()), Some(*role));
            assert_eq!(role.is_token(), role.name().starts_with("code-"), "{role:?}");
        }
    }
}
