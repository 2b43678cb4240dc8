//! The page that both programs set: trim, margins, size, leading and indent, as the theme has them.

use std::path::Path;

use chapbook_source::MemoryFiles;
use chapbook_theme::{Margins, Page, Role, Theme};

/// Points, from the theme. The same numbers make Typst's page and are held against the boxes of both.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) inside: f64,
    pub(crate) outside: f64,
    /// Whether left and right pages mirror each other.
    pub(crate) facing: bool,
    /// The size of running text.
    pub(crate) size: f64,
    /// From baseline to baseline.
    pub(crate) leading: f64,
    /// By which the first line of a paragraph stands in.
    pub(crate) indent: f64,
}

impl Measure {
    /// The measure of a theme's running text.
    pub(crate) fn of(theme: &Theme) -> Measure {
        let Page { width, height, margins: Margins { top, bottom, inside, outside }, facing } = &theme.page;
        let body = theme.style(Role::Body);
        Measure {
            width: width.to_points(),
            height: height.to_points(),
            top: top.to_points(),
            bottom: bottom.to_points(),
            inside: inside.to_points(),
            outside: outside.to_points(),
            facing: *facing,
            size: body.size.to_points(),
            leading: body.leading.to_points(),
            indent: body.first_indent.to_points(),
        }
    }

    /// How wide a full line is.
    pub(crate) fn line(&self) -> f64 {
        self.width - self.inside - self.outside
    }
}

/// A built-in theme, or a folder beside the text with a `theme.toml`, as the command has it.
pub(crate) fn theme(name: &str, text: &Path) -> Result<Theme, String> {
    let mut files = MemoryFiles::default();
    let own = format!("{name}/theme.toml");
    if let Ok(bytes) = std::fs::read(text.with_file_name(&own)) {
        files.add(own, bytes);
    }
    chapbook_theme::read(name, &files).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_themes() {
        let measure = Measure::of(&theme("article", Path::new("book.md")).unwrap());
        assert_eq!((measure.size, measure.leading), (11.0, 14.5));
        assert!((measure.indent - 13.2).abs() < 0.001);
        assert!((measure.line() - 138.0 / 25.4 * 72.0).abs() < 0.01);
    }
}
