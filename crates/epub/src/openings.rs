//! How chapters open, in the style sheet. The print has its first words in small capitals; here it is the first line,
//! since that is what a style sheet can name, and reading systems that know it follow the width of the screen.

use chapbook_theme::{Opening, Role, Theme};

use crate::css::{Sides, is_heading, place, rule};

/// Writes the rules that the theme asks for.
pub(crate) fn write(out: &mut String, theme: &Theme, sides: Sides) {
    let chapters = Role::ALL.iter().filter(|role| is_heading(**role) && theme.style(**role).page_break_before);
    let titles: Vec<&str> = chapters.filter_map(|role| place(*role)).map(|place| place.own).collect();
    // A subtitle may stand between.
    let first = |pseudo: &str| {
        let after =
            |title: &&str| format!("{title} + p.body-first{pseudo}, {title} + p.subtitle + p.body-first{pseudo}");
        titles.iter().map(after).collect::<Vec<_>>().join(", ")
    };
    if titles.is_empty() || theme.text.opening == Opening::Plain {
        return;
    }
    rule(out, &first("::first-line"), "font-variant: small-caps");
    // Code is what was typed.
    rule(out, "code, kbd", "font-variant: normal");
    if theme.text.opening == Opening::DropCap {
        let end = sides.end;
        let initial = format!("float: {}; font-size: 3.1em; line-height: 0.82; padding-{end}: 0.06em", sides.start);
        rule(out, &first("::first-letter"), &initial);
        let lower =
            format!("float: none; font-size: inherit; line-height: inherit; padding-{end}: 0; initial-letter: 3");
        let lower = format!("{} {{ {lower}; margin-{end}: 0.1em }}", first("::first-letter"));
        rule(out, "@supports (initial-letter: 3)", &lower);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::css;

    #[test]
    fn chapters_open_as_the_theme_says() {
        let mut theme =
            chapbook_theme::read("novel", &chapbook_source::MemoryFiles::default()).expect("it is built in");
        let css = |theme: &Theme| css::write(theme, &crate::split::tests::empty());
        let line = ".heading-1 + p.body-first::first-line, .heading-1 + p.subtitle + p.body-first::first-line";
        let rule = css(&theme).lines().find(|rule| rule.starts_with(line)).map(str::to_owned).expect("it is there");
        assert!(rule.ends_with("{ font-variant: small-caps }"), "{rule}");
        assert!(!css(&theme).contains(".heading-1 + p.body-first::first-letter"));
        theme.text.opening = Opening::DropCap;
        assert_eq!(css(&theme).matches(".heading-1 + p.body-first::first-letter").count(), 2);
        assert_eq!(css(&theme).matches('{').count(), css(&theme).matches('}').count());
        theme.text.opening = Opening::Plain;
        assert!(!css(&theme).contains("::first-line"));
    }
}
