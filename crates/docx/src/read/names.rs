//! The namespaces that are known on the way in, transitional and strict alike, and what relationships are called by
//! the last part of their type. Prefixes mean nothing.

/// A namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// None: most attributes of packages and drawings.
    None,
    /// WordprocessingML.
    W,
    /// References to relationships.
    R,
    /// Drawings in text.
    Wp,
    /// DrawingML.
    A,
    /// Pictures.
    Pic,
    /// Office mathematics.
    M,
    /// Alternatives for newer and older programs.
    Mc,
    /// VML, the drawings of old.
    V,
    /// Office's additions to VML.
    O,
    /// Shapes and text boxes.
    Wps,
    /// Word 2010.
    W14,
    /// Word 2013.
    W15,
    /// Other additions of newer Words that hold nothing to read.
    Known,
    /// Microsoft's mark for decoration.
    Adec,
    /// Relationships of a package.
    Rels,
    /// Content types of a package.
    Types,
    /// Core properties.
    Cp,
    /// Dublin Core.
    Dc,
    /// Dublin Core terms.
    Dcterms,
    /// Custom properties.
    Custom,
    /// Extended properties.
    Extended,
    /// Variant types.
    Vt,
    /// The draft that this program embeds.
    Draft,
    /// XML's own: `xml:space`.
    Xml,
    /// Any other.
    Other,
}

/// The namespace of a name.
pub(crate) fn space(uri: &str) -> Space {
    match uri {
        "" => Space::None,
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::W,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Space::R,
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        | "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" => Space::Wp,
        "http://schemas.openxmlformats.org/drawingml/2006/main" | "http://purl.oclc.org/ooxml/drawingml/main" => {
            Space::A
        }
        "http://schemas.openxmlformats.org/drawingml/2006/picture" | "http://purl.oclc.org/ooxml/drawingml/picture" => {
            Space::Pic
        }
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::M,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Mc,
        "urn:schemas-microsoft-com:vml" => Space::V,
        "urn:schemas-microsoft-com:office:office" => Space::O,
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape" => Space::Wps,
        "http://schemas.microsoft.com/office/word/2010/wordml" => Space::W14,
        "http://schemas.microsoft.com/office/word/2012/wordml" => Space::W15,
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
        | "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
        | "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
        | "http://schemas.microsoft.com/office/drawing/2010/main"
        | "http://schemas.microsoft.com/office/word/2015/wordml/symex"
        | "http://schemas.microsoft.com/office/word/2016/wordml/cid"
        | "http://schemas.microsoft.com/office/word/2018/wordml"
        | "http://schemas.microsoft.com/office/word/2018/wordml/cex" => Space::Known,
        "http://schemas.microsoft.com/office/drawing/2017/decorative" => Space::Adec,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Space::Rels,
        "http://schemas.openxmlformats.org/package/2006/content-types" => Space::Types,
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties" => Space::Cp,
        "http://purl.org/dc/elements/1.1/" => Space::Dc,
        "http://purl.org/dc/terms/" => Space::Dcterms,
        "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
        | "http://purl.oclc.org/ooxml/officeDocument/customProperties" => Space::Custom,
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        | "http://purl.oclc.org/ooxml/officeDocument/extendedProperties" => Space::Extended,
        "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
        | "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes" => Space::Vt,
        "urn:chapbook:draft:1" => Space::Draft,
        "http://www.w3.org/XML/1998/namespace" => Space::Xml,
        _ => Space::Other,
    }
}

/// Whether what is written for programs that know a namespace can be read here.
pub(crate) fn is_understood(space: Space) -> bool {
    !matches!(space, Space::None | Space::Other)
}

/// What a relationship is, by the last part of its type: the types of the transitional and the strict form, and
/// Microsoft's, part in nothing else.
pub(crate) fn kind_of_relationship(uri: &str) -> &str {
    match uri.rsplit('/').next().unwrap_or("") {
        "customProperties" => "custom-properties",
        "extendedProperties" => "extended-properties",
        kind => kind,
    }
}
