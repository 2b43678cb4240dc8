//! Own cases for each extension of GFM that is read: tables, task lists, strikeout, alerts, footnotes.

/// A name and a source each.
pub(crate) const CASES: &[(&str, &str)] = &[
    ("a table", "| Boat | Length |\n|---|---:|\n| Heron | 4.2 |\n| Tern | 5 |\n"),
    ("a table without outer bars", "Boat | Length\n:-: | :--\nHeron | 4.2\n"),
    ("marks in cells", "| *a* | **b** | `c` |\n|---|---|---|\n| [d](u) | ~~e~~ | f<br>g |\n"),
    ("bars in cells", "| a |\n|---|\n| b \\| c |\n| `d \\| e` |\n| *f \\| g* |\n"),
    ("empty cells", "| a | b |\n|---|---|\n| | c |\n| d | |\n| | |\n"),
    ("an empty head", "| | |\n|---|---|\n| a | b |\n"),
    ("a head alone", "| a | b |\n|---|---|\n"),
    ("missing and extra cells", "| a | b |\n|---|---|\n| c |\n| d | e | f |\n"),
    ("a table ends", "| a |\n|---|\n| b |\n> c\n"),
    ("a table in an item", "- a\n\n  | b |\n  |---|\n  | c |\n"),
    (
        "a wide table",
        "| A heading of some length, to be sure | Another heading that makes the line long enough |\n|-----|---------------|\n| a | b |\n",
    ),
    ("a table in a quotation", "> | a | b |\n> |---|---|\n> | c | d |\n"),
    ("tasks", "- [ ] a\n- [x] b\n- [X] c\n- d\n"),
    ("numbered tasks", "1. [ ] a\n2. [x] b\n"),
    ("tasks of several blocks", "- [ ] a\n\n  b\n\n- [x] c\n\n  - [ ] d\n"),
    ("no tasks", "- \\[ ] a\n- [] b\n- [y] c\n- [ ]\n\n[ ] d\n"),
    ("strikeout", "~~a~~ b~~c~~d ~~e *f*~~ **~~g~~** ~~~h~~~ ~~ i ~~\n"),
    ("strikeout beside scripts", "~~H~2~O~~ ~~x^2^~~ a~b~~~c~~\n"),
    ("alerts", "> [!NOTE]\n> a\n\n> [!WARNING]\n> b\n>\n> - c\n"),
    ("no alerts", "> [!NOTE] A title\n> a\n\n> [!OTHER]\n> b\n\n> \\[!TIP]\n> c\n"),
    ("footnotes", "a[^1] b[^two] c[^1]\n\n[^1]: d\n\n[^two]:\n    e\n\n    ```\n    f\n    ```\n"),
    ("footnotes in notes", "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]\n"),
    (
        "footnotes everywhere",
        "# a[^1]\n\n- b[^2]\n\n| c[^3] |\n|---|\n| d[^4] |\n\n[^1]: e\n[^2]: f\n[^3]: g\n[^4]: h\n",
    ),
    ("footnotes in links and images", "[a[^1]](u) ![b[^1]](v)\n\n[^1]: c\n"),
    ("footnotes that nobody calls", "a\n\n[^1]: b\n\n[^x y]: c\n"),
    ("calls that nothing answers", "a[^1] b[^*] c[^*] [^d](e)\n"),
    ("addresses", "https://example.org <https://example.org> www.example.org a@example.org <a@example.org>\n"),
    ("html that GFM would filter", "<title>a</title>\n\nb <textarea>c</textarea>\n"),
];
