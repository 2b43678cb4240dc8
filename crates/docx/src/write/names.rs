//! Every name that the writer puts into a package: elements and attributes by prefix, namespaces, relationship and
//! content types, part names. What stands where is the business of the files that use them.

macro_rules! names {
    ($($(#[$doc:meta])* $module:ident $prefix:literal { $($name:ident $local:literal)* })*) => {
        $(
            $(#[$doc])*
            #[allow(dead_code, reason = "the table is kept by namespace, for the reader too")]
            pub(crate) mod $module {
                $(pub(crate) const $name: &str = concat!($prefix, $local);)*
            }
        )*
    };
}

names! {
    /// WordprocessingML (ISO/IEC 29500-1, 17).
    w "w:" {
        // The parts' roots and what stands in them.
        DOCUMENT "document" BODY "body" STYLES "styles" NUMBERING "numbering" SETTINGS "settings" FONTS "fonts"
        FOOTNOTES "footnotes" FOOTNOTE "footnote" ENDNOTES "endnotes" ENDNOTE "endnote" COMMENTS "comments"
        COMMENT "comment" HDR "hdr" FOOTER "ftr"
        // Paragraphs.
        P "p" P_PR "pPr" P_STYLE "pStyle" KEEP_NEXT "keepNext" KEEP_LINES "keepLines"
        PAGE_BREAK_BEFORE "pageBreakBefore" WIDOW_CONTROL "widowControl" NUM_PR "numPr" ILVL "ilvl" NUM_ID "numId"
        P_BDR "pBdr" TABS "tabs" SUPPRESS_AUTO_HYPHENS "suppressAutoHyphens" BIDI "bidi" SPACING "spacing" IND "ind"
        CONTEXTUAL_SPACING "contextualSpacing" JC "jc" OUTLINE_LVL "outlineLvl"
        // Runs.
        R "r" R_PR "rPr" R_STYLE "rStyle" R_FONTS "rFonts" B "b" B_CS "bCs" I "i" I_CS "iCs" SMALL_CAPS "smallCaps"
        STRIKE "strike" NO_PROOF "noProof" VANISH "vanish" WEB_HIDDEN "webHidden" COLOR "color" SZ "sz"
        SZ_CS "szCs" HIGHLIGHT "highlight" U "u" SHD "shd" VERT_ALIGN "vertAlign" RTL "rtl" LANG "lang"
        T "t" DEL_TEXT "delText" INSTR_TEXT "instrText" DEL_INSTR_TEXT "delInstrText" TAB "tab" BR "br"
        SOFT_HYPHEN "softHyphen" NO_BREAK_HYPHEN "noBreakHyphen" FLD_CHAR "fldChar" DRAWING "drawing"
        FOOTNOTE_REFERENCE "footnoteReference" ENDNOTE_REFERENCE "endnoteReference" FOOTNOTE_REF "footnoteRef"
        ENDNOTE_REF "endnoteRef" SEPARATOR "separator" CONTINUATION_SEPARATOR "continuationSeparator"
        ANNOTATION_REF "annotationRef" COMMENT_REFERENCE "commentReference"
        // Ranges and wrappers.
        BOOKMARK_START "bookmarkStart" BOOKMARK_END "bookmarkEnd" HYPERLINK "hyperlink" INS "ins" DEL "del"
        COMMENT_RANGE_START "commentRangeStart" COMMENT_RANGE_END "commentRangeEnd" SDT "sdt" SDT_PR "sdtPr"
        SDT_CONTENT "sdtContent" DOC_PART_OBJ "docPartObj" DOC_PART_GALLERY "docPartGallery"
        DOC_PART_UNIQUE "docPartUnique"
        // Tables.
        TBL "tbl" TBL_PR "tblPr" TBL_STYLE "tblStyle" BIDI_VISUAL "bidiVisual" TBL_W "tblW" TBL_IND "tblInd"
        TBL_BORDERS "tblBorders" TBL_LAYOUT "tblLayout" TBL_CELL_MAR "tblCellMar" TBL_LOOK "tblLook"
        TBL_GRID "tblGrid" GRID_COL "gridCol" TR "tr" TR_PR "trPr" CANT_SPLIT "cantSplit" TBL_HEADER "tblHeader"
        TC "tc" TC_PR "tcPr" TC_W "tcW" GRID_SPAN "gridSpan" V_MERGE "vMerge" TC_BORDERS "tcBorders" V_ALIGN "vAlign"
        // Sections.
        SECT_PR "sectPr" HEADER_REFERENCE "headerReference" FOOTER_REFERENCE "footerReference" TYPE "type" PG_SZ "pgSz" PG_MAR "pgMar"
        PG_NUM_TYPE "pgNumType" TITLE_PG "titlePg"
        COLS "cols" RTL_GUTTER "rtlGutter"
        // Styles.
        DOC_DEFAULTS "docDefaults" R_PR_DEFAULT "rPrDefault" P_PR_DEFAULT "pPrDefault" LATENT_STYLES "latentStyles"
        STYLE "style" NAME "name" BASED_ON "basedOn" NEXT "next" UI_PRIORITY "uiPriority" SEMI_HIDDEN "semiHidden"
        UNHIDE_WHEN_USED "unhideWhenUsed" Q_FORMAT "qFormat" TBL_STYLE_PR "tblStylePr"
        // Numbering.
        ABSTRACT_NUM "abstractNum" NSID "nsid" MULTI_LEVEL_TYPE "multiLevelType" TMPL "tmpl" LVL "lvl"
        START "start" NUM_FMT "numFmt" SUFF "suff" LVL_TEXT "lvlText" LVL_JC "lvlJc" NUM "num"
        // Settings and fonts.
        ZOOM "zoom" MIRROR_MARGINS "mirrorMargins" TRACK_REVISIONS "trackRevisions" DEFAULT_TAB_STOP "defaultTabStop" AUTO_HYPHENATION "autoHyphenation"
        EVEN_AND_ODD_HEADERS "evenAndOddHeaders"
        CHARACTER_SPACING_CONTROL "characterSpacingControl" FOOTNOTE_PR "footnotePr" ENDNOTE_PR "endnotePr" POS "pos"
        COMPAT "compat" DO_NOT_EXPAND_SHIFT_RETURN "doNotExpandShiftReturn" COMPAT_SETTING "compatSetting" THEME_FONT_LANG "themeFontLang" DECIMAL_SYMBOL "decimalSymbol"
        LIST_SEPARATOR "listSeparator" FONT "font" CHARSET "charset" FAMILY "family" PITCH "pitch"
        // Attributes that are no elements too, and edges of borders.
        VAL "val" FMT "fmt" ID "id" ASCII "ascii" H_ANSI "hAnsi" CS "cs" EAST_ASIA "eastAsia" AUTHOR "author" DATE "date"
        INITIALS "initials" BEFORE "before" AFTER "after" LINE "line" LINE_RULE "lineRule" LEFT "left" RIGHT "right"
        FIRST_LINE "firstLine" HANGING "hanging" LEADER "leader" W "w" H "h" TOP "top" BOTTOM "bottom"
        GUTTER "gutter" HEADER "header" SPACE "space" FILL "fill" ANCHOR "anchor" TOOLTIP "tooltip"
        HISTORY "history" FLD_CHAR_TYPE "fldCharType" CUSTOM_MARK_FOLLOWS "customMarkFollows" STYLE_ID "styleId"
        DEFAULT "default" CUSTOM_STYLE "customStyle" ABSTRACT_NUM_ID "abstractNumId" PERCENT "percent" URI "uri"
        FIRST_ROW "firstRow" LAST_ROW "lastRow" FIRST_COLUMN "firstColumn" LAST_COLUMN "lastColumn"
        NO_H_BAND "noHBand" NO_V_BAND "noVBand" DEF_LOCKED_STATE "defLockedState" DEF_UI_PRIORITY "defUIPriority"
        DEF_SEMI_HIDDEN "defSemiHidden" DEF_UNHIDE_WHEN_USED "defUnhideWhenUsed" DEF_Q_FORMAT "defQFormat"
        COUNT "count" INSIDE_H "insideH" INSIDE_V "insideV" FOOTER_ATTR "footer" NUM_ATTR "num"
    }
    /// Word's ids of paragraphs ([MS-DOCX] 2.6.1).
    w14 "w14:" { PARA_ID "paraId" }
    /// Threads of comments ([MS-DOCX] 2.6.3).
    w15 "w15:" {
        COMMENTS_EX "commentsEx" COMMENT_EX "commentEx" PARA_ID "paraId" PARA_ID_PARENT "paraIdParent" DONE "done"
    }
    /// Markup compatibility (ISO/IEC 29500-3).
    mc "mc:" { IGNORABLE "Ignorable" }
    /// References between parts (ISO/IEC 29500-1, 22.8).
    r "r:" { ID "id" EMBED "embed" }
    /// Drawings in text (ISO/IEC 29500-1, 20.4).
    wp "wp:" {
        INLINE "inline" EXTENT "extent" EFFECT_EXTENT "effectExtent" DOC_PR "docPr"
        C_NV_GRAPHIC_FRAME_PR "cNvGraphicFramePr"
    }
    /// DrawingML (ISO/IEC 29500-1, 20.1).
    a "a:" {
        GRAPHIC "graphic" GRAPHIC_DATA "graphicData" GRAPHIC_FRAME_LOCKS "graphicFrameLocks" BLIP "blip"
        STRETCH "stretch" FILL_RECT "fillRect" XFRM "xfrm" OFF "off" EXT "ext" EXT_LST "extLst" PREST_GEOM "prstGeom"
        AV_LST "avLst"
        THEME "theme" THEME_ELEMENTS "themeElements" CLR_SCHEME "clrScheme" SRGB_CLR "srgbClr" SYS_CLR "sysClr"
        FONT_SCHEME "fontScheme" MAJOR_FONT "majorFont" MINOR_FONT "minorFont" LATIN "latin" EA "ea" CS "cs"
        FMT_SCHEME "fmtScheme" FILL_STYLE_LST "fillStyleLst" LN_STYLE_LST "lnStyleLst" LN "ln"
        EFFECT_STYLE_LST "effectStyleLst" EFFECT_STYLE "effectStyle" EFFECT_LST "effectLst"
        BG_FILL_STYLE_LST "bgFillStyleLst" SOLID_FILL "solidFill" SCHEME_CLR "schemeClr"
    }
    /// Pictures (ISO/IEC 29500-1, 20.2).
    pic "pic:" {
        PIC "pic" NV_PIC_PR "nvPicPr" C_NV_PR "cNvPr" C_NV_PIC_PR "cNvPicPr" BLIP_FILL "blipFill" SP_PR "spPr"
    }
    /// Microsoft's mark for decoration ([MS-ODRAWXML] 2.23).
    adec "adec:" { DECORATIVE "decorative" }
    /// Names without a prefix: content types, relationships, properties.
    bare "" {
        TYPES "Types" DEFAULT "Default" OVERRIDE "Override" EXTENSION "Extension" CONTENT_TYPE "ContentType"
        PART_NAME "PartName" RELATIONSHIPS "Relationships" RELATIONSHIP "Relationship" ID "Id" TYPE "Type"
        TARGET "Target" TARGET_MODE "TargetMode" PROPERTIES "Properties" PROPERTY "property" FMTID "fmtid" PID "pid"
        NAME "name" TEMPLATE "Template" APPLICATION "Application" APP_VERSION "AppVersion" COMPANY "Company"
        DOC_SECURITY "DocSecurity" PAGES "Pages" WORDS "Words"
    }
    /// Core properties (ISO/IEC 29500-2, 11).
    cp "cp:" { CORE_PROPERTIES "coreProperties" KEYWORDS "keywords" LAST_MODIFIED_BY "lastModifiedBy" REVISION "revision" }
    /// Dublin Core.
    dc "dc:" {
        TITLE "title" CREATOR "creator" DESCRIPTION "description" IDENTIFIER "identifier" LANGUAGE "language"
    }
    /// Dublin Core terms.
    dcterms "dcterms:" { CREATED "created" MODIFIED "modified" }
    /// Properties of parts in `customXml` (ISO/IEC 29500-1, 22.5).
    ds "ds:" {
        DATASTORE_ITEM "datastoreItem" ITEM_ID "itemID" SCHEMA_REFS "schemaRefs" SCHEMA_REF "schemaRef" URI "uri"
    }
    /// Variant types of custom properties.
    vt "vt:" { LPWSTR "lpwstr" }
}

/// Attributes that bind a prefix, or come from a namespace that needs no binding.
pub(crate) mod xmlns {
    pub(crate) const DEFAULT: &str = "xmlns";
    pub(crate) const W: &str = "xmlns:w";
    pub(crate) const R: &str = "xmlns:r";
    pub(crate) const WP: &str = "xmlns:wp";
    pub(crate) const W14: &str = "xmlns:w14";
    pub(crate) const W15: &str = "xmlns:w15";
    pub(crate) const MC: &str = "xmlns:mc";
    pub(crate) const A: &str = "xmlns:a";
    pub(crate) const PIC: &str = "xmlns:pic";
    pub(crate) const ADEC: &str = "xmlns:adec";
    pub(crate) const CP: &str = "xmlns:cp";
    pub(crate) const DC: &str = "xmlns:dc";
    pub(crate) const DCTERMS: &str = "xmlns:dcterms";
    pub(crate) const XSI: &str = "xmlns:xsi";
    pub(crate) const DS: &str = "xmlns:ds";
    pub(crate) const VT: &str = "xmlns:vt";
    pub(crate) const XSI_TYPE: &str = "xsi:type";
    pub(crate) const XML_SPACE: &str = "xml:space";
}

/// Namespaces.
pub(crate) mod namespace {
    pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    pub(crate) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    pub(crate) const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    pub(crate) const W14: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
    pub(crate) const W15: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
    pub(crate) const MC: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    pub(crate) const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
    pub(crate) const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    pub(crate) const ADEC: &str = "http://schemas.microsoft.com/office/drawing/2017/decorative";
    /// The extension that holds [`ADEC`].
    pub(crate) const DECORATIVE_EXTENSION: &str = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}";
    pub(crate) const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    pub(crate) const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    pub(crate) const CP: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    pub(crate) const DC: &str = "http://purl.org/dc/elements/1.1/";
    pub(crate) const DCTERMS: &str = "http://purl.org/dc/terms/";
    pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
    pub(crate) const EXTENDED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    pub(crate) const CUSTOM: &str = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
    pub(crate) const VT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";
    pub(crate) const CUSTOM_XML: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    /// Whose compatibility settings they are.
    pub(crate) const WORD: &str = "http://schemas.microsoft.com/office/word";
    /// The format identifier of custom properties ([MS-OSHARED] 2.3.3.2.1.2).
    pub(crate) const CUSTOM_FMTID: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
}

/// Types of relationships.
pub(crate) mod relationship {
    macro_rules! office {
        ($($name:ident $kind:literal)*) => {
            $(pub(crate) const $name: &str =
                concat!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/", $kind);)*
        };
    }
    office! {
        DOCUMENT "officeDocument" EXTENDED "extended-properties" CUSTOM "custom-properties" STYLES "styles"
        NUMBERING "numbering" SETTINGS "settings" FONT_TABLE "fontTable" THEME "theme" FOOTNOTES "footnotes"
        ENDNOTES "endnotes" COMMENTS "comments" HEADER "header" FOOTER "footer" IMAGE "image" HYPERLINK "hyperlink"
        CUSTOM_XML "customXml" CUSTOM_XML_PROPS "customXmlProps"
    }
    pub(crate) const COMMENTS_EXTENDED: &str =
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended";
    pub(crate) const CORE: &str =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
}

/// Parts: name and content type.
pub(crate) mod part {
    macro_rules! word {
        ($($name:ident $path:literal $kind:literal)*) => {
            $(pub(crate) const $name: (&str, &str) =
                ($path, concat!("application/vnd.openxmlformats-officedocument.wordprocessingml.", $kind, "+xml"));)*
        };
    }
    word! {
        DOCUMENT "word/document.xml" "document.main"
        STYLES "word/styles.xml" "styles"
        NUMBERING "word/numbering.xml" "numbering"
        SETTINGS "word/settings.xml" "settings"
        FONT_TABLE "word/fontTable.xml" "fontTable"
        FOOTNOTES "word/footnotes.xml" "footnotes"
        ENDNOTES "word/endnotes.xml" "endnotes"
        COMMENTS "word/comments.xml" "comments"
        COMMENTS_EXTENDED "word/commentsExtended.xml" "commentsExtended"
        HEADER "word/header1.xml" "header"
        HEADER_EVEN "word/header2.xml" "header"
        HEADER_FIRST "word/header3.xml" "header"
        FOOTER "word/footer1.xml" "footer"
        FOOTER_EVEN "word/footer2.xml" "footer"
        FOOTER_FIRST "word/footer3.xml" "footer"
    }
    pub(crate) const THEME: (&str, &str) =
        ("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml");
    pub(crate) const CORE: (&str, &str) =
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    pub(crate) const APP: (&str, &str) =
        ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    pub(crate) const CUSTOM: (&str, &str) =
        ("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml");
    /// What the way back needs; its type goes by the extension.
    pub(crate) const DRAFT: &str = "customXml/item1.xml";
    pub(crate) const DRAFT_PROPS: (&str, &str) =
        ("customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml");
    pub(crate) const CONTENT_TYPES: &str = "[Content_Types].xml";
    pub(crate) const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
    pub(crate) const XML_TYPE: &str = "application/xml";
}
