//! The few elements of HTML that have a kind in the model (DIALECT 12): `<img>`, and `<figure>` around one.
//! It reads single tags and one shape of figure; it is no parser of HTML, and what it does not know stays raw.

use chapbook_model::Image;
use chapbook_values::{AttributeParts, Attributes, Label};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// An image, if the text is one `<img>` tag, and what is said of it besides.
pub(crate) fn image(text: &str) -> Option<(Image, Attributes)> {
    let inside = element(text.trim(), "img")?;
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    let mut image = Image { target: String::new(), alt: None, title: None, width: None, height: None };
    let mut parts = AttributeParts::default();
    for (name, value) in attributes(inside)? {
        match name.as_str() {
            "src" => image.target = value,
            "alt" => image.alt = Some(value),
            "title" => image.title = Some(value),
            "width" => image.width = Some(pixels(value)),
            "height" => image.height = Some(pixels(value)),
            "id" => parts.label = Label::new(value),
            "class" => parts.classes = value.split_whitespace().map(str::to_owned).collect(),
            _ => parts.pairs.push((name, value)),
        }
    }
    (!image.target.is_empty()).then(|| (image, Attributes::new(parts)))
}

/// A figure: one image, and a caption of plain text.
pub(crate) struct HtmlFigure {
    /// The image.
    pub(crate) image: Image,
    /// What is said of the image besides.
    pub(crate) image_attrs: Attributes,
    /// What is said of the figure.
    pub(crate) attrs: Attributes,
    /// The caption.
    pub(crate) caption: Option<String>,
}

/// A figure, if the text is `<figure>` with one `<img>` and at most one `<figcaption>` without tags.
pub(crate) fn figure(text: &str) -> Option<HtmlFigure> {
    let (open, rest) = tag(text.trim())?;
    let mut parts = AttributeParts::default();
    for (name, value) in attributes(element(open, "figure")?)? {
        match name.as_str() {
            "id" => parts.label = Label::new(value),
            "class" => parts.classes = value.split_whitespace().map(str::to_owned).collect(),
            _ => parts.pairs.push((name, value)),
        }
    }
    let mut rest = rest.trim();
    let (mut found, mut caption) = (None, None);
    loop {
        let (next, after) = tag(rest)?;
        if next.eq_ignore_ascii_case("</figure>") {
            let (image, image_attrs) = found?;
            return after.is_empty().then(|| HtmlFigure { image, image_attrs, attrs: Attributes::new(parts), caption });
        }
        if element(next, "img").is_some() && found.is_none() {
            found = Some(image(next)?);
            rest = after.trim_start();
        } else if element(next, "figcaption").is_some_and(|inside| inside.trim().is_empty()) && caption.is_none() {
            let (words, after) = after.split_once('<')?;
            let end = after.get(..12).filter(|end| end.eq_ignore_ascii_case("/figcaption>"))?;
            caption = Some(unescaped(&words.split_whitespace().collect::<Vec<_>>().join(" "))?);
            rest = after[end.len()..].trim_start();
        } else {
            return None;
        }
    }
}

/// The tag at the start of a text, and what follows it.
fn tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (c, quote) {
            ('<', None) if i > 0 => return None,
            ('>', None) => return Some(text.split_at(i + 1)),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (_, _) if i == 0 && c != '<' => return None,
            (_, _) => continue,
        }
    }
    None
}

/// What stands in one tag of this name after the name.
fn element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (whole, rest) = tag(text)?;
    let inside = whole.strip_prefix('<')?.strip_suffix('>')?;
    let (found, after) = inside.split_at_checked(name.len())?;
    let named = found.eq_ignore_ascii_case(name) && !after.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (named && rest.is_empty()).then_some(after)
}

/// The attributes of a tag (CommonMark 0.31, 6.6); `None` where one is repeated or has an odd form.
fn attributes(inside: &str) -> Option<Vec<(String, String)>> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let len = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = rest[..len].to_ascii_lowercase();
        rest = rest[len..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (typed, more) = match after.chars().next()? {
                quote @ ('"' | '\'') => after[1..].split_once(quote)?,
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            // A line end in a value is a space, as it is in braces.
            value = unescaped(typed)?.replace("\r\n", " ").replace(['\n', '\r'], " ");
            rest = more.trim_start();
        }
        // Braces could not hold such a name again.
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        if !plain || out.iter().any(|(known, _)| *known == name) {
            return None;
        }
        out.push((name, value));
    }
    Some(out)
}

/// Text with the character references that HTML pages are full of made characters; `None` if there are others.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next()?);
    for part in parts {
        let (name, after) = part.split_once(';')?;
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            "copy" => '©',
            _ => char::from_u32(number?).filter(|c| !c.is_control())?,
        };
        out.push(c);
        out.push_str(after);
    }
    Some(out)
}

/// A length of HTML, which is pixels where it is a bare number.
fn pixels(value: String) -> String {
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) { value + "px" } else { value }
}

/// Whether a text is one piece of HTML in a line that stays raw.
pub(crate) fn is_inline(text: &str) -> bool {
    if text.contains("\n\n") || text.contains('\r') || text.starts_with("<!--") || image(text).is_some() {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).take(7).collect::<String>().to_ascii_lowercase();
    if matches!(bare.as_str(), "<br>" | "<br/>" | "<sub>" | "<sup>" | "</sub>" | "</sup>") {
        return false;
    }
    let line = format!("x{text}");
    let events: Vec<Event<'_>> = Parser::new_ext(&line, crate::mask::OPTIONS).collect();
    matches!(events.as_slice(), [_, Event::Text(_), Event::InlineHtml(found), _] if **found == *text)
}

/// Whether a text is one block of HTML that stays raw.
pub(crate) fn is_block(text: &str) -> bool {
    if text.starts_with("<!--") || image(text).is_some() || figure(text).is_some() || text.trim() != text {
        return false;
    }
    let events: Vec<_> = Parser::new_ext(text, crate::mask::OPTIONS).collect();
    let [Event::Start(Tag::HtmlBlock), inside @ .., Event::End(TagEnd::HtmlBlock)] = events.as_slice() else {
        return false;
    };
    let html = |event: &Event<'_>| match event {
        Event::Html(text) => Some(text.len()),
        _ => None,
    };
    inside.iter().map(html).sum::<Option<usize>>() == Some(text.len())
}

/// The elements that begin a block of HTML wherever a line begins with them (CommonMark 0.31, 4.6, kinds 1 and 6).
const BLOCK_ELEMENTS: &str = " script pre style textarea address article aside base basefont blockquote body caption \
    center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 \
    h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param \
    search section summary table tbody td tfoot th thead title tr track ul ";

/// Whether a line that begins with this HTML is a block of it, whatever follows.
pub(crate) fn begins_block(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    if rest.starts_with(['!', '?']) {
        return true;
    }
    let name = rest.trim_start_matches('/');
    let len = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    len > 0 && BLOCK_ELEMENTS.contains(&format!(" {} ", name[..len].to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_single_tags() {
        let (image, attrs) =
            image("<img src='a.png' ALT=\"A &amp; b\" width=40 class=\"x y\" loading=lazy />").expect("an image");
        assert_eq!(
            (image.target.as_str(), image.alt.as_deref(), image.width.as_deref()),
            ("a.png", Some("A & b"), Some("40px"))
        );
        assert_eq!(attrs.to_string(), "{.x .y loading=\"lazy\"}");
        for text in
            ["<img>", "<img src=a><b>", "<imgs src=a>", "<img src=a src=b>", "<img src=\"a&what;\">", "img", "<"]
        {
            assert!(super::image(text).is_none(), "{text}");
        }
    }

    #[test]
    fn figures_have_one_image_and_plain_captions() {
        let found = figure("<figure id=fig-a>\n<img src=a.png>\n<figcaption>A &lt; b\nc</figcaption>\n</figure>")
            .expect("a figure");
        assert_eq!((found.image.target.as_str(), found.caption.as_deref()), ("a.png", Some("A < b c")));
        assert_eq!(found.attrs.to_string(), "{#fig-a}");
        for text in [
            "<figure></figure>",
            "<figure><img src=a></figure> text",
            "<figure><img src=a><figcaption><b>x</b></figcaption></figure>",
            "<figure>text<img src=a></figure>",
            "<figure><img src=a><img src=b></figure>",
        ] {
            assert!(figure(text).is_none(), "{text}");
        }
    }
}
