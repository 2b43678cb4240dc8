//! Figures and images: numbers, captions, files.

use chapbook_assets::ImageError;
use chapbook_model::{self as model, FigureKind as Kind};
use chapbook_source::{Diagnostic, FileError, Span, TargetError, codes, inside_target};
use chapbook_theme::{CaptionPlace, Role};
use chapbook_values::Length;

use super::blocks::{self, Shell, paragraph};
use super::inlines;
use crate::anchors::TargetLabel;
use crate::context::{Context, Scope};
use crate::{Alt, Block, BlockKind, Caption, CaptionLabel, Extent, Figure, FigureKind, NodeId, PictureRef, Word};

pub(crate) fn figure(
    cx: &mut Context<'_>,
    figure: &model::Figure,
    shell: &Shell<'_>,
    scope: &Scope,
    id: NodeId,
) -> Block {
    let model::Figure { kind, body, caption } = figure;
    let (kind, word) = match kind {
        Kind::Image => (FigureKind::Image, Word::Figure),
        Kind::Table => (FigureKind::Table, Word::Table),
        Kind::Listing => (FigureKind::Listing, Word::Listing),
        Kind::Equation => (FigureKind::Equation, Word::Equation),
    };
    let unnumbered = scope.in_figure || shell.attrs.has_class("unnumbered");
    let number = if unnumbered { None } else { cx.counters.figure(figure.kind) };
    let anchor = cx.anchors.give(shell.attrs.label(), id);
    let label = number.map(|(number, count)| label(cx, word, number, count, caption.as_ref()));
    if let (Some(anchor), Some(label)) = (anchor, &label) {
        let CaptionLabel { word, space, number, count: _, separator: _ } = label.clone();
        cx.anchors.targets.insert(anchor, TargetLabel::Numbered { word, space, number });
    }
    let inner = Scope { in_figure: true, ..scope.with_role(scope.role) };
    let caption_above = kind != FigureKind::Image
        && kind != FigureKind::Equation
        && cx.theme.numbering.table_captions == CaptionPlace::Above;
    // Notes are counted as they are read: a caption above comes first.
    let (caption, body) = if caption_above {
        let caption = self::caption(cx, caption.as_ref(), label, &inner, shell.span);
        (caption, self::body(cx, body, &inner))
    } else {
        let body = self::body(cx, body, &inner);
        (self::caption(cx, caption.as_ref(), label, &inner, shell.span), body)
    };
    let figure = BlockKind::Figure(Figure { kind, body, caption, caption_above });
    let block = shell.block(cx, id, figure);
    // A figure without a label of its own still is a place that lists of figures lead to.
    let anchor = anchor.unwrap_or_else(|| {
        let anchor = cx.anchors.make("figure", None);
        cx.anchors.place(anchor, id);
        anchor
    });
    Block { anchor: Some(anchor), ..block }
}

fn label(cx: &Context<'_>, word: Word, number: String, count: u32, caption: Option<&model::Caption>) -> CaptionLabel {
    let has_text = caption.is_some_and(|c| !c.body.is_empty() || c.credit.is_some());
    let separator = if has_text { cx.theme.numbering.caption_separator.clone() } else { String::new() };
    // Chinese and Japanese set the number right after the word.
    let space = if cx.language.is_cjk() { String::new() } else { "\u{A0}".to_owned() };
    CaptionLabel { word: cx.words.get(word).to_owned(), space, number, count, separator }
}

/// A paragraph of one image becomes the image; everything else is what it is.
fn body(cx: &mut Context<'_>, body: &[model::Block], scope: &Scope) -> Vec<Block> {
    let mut out = Vec::new();
    for block in body {
        if let model::BlockKind::Paragraph(content) = &block.kind
            && let [only] = &content[..]
            && let model::InlineKind::Image(image) = &only.kind
        {
            let id = cx.node();
            let picture = picture(cx, image, only.span);
            out.push(blocks::plain(id, BlockKind::Image(picture), only.span));
        } else {
            blocks::sequence(cx, std::slice::from_ref(block), scope, &mut out);
        }
    }
    out
}

fn caption(
    cx: &mut Context<'_>,
    caption: Option<&model::Caption>,
    label: Option<CaptionLabel>,
    scope: &Scope,
    span: Span,
) -> Option<Caption> {
    if caption.is_none() && label.is_none() {
        return None;
    }
    let id = cx.node();
    let empty = model::Caption::default();
    let model::Caption { body, short, credit } = caption.unwrap_or(&empty);
    let scope = scope.with_role(Role::Caption);
    let mut blocks = Vec::new();
    blocks::sequence(cx, body, &scope, &mut blocks);
    // A label or credit needs a paragraph to run into.
    if blocks.is_empty() {
        let node = cx.node();
        blocks.push(paragraph(node, Role::Caption, Vec::new(), span));
    }
    let credit = credit.as_ref().map(|line| inlines::line(cx, line, &scope)).filter(|line| !line.is_empty());
    let plain = Scope { plain: true, ..scope };
    let short = short.as_ref().map(|line| inlines::line(cx, line, &plain)).filter(|line| !line.is_empty());
    Some(Caption { id, label, body: blocks, credit, short })
}

/// An image, loaded; or a placeholder and an error.
pub(crate) fn picture(cx: &mut Context<'_>, image: &model::Image, span: Span) -> PictureRef {
    let model::Image { target, alt, title, width, height } = image;
    let id = match inside_target(cx.folder(span), target) {
        Err(error) => Err(target_error(error, target, span)),
        Ok(path) => cx.image(&path).map_err(|error| image_error(&error, target, &path, span)),
    }
    .map_err(|diagnostic| cx.report(diagnostic))
    .ok();
    cx.has_placeholders |= id.is_none();
    let alt = match alt.as_deref().map(str::trim) {
        None => Alt::Missing,
        Some("") => Alt::Decorative,
        Some(text) => Alt::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    };
    PictureRef {
        image: id,
        target: target.clone(),
        alt,
        title: title.clone(),
        width: width.as_deref().and_then(|w| extent(cx, w, span)),
        height: height.as_deref().and_then(|h| extent(cx, h, span)),
    }
}

fn target_error(error: TargetError, target: &str, span: Span) -> Diagnostic {
    match error {
        TargetError::Outside | TargetError::Absolute => {
            Diagnostic::new(&codes::IMAGE_OUTSIDE, span, format!("image {target:?} leads out of the document's folder"))
                .hint("copy the image beside the text and name it by a relative path")
        }
        TargetError::Remote => Diagnostic::new(
            &codes::IMAGE_REMOTE,
            span,
            format!("image {target:?} is on the network; nothing is fetched"),
        )
        .hint("save the image beside the text and name that file"),
        TargetError::Empty => Diagnostic::new(&codes::MISSING_IMAGE, span, "the image names no file"),
    }
}

fn image_error(error: &ImageError, target: &str, path: &str, span: Span) -> Diagnostic {
    match error {
        ImageError::File(FileError::NotFound | FileError::IsFolder) => Diagnostic::new(
            &codes::MISSING_IMAGE,
            span,
            format!("image {target:?} is not there: there is no file {path:?}"),
        )
        .hint("check the name, letter case included; the path is relative to the text's own folder"),
        ImageError::File(FileError::Outside) => {
            Diagnostic::new(&codes::IMAGE_OUTSIDE, span, format!("image {target:?} leads out of the document's folder"))
        }
        ImageError::File(error @ (FileError::TooLarge { limit: _ } | FileError::Denied(_))) => {
            Diagnostic::new(&codes::MISSING_IMAGE, span, format!("image {target:?}: {error}"))
        }
        ImageError::Kind => Diagnostic::new(&codes::IMAGE_KIND, span, format!("image {target:?}: {error}"))
            .hint("convert it to PNG or JPEG"),
        ImageError::Broken => Diagnostic::new(&codes::IMAGE_BROKEN, span, format!("image {target:?}: {error}"))
            .hint("open it in an image program and save it again"),
        ImageError::TooLarge => Diagnostic::new(&codes::IMAGE_TOO_LARGE, span, format!("image {target:?}: {error}"))
            .hint("save it at the size at which it is printed, 300 pixels to the inch"),
    }
}

/// `60%`, `4cm`, or a plain number of CSS pixels.
fn extent(cx: &mut Context<'_>, text: &str, span: Span) -> Option<Extent> {
    let text = text.trim();
    let parsed = match text.strip_suffix('%') {
        Some(number) => format!("{}pt", number.trim()).parse::<Length>().ok().and_then(|points| {
            let thousandths = points.scale(10, 1).to_twips() / 20;
            u16::try_from(thousandths).ok().filter(|t| *t > 0).map(|t| Extent::OfMeasure(t.min(1000)))
        }),
        None => {
            let with_unit =
                if text.ends_with(|c: char| c.is_ascii_digit()) { format!("{text}px") } else { text.into() };
            with_unit.parse().ok().filter(|l| *l > Length::ZERO).map(Extent::Length)
        }
    };
    if parsed.is_none() {
        let message = format!("{text:?} is no width or height; the image keeps its own size");
        cx.report(Diagnostic::new(&codes::IMAGE_SIZE, span, message).hint("write 60%, 8cm, 3in or a number of pixels"));
    }
    parsed
}
