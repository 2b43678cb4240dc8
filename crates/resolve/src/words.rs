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
    Accessibility "accessibility" "The title of the page that says how accessible the book is; the words below stand on it."
    AccessSummary "accessibility-summary" "That text, headings, lists, tables and notes are marked."
    AccessEarAndTouch "accessibility-ear-and-touch" "That nothing is said in images alone."
    AccessNotByEar "accessibility-not-by-ear" "That images have no description."
    AccessLook "accessibility-look" "That the look of the text can be changed."
    AccessContents "accessibility-contents" "That there is a table of contents."
    AccessLevels "accessibility-levels" "That headings are marked by level."
    AccessDescribed "accessibility-described" "That images have descriptions."
    AccessPages "accessibility-pages" "That pages are those of the print."
    AccessStill "accessibility-still" "That nothing moves."
    AccessMaybeMoving "accessibility-maybe-moving" "That nobody looked whether something moves."
    AccessMeets "accessibility-meets" "What a check by machine found; `{standard}` stands for the name of the standard."
    AccessNoClaim "accessibility-no-claim" "That the book does not claim to meet `{standard}`; the reasons follow."
    AccessNoAlt "accessibility-no-alt" "A reason: images without alternative text."
    AccessNoLanguage "accessibility-no-language" "A reason: no language is named."
    AccessForeignWords "accessibility-foreign-words" "A reason: generated words are of another language."
    AccessOwnStyle "accessibility-own-style" "A reason: a style sheet of the author's own."
    AccessPlaceholders "accessibility-placeholders" "A reason: something is missing."
    AccessOwnMarkup "accessibility-own-markup" "A reason: raw HTML of the author's own."
}

/// The words of a language, in the order of [`Word::ALL`].
type Row = [&'static str; 46];

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
    "Accessibility",
    "The text can be reflowed and read aloud; headings, lists, tables and notes are marked as such.",
    "All that the book says can be read by ear or by touch.",
    "Some images have no description, so that not all of the book can be read by ear or by touch.",
    "Size, face and colours of the text can be changed in the reading system.",
    "A table of contents leads to all headings that are listed in it.",
    "Headings are marked by their levels, none of which is left out.",
    "Images have descriptions.",
    "Page numbers are those of the print edition.",
    "Nothing flashes, moves or makes a sound.",
    "Whether an image moves or flashes was not looked at.",
    "A check by machine found no failure to meet {standard}. Nobody has checked it by hand.",
    "The book does not claim to meet {standard}:",
    "some images have no alternative text",
    "no language is named",
    "generated words are in another language than the book",
    "a style sheet of the author’s own was not looked at",
    "placeholders stand for what is missing",
    "markup of the author’s own was not looked at",
];

#[rustfmt::skip]
const ROWS: &[(&str, Row)] = &[
    ("ar", [
        "الشكل", "الجدول", "القائمة", "المعادلة", "القسم", "الفصل", "المحتويات", "قائمة الأشكال", "قائمة الجداول",
        "قائمة البرامج", "الملاحظات", "صفحة", "بقلم", "و", "ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه", "الملخص",
        "شكر وتقدير", "ملاحظة عن المؤلف", "العودة إلى النص", "الغلاف", "صفحة العنوان", "المعالم", "صورة مفقودة",
        "إمكانية الوصول",
        "يتكيف النص مع الشاشة ويمكن قراءته بصوت عالٍ، والعناوين والقوائم والجداول والملاحظات معلَّمة بوصفها كذلك.",
        "كل ما يقوله الكتاب يمكن قراءته بالسمع أو باللمس.",
        "بعض الصور بلا وصف، فلا يمكن قراءة الكتاب كله بالسمع أو باللمس.",
        "يمكن تغيير حجم النص وخطه وألوانه في نظام القراءة.",
        "تقود قائمة المحتويات إلى جميع العناوين المذكورة فيها.",
        "العناوين معلَّمة بحسب مستوياتها ولا يُغفَل أي مستوى منها.",
        "للصور أوصاف.",
        "أرقام الصفحات هي أرقام الطبعة الورقية.",
        "لا شيء يومض أو يتحرك أو يُصدر صوتًا.",
        "لم يُفحص هل تتحرك صورة أو تومض.",
        "لم يجد فحص آلي ما يخالف {standard}. ولم يفحصه أحد يدويًا.",
        "لا يدّعي الكتاب أنه يستوفي {standard}:",
        "بعض الصور بلا نص بديل",
        "لم تُذكر لغة",
        "كلمات مولَّدة بلغة غير لغة الكتاب",
        "لم تُفحص ورقة أنماط خاصة بالمؤلف",
        "توجد علامات مكان ما هو مفقود",
        "لم تُفحص وسوم خاصة بالمؤلف",
    ]),
    ("de", [
        "Abbildung", "Tabelle", "Listing", "Gleichung", "Abschnitt", "Kapitel", "Inhalt", "Abbildungsverzeichnis",
        "Tabellenverzeichnis", "Listingverzeichnis", "Anmerkungen", "Seite", "Von", "und", "Hinweis", "Tipp", "Wichtig",
        "Warnung", "Vorsicht", "Zusammenfassung", "Danksagung", "Anmerkung zur Person", "Zurück zum Text", "Umschlag",
        "Titelseite", "Orientierungspunkte", "Bild fehlt",
        "Barrierefreiheit",
        "Der Text passt sich der Anzeige an und kann vorgelesen werden; Überschriften, Listen, Tabellen und Anmerkungen sind als solche ausgezeichnet.",
        "Alles, was das Buch sagt, kann gehört oder ertastet werden.",
        "Einige Bilder haben keine Beschreibung, sodass nicht alles im Buch gehört oder ertastet werden kann.",
        "Größe, Schriftart und Farben des Textes können im Lesesystem geändert werden.",
        "Ein Inhaltsverzeichnis führt zu allen Überschriften, die darin stehen.",
        "Überschriften sind nach ihren Ebenen ausgezeichnet, von denen keine ausgelassen ist.",
        "Bilder haben Beschreibungen.",
        "Die Seitenzahlen sind die der gedruckten Ausgabe.",
        "Nichts blinkt, bewegt sich oder gibt Töne von sich.",
        "Ob ein Bild sich bewegt oder blinkt, wurde nicht geprüft.",
        "Eine maschinelle Prüfung fand keinen Verstoß gegen {standard}. Von Hand hat es niemand geprüft.",
        "Das Buch erhebt nicht den Anspruch, {standard} zu erfüllen:",
        "einige Bilder haben keinen Alternativtext",
        "es ist keine Sprache angegeben",
        "erzeugte Wörter sind in einer anderen Sprache als das Buch",
        "eine eigene Formatvorlage des Autors wurde nicht geprüft",
        "Platzhalter stehen für Fehlendes",
        "eigene Auszeichnungen des Autors wurden nicht geprüft",
    ]),
    ("en", ENGLISH),
    ("es", [
        "Figura", "Tabla", "Listado", "Ecuación", "Sección", "Capítulo", "Índice", "Índice de figuras",
        "Índice de tablas", "Índice de listados", "Notas", "página", "Por", "y", "Nota", "Consejo", "Importante",
        "Advertencia", "Precaución", "Resumen", "Agradecimientos", "Nota sobre el autor", "Volver al texto", "Cubierta",
        "Portada", "Puntos de referencia", "Falta la imagen",
        "Accesibilidad",
        "El texto se adapta a la pantalla y puede leerse en voz alta; títulos, listas, tablas y notas están marcados como tales.",
        "Todo lo que dice el libro puede leerse con el oído o con el tacto.",
        "Algunas imágenes no tienen descripción, de modo que no todo el libro puede leerse con el oído o con el tacto.",
        "El tamaño, el tipo de letra y los colores del texto pueden cambiarse en el sistema de lectura.",
        "Un índice lleva a todos los títulos que figuran en él.",
        "Los títulos están marcados por niveles, ninguno de los cuales se omite.",
        "Las imágenes tienen descripciones.",
        "Los números de página son los de la edición impresa.",
        "Nada parpadea, se mueve ni suena.",
        "No se ha comprobado si alguna imagen se mueve o parpadea.",
        "Una comprobación automática no halló ningún incumplimiento de {standard}. Nadie lo ha comprobado a mano.",
        "El libro no afirma cumplir {standard}:",
        "algunas imágenes no tienen texto alternativo",
        "no se indica ningún idioma",
        "hay palabras generadas en un idioma distinto del del libro",
        "no se ha examinado una hoja de estilo propia del autor",
        "hay marcadores en lugar de lo que falta",
        "no se ha examinado el marcado propio del autor",
    ]),
    ("fa", [
        "شکل", "جدول", "برنامه", "معادله", "بخش", "فصل", "فهرست", "فهرست شکل‌ها", "فهرست جدول‌ها", "فهرست برنامه‌ها",
        "یادداشت‌ها", "صفحه", "نوشتهٔ", "و", "یادداشت", "نکته", "مهم", "هشدار", "احتیاط", "چکیده", "سپاسگزاری",
        "دربارهٔ نویسنده", "بازگشت به متن", "جلد", "صفحهٔ عنوان", "نشانه‌ها", "تصویر موجود نیست",
        "دسترس‌پذیری",
        "متن با صفحهٔ نمایش سازگار می‌شود و می‌توان آن را با صدای بلند خواند؛ عنوان‌ها، فهرست‌ها، جدول‌ها و یادداشت‌ها نشانه‌گذاری شده‌اند.",
        "همهٔ آنچه کتاب می‌گوید با شنیدن یا لمس کردن خواندنی است.",
        "برخی تصویرها شرحی ندارند، پس همهٔ کتاب با شنیدن یا لمس کردن خواندنی نیست.",
        "اندازه، قلم و رنگ‌های متن را می‌توان در سامانهٔ خواندن تغییر داد.",
        "فهرست مطالب به همهٔ عنوان‌هایی که در آن آمده می‌رسد.",
        "عنوان‌ها بر پایهٔ سطحشان نشانه‌گذاری شده‌اند و هیچ سطحی جا نیفتاده است.",
        "تصویرها شرح دارند.",
        "شمارهٔ صفحه‌ها همان شمارهٔ نسخهٔ چاپی است.",
        "چیزی چشمک نمی‌زند، حرکت نمی‌کند و صدا ندارد.",
        "بررسی نشده است که آیا تصویری حرکت می‌کند یا چشمک می‌زند.",
        "بررسی ماشینی هیچ نقضی از {standard} نیافت. کسی آن را دستی بررسی نکرده است.",
        "کتاب ادعا نمی‌کند که {standard} را برآورده می‌کند:",
        "برخی تصویرها متن جایگزین ندارند",
        "زبانی نام برده نشده است",
        "واژه‌های ساخته‌شده به زبانی جز زبان کتاب است",
        "شیوه‌نامهٔ نویسنده بررسی نشده است",
        "به جای آنچه نیست جانگهدار آمده است",
        "نشانه‌گذاری خود نویسنده بررسی نشده است",
    ]),
    ("fr", [
        "Figure", "Tableau", "Listing", "Équation", "Section", "Chapitre", "Table des matières", "Table des figures",
        "Liste des tableaux", "Liste des listings", "Notes", "page", "Par", "et", "Note", "Conseil", "Important",
        "Avertissement", "Attention", "Résumé", "Remerciements", "Note sur l’auteur", "Retour au texte", "Couverture",
        "Page de titre", "Points de repère", "Image manquante",
        "Accessibilité",
        "Le texte s’adapte à l’affichage et peut être lu à voix haute ; titres, listes, tableaux et notes sont balisés comme tels.",
        "Tout ce que dit le livre peut être lu par l’ouïe ou le toucher.",
        "Certaines images n’ont pas de description, si bien que tout le livre ne peut pas être lu par l’ouïe ou le toucher.",
        "La taille, la police et les couleurs du texte peuvent être changées dans le système de lecture.",
        "Une table des matières mène à tous les titres qui y figurent.",
        "Les titres sont balisés selon leurs niveaux, dont aucun n’est omis.",
        "Les images ont des descriptions.",
        "Les numéros de page sont ceux de l’édition imprimée.",
        "Rien ne clignote, ne bouge ni n’émet de son.",
        "Il n’a pas été vérifié si une image bouge ou clignote.",
        "Un contrôle automatique n’a trouvé aucun manquement à {standard}. Personne ne l’a contrôlé à la main.",
        "Le livre ne prétend pas satisfaire à {standard} :",
        "certaines images n’ont pas de texte de remplacement",
        "aucune langue n’est indiquée",
        "des mots générés sont dans une autre langue que le livre",
        "une feuille de style propre à l’auteur n’a pas été examinée",
        "des substituts remplacent ce qui manque",
        "un balisage propre à l’auteur n’a pas été examiné",
    ]),
    ("zh", [
        "图", "表", "代码", "公式", "节", "章", "目录", "图目录", "表目录", "代码目录", "注释", "第", "作者：", "和", "注意", "提示",
        "重要", "警告", "小心", "摘要", "致谢", "作者简介", "返回正文", "封面", "扉页", "导航标志", "图片缺失",
        "无障碍说明",
        "文字可以重排，也可以朗读；标题、列表、表格和注释均有相应标记。",
        "书中的全部内容都可以听读或触读。",
        "有些图片没有说明，因此书中的内容不能全部听读或触读。",
        "文字的大小、字体和颜色可以在阅读系统中更改。",
        "目录可以通往其中列出的所有标题。",
        "标题按级别标记，没有跳级。",
        "图片有说明。",
        "页码与印刷版相同。",
        "没有闪烁、移动或发声的内容。",
        "图片是否移动或闪烁未经检查。",
        "机器检查没有发现不符合 {standard} 之处。没有人做过人工检查。",
        "本书不声称符合 {standard}：",
        "有些图片没有替代文字",
        "没有注明语言",
        "自动生成的词语与本书语言不同",
        "作者自己的样式表未经检查",
        "缺失的内容以占位符代替",
        "作者自己的标记未经检查",
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

    /// Whether a word is the English one: of an English document, or for want of another.
    pub fn is_english(&self, word: Word) -> bool {
        self.get(word) == ENGLISH[word as usize]
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
        assert_eq!(Word::ALL.last(), Some(&Word::AccessOwnMarkup));
        for word in [Word::AccessMeets, Word::AccessNoClaim] {
            assert!(ROWS.iter().all(|(_, row)| row[word as usize].matches("{standard}").count() == 1));
        }
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
