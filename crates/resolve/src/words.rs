//! Words that nobody typed: "Figure", "Contents", by language. A table of data; a theme can override any word.

use std::collections::BTreeMap;

use chapbook_values::Language;

macro_rules! words {
    ($($word:ident $key:literal $doc:literal)*) => {
        /// A generated word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Word {
            $(#[doc = $doc] $word,)*
        }

        impl Word {
            /// Every word.
            pub const ALL: &[Word] = &[$(Word::$word),*];

            /// Its key in theme files.
            pub fn key(self) -> &'static str {
                match self { $(Word::$word => $key,)* }
            }
        }
    };
}

words! {
    Figure "figure" "The label of a picture."
    Table "table" "The label of a table."
    Listing "listing" "The label of a listing."
    Equation "equation" "The label of a formula."
    Section "section" "The word before a heading's number in a reference."
    Chapter "chapter" "The word before a chapter's number in a reference."
    Contents "contents" "The title of the table of contents."
    ListOfFigures "list-of-figures" "The title of the list of figures."
    ListOfTables "list-of-tables" "The title of the list of tables."
    ListOfListings "list-of-listings" "The title of the list of listings."
    Notes "notes" "The title of the endnotes."
    Page "page" "The word before a page number in a reference."
    By "by" "The word before the names of the authors."
    And "and" "The word between two names."
    Note "note" "The title of a note box, and the name of a note for those who hear the text."
    Tip "tip" "The title of a tip box."
    Important "important" "The title of a box on what matters."
    Warning "warning" "The title of a warning box."
    Caution "caution" "The title of a box on what may do harm."
    Abstract "abstract" "The title of the abstract."
    Acknowledgements "acknowledgements" "The title of the thanks."
    AuthorNote "author-note" "The name of an author note for those who hear the text."
    BackToText "back-to-text" "What a link from a note back to its call is called."
    Cover "cover" "The name of the cover in navigation."
    TitlePage "title-page" "The name of the title page in navigation."
    Landmarks "landmarks" "The name of the landmarks in navigation."
    ImageMissing "image-missing" "What stands in place of an image that is missing."
}

/// The words of a language, in the order of [`Word::ALL`].
type Row = [&'static str; 27];

/// English, for every language that has no row of its own.
const ENGLISH: Row = [
    "Figure",
    "Table",
    "Listing",
    "Equation",
    "Section",
    "Chapter",
    "Contents",
    "List of Figures",
    "List of Tables",
    "List of Listings",
    "Notes",
    "page",
    "By",
    "and",
    "Note",
    "Tip",
    "Important",
    "Warning",
    "Caution",
    "Abstract",
    "Acknowledgements",
    "Author note",
    "Back to the text",
    "Cover",
    "Title page",
    "Landmarks",
    "Image missing",
];

#[rustfmt::skip]
const ROWS: &[(&str, Row)] = &[
    ("ar", [
        "الشكل", "الجدول", "القائمة", "المعادلة", "القسم", "الفصل", "المحتويات", "قائمة الأشكال", "قائمة الجداول",
        "قائمة البرامج", "الملاحظات", "صفحة", "بقلم", "و", "ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه", "الملخص",
        "شكر وتقدير", "ملاحظة عن المؤلف", "العودة إلى النص", "الغلاف", "صفحة العنوان", "المعالم", "صورة مفقودة",
    ]),
    ("de", [
        "Abbildung", "Tabelle", "Listing", "Gleichung", "Abschnitt", "Kapitel", "Inhalt", "Abbildungsverzeichnis",
        "Tabellenverzeichnis", "Listingverzeichnis", "Anmerkungen", "Seite", "Von", "und", "Hinweis", "Tipp", "Wichtig",
        "Warnung", "Vorsicht", "Zusammenfassung", "Danksagung", "Anmerkung zur Person", "Zurück zum Text", "Umschlag",
        "Titelseite", "Orientierungspunkte", "Bild fehlt",
    ]),
    ("en", ENGLISH),
    ("es", [
        "Figura", "Tabla", "Listado", "Ecuación", "Sección", "Capítulo", "Índice", "Índice de figuras",
        "Índice de tablas", "Índice de listados", "Notas", "página", "Por", "y", "Nota", "Consejo", "Importante",
        "Advertencia", "Precaución", "Resumen", "Agradecimientos", "Nota sobre el autor", "Volver al texto", "Cubierta",
        "Portada", "Puntos de referencia", "Falta la imagen",
    ]),
    ("fa", [
        "شکل", "جدول", "برنامه", "معادله", "بخش", "فصل", "فهرست", "فهرست شکل‌ها", "فهرست جدول‌ها", "فهرست برنامه‌ها",
        "یادداشت‌ها", "صفحه", "نوشتهٔ", "و", "یادداشت", "نکته", "مهم", "هشدار", "احتیاط", "چکیده", "سپاسگزاری",
        "دربارهٔ نویسنده", "بازگشت به متن", "جلد", "صفحهٔ عنوان", "نشانه‌ها", "تصویر موجود نیست",
    ]),
    ("fr", [
        "Figure", "Tableau", "Listing", "Équation", "Section", "Chapitre", "Table des matières", "Table des figures",
        "Liste des tableaux", "Liste des listings", "Notes", "page", "Par", "et", "Note", "Conseil", "Important",
        "Avertissement", "Attention", "Résumé", "Remerciements", "Note sur l’auteur", "Retour au texte", "Couverture",
        "Page de titre", "Points de repère", "Image manquante",
    ]),
    ("zh", [
        "图", "表", "代码", "公式", "节", "章", "目录", "图目录", "表目录", "代码目录", "注释", "第", "作者：", "和", "注意", "提示",
        "重要", "警告", "小心", "摘要", "致谢", "作者简介", "返回正文", "封面", "扉页", "导航标志", "图片缺失",
    ]),
];

/// The words of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a language: the theme's under the whole tag, the theme's under the primary subtag, the table's,
    /// else English.
    pub fn new(language: &Language, overrides: &BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let row = ROWS.iter().find(|(tag, _)| *tag == language.primary()).map_or(&ENGLISH, |(_, row)| row);
        let word = |(word, default): (&Word, &&str)| {
            [language.tag(), language.primary()]
                .iter()
                .find_map(|tag| overrides.get(*tag)?.get(word.key()))
                .map_or_else(|| (*default).to_owned(), Clone::clone)
        };
        Self(Word::ALL.iter().zip(row).map(word).collect())
    }

    /// Whether the table has the language.
    pub fn known(language: &Language) -> bool {
        ROWS.iter().any(|(tag, _)| *tag == language.primary())
    }

    /// A word.
    pub fn get(&self, word: Word) -> &str {
        &self.0[word as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        for (tag, row) in ROWS {
            assert!(row.iter().all(|word| !word.trim().is_empty()), "{tag}");
        }
        assert_eq!(Word::ALL.len(), ENGLISH.len());
        assert_eq!(Word::ALL.last(), Some(&Word::ImageMissing));
    }

    #[test]
    fn a_theme_overrides_by_the_nearest_tag() {
        let austrian = Language::parse("de-AT").expect("a tag");
        let word = |key: &str, text: &str| BTreeMap::from([(key.to_owned(), text.to_owned())]);
        let overrides =
            BTreeMap::from([("de".to_owned(), word("figure", "Abb.")), ("de-AT".to_owned(), word("table", "Tab."))]);
        let words = Words::new(&austrian, &overrides);
        assert_eq!((words.get(Word::Figure), words.get(Word::Table), words.get(Word::And)), ("Abb.", "Tab.", "und"));
        assert_eq!(Words::new(&Language::english(), &overrides).get(Word::Figure), "Figure");
    }
}
