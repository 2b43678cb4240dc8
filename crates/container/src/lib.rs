//! The containers that EPUB and DOCX are made of: deterministic zip and XML out.
//! What stands in them is the back ends' business; reading comes with the way back.

mod xml;
mod zip;

pub use xml::{XmlWriter, is_xml_char};
pub use zip::{Method, Timestamp, ZipWriter};
