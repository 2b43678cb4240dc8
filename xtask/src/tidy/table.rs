//! Reads the crate table of ARCHITECTURE.md. What the table forbids is `arrows`' business.

use super::Finding;

const HEADER: [&str; 4] = ["row", "crate", "one line", "may use"];

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its line in the page.
    pub(crate) line: usize,
    /// The crate, without the `chapbook-` prefix.
    pub(crate) name: String,
    /// What the last column allows.
    pub(crate) may_use: MayUse,
}

/// The last column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MayUse {
    /// `all above`
    AllAbove,
    /// `values, source`; `–` is the empty list.
    Only(Vec<String>),
}

/// The rows in their order, and what cannot be read.
pub(crate) fn read(file: &str, page: &str) -> (Vec<Row>, Vec<Finding>) {
    let mut lines = page.lines().enumerate().map(|(index, line)| (index + 1, line));
    if !lines.any(|(_, line)| cells(line).is_some_and(|cells| cells == HEADER)) {
        let mend = format!("write the crate table, with the header `| {} |`", HEADER.join(" | "));
        return (Vec::new(), vec![Finding::new(file, 0, "there is no crate table", mend)]);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut findings = Vec::new();
    // The line under the header holds only dashes.
    for (line, cells) in lines.skip(1).map_while(|(line, text)| Some((line, cells(text)?))) {
        match row(line, &cells) {
            Some(row) if rows.iter().any(|other| other.name == row.name) => findings.push(Finding::new(
                file,
                line,
                format!("crate `{}` has two rows", row.name),
                "leave one of them",
            )),
            Some(row) => rows.push(row),
            None => findings.push(Finding::new(
                file,
                line,
                "this row of the crate table cannot be read",
                "write it as | number | `crate` | one line | crates by comma, `–` or `all above` |",
            )),
        }
    }
    (rows, findings)
}

fn row(line: usize, cells: &[&str]) -> Option<Row> {
    let [_, name, .., may_use] = cells else {
        return None;
    };
    let name = name.strip_prefix('`')?.strip_suffix('`')?.to_owned();
    let may_use = without_remarks(may_use);
    let may_use = match may_use.trim() {
        "all above" => MayUse::AllAbove,
        "–" | "-" => MayUse::Only(Vec::new()),
        "" => return None,
        list => MayUse::Only(list.split(',').map(|name| name.trim().trim_matches('`').to_owned()).collect()),
    };
    Some(Row { line, name, may_use })
}

/// The cells of a table's line; `None` for another line. A `\|` does not end a cell.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, _) in inner.match_indices('|') {
        if !inner[..at].ends_with('\\') {
            cells.push(inner[start..at].trim());
            start = at + 1;
        }
    }
    cells.push(inner[start..].trim());
    Some(cells)
}

/// `model (in read/ only)` allows `model`: the finer border is checked by `borders`.
fn without_remarks(cell: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for character in cell.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            character if depth == 0 => kept.push(character),
            _inside => (),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# The crates

| row | crate | one line | may use |
|---|---|---|---|
| 0 | `values` | lengths \\| colours | – |
| 3 | `docx` | resolved → DOCX | `values`, model (in `read/`, only), resolve |
| 5 | `chapbook` | the front door | all above |

| another | table |
";

    #[test]
    fn rows_are_read_in_order() {
        let (rows, findings) = read("A.md", PAGE);
        assert_eq!(findings, []);
        let only = |names: &[&str]| MayUse::Only(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(
            rows,
            [
                Row { line: 5, name: "values".into(), may_use: only(&[]) },
                Row { line: 6, name: "docx".into(), may_use: only(&["values", "model", "resolve"]) },
                Row { line: 7, name: "chapbook".into(), may_use: MayUse::AllAbove },
            ]
        );
    }

    #[test]
    fn a_page_without_the_table_is_found() {
        let (rows, findings) = read("A.md", "| row | crate | may use |\n|---|---|---|\n");
        assert_eq!((rows.len(), findings.len()), (0, 1));
        assert!(findings[0].message.contains("no crate table"));
    }

    #[test]
    fn rows_that_cannot_be_read_are_found() {
        let head = "| row | crate | one line | may use |\n|---|---|---|---|\n";
        for bad in ["| 0 | values | x | – |", "| 0 | `values` | x | |", "| 0 |"] {
            let (rows, findings) = read("A.md", &format!("{head}{bad}\n"));
            assert_eq!((rows.len(), findings.len()), (0, 1), "{bad}");
            assert_eq!(findings[0].line, 3);
        }
        let (_, findings) = read("A.md", &format!("{head}| 0 | `a` | x | – |\n| 0 | `a` | x | – |\n"));
        assert_eq!(findings[0].message, "crate `a` has two rows");
    }
}
