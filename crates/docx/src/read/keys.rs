//! Keys: hidden bookmarks that say which block of the source a paragraph comes from: `_cb_<salt>_<letter><id>`. The
//! salt is four hexadecimal digits of the draft, so that a paragraph pasted from another draft is not mistaken. Only
//! where a key starts counts: editors move ends. A program that copies a paragraph adds `_Copy_1` to its name.

use crate::baseline::{KEY_PREFIX, bookmark_name};

/// The key of a block, a note's call, a comment or a table's row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Four hexadecimal digits, the same in all keys of a draft.
    pub salt: String,
    /// What it is the key of: `n` a note's call, `o` a comment's words, `r` a table's row, any other a block.
    pub letter: char,
    /// What tells it from the others of its draft.
    pub id: String,
    /// The number of the copy, if a program made one.
    pub copy: Option<u32>,
    /// Whether the same key stood earlier in the file.
    pub repeated: bool,
}

/// What a key is the key of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// The place where a note is called.
    NoteCall,
    /// The words of a comment.
    Comment,
    /// A row of a table.
    Row,
    /// A block.
    Block,
}

impl Key {
    /// The key of a bookmark's name; none for other bookmarks.
    pub fn parse(name: &str) -> Option<Self> {
        let rest = name.strip_prefix(KEY_PREFIX)?;
        let (rest, copy) = match rest.split_once("_Copy_") {
            Some((rest, number)) => (rest, Some(number.parse().unwrap_or(1))),
            None => (rest, None),
        };
        let (salt, name) = rest.split_once('_')?;
        let mut characters = name.chars();
        let letter = characters.next().filter(char::is_ascii_lowercase)?;
        let id = characters.as_str();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let sound =
            salt.len() == 4 && salt.bytes().all(|b| b.is_ascii_hexdigit()) && !id.is_empty() && id.chars().all(plain);
        sound.then(|| Self { salt: salt.to_owned(), letter, id: id.to_owned(), copy, repeated: false })
    }

    /// The name of its bookmark, without the number of a copy.
    pub fn name(&self) -> String {
        let Self { salt, letter, id, copy: _, repeated: _ } = self;
        bookmark_name(salt, &format!("{letter}{id}"))
    }

    /// What it is the key of.
    pub fn kind(&self) -> KeyKind {
        match self.letter {
            'n' => KeyKind::NoteCall,
            'o' => KeyKind::Comment,
            'r' => KeyKind::Row,
            _ => KeyKind::Block,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_keys_or_none() {
        let key = Key::parse("_cb_0a1f_p12_Copy_3").expect("it is a key");
        assert_eq!((key.letter, key.id.as_str(), key.copy, key.kind()), ('p', "12", Some(3), KeyKind::Block));
        assert_eq!(key.name(), "_cb_0a1f_p12");
        assert_eq!(Key::parse("_cb_0a1f_n1").map(|key| key.kind()), Some(KeyKind::NoteCall));
        for none in
            ["_cb_", "_cb_0a1_p1", "_cb_0a1g_p1", "_cb_0a1f_P1", "_cb_0a1f_p", "_cb_0a1f_p-1", "_Ref00000001", "x"]
        {
            assert_eq!(Key::parse(none), None, "{none}");
        }
    }
}
