//! Blocks written as Markdown, in which some things stand as the source has them: a note's call, a reference, an image.
//! While the block is written, a character of a plane that no text uses stands for each.

use chapbook_model::{Block, Document, Inline};

use crate::tokens::{Token, What};

/// The first of these characters: they are for private use, beyond those that fonts of symbols have.
const FIRST: u32 = 0x10_0000;

/// What is copied, with the character that stands for it.
#[derive(Debug, Default)]
pub(crate) struct Copied(Vec<(char, String)>);

impl Copied {
    /// A row of tokens in which characters stand for what `source` knows; text goes through `typed`.
    pub(crate) fn row(
        &mut self,
        tokens: &[Token],
        typed: impl Fn(&str) -> String,
        source: impl Fn(&Inline) -> Option<String>,
    ) -> Vec<Token> {
        let mut row = Vec::with_capacity(tokens.len());
        for token in tokens {
            let what = match &token.what {
                What::Characters(text) => What::Characters(typed(text)),
                What::Object(object) => match source(object).and_then(|source| self.stand_in(source)) {
                    Some(sign) => What::Characters(sign.to_string()),
                    None => token.what.clone(),
                },
                What::CommentStart(_) | What::CommentEnd(_) | What::Break(_) => token.what.clone(),
            };
            row.push(Token { what, marks: token.marks.clone() });
        }
        row
    }

    fn stand_in(&mut self, source: String) -> Option<char> {
        let sign = u32::try_from(self.0.len()).ok().and_then(|n| char::from_u32(FIRST + n))?;
        self.0.push((sign, source));
        Some(sign)
    }

    /// A block as Markdown, without the line end after it; what was copied is not put in yet.
    pub(crate) fn written(block: Block) -> String {
        let text = chapbook_markdown::write(&Document { body: vec![block], ..Document::default() });
        text.trim_end_matches('\n').to_owned()
    }

    /// A text with what was copied put in.
    pub(crate) fn put_in(self, mut text: String) -> String {
        for (sign, source) in self.0 {
            text = text.replace(sign, &source);
        }
        text
    }
}
