//! Small values that every layer shares: lengths, colours, languages, counter styles, labels, attributes, and the labels of headings.
//! They know no document, no file and no format.

mod attributes;
mod color;
mod counter;
mod language;
mod length;
mod slug;

pub use attributes::{AttributeParts, Attributes, Label};
pub use color::Color;
pub use counter::{CounterStyle, Delimiter};
pub use language::{Direction, Language};
pub use length::{Length, LengthError, ShortLength};
pub use slug::slug;
