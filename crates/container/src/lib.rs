//! The containers that EPUB and DOCX are made of: deterministic zip and XML out, and for what comes back, bounded zip
//! and XML in. What stands in them is the back ends' business.

mod xml;
mod xml_in;
mod zip;
mod zip_in;

pub use xml::{XmlWriter, is_xml_char};
pub use xml_in::{XmlError, XmlEvent, XmlLimits, XmlReader, decode};
pub use zip::{Method, Packed, Timestamp, ZipWriter, pack};
pub use zip_in::{ZipError, ZipLimits, ZipReader};
