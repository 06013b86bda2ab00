//! The table of the guide is made of the cases. `NSFIXTURE_BLESS=1` writes it.

use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::cases::CASES;

const BEGIN: &str = "| what is wrong | the test sees | the report says |\n|---|---|---|\n";

#[test]
fn the_guide_has_every_case() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nsfixture/docs/failures.md");
    let page = fs::read_to_string(&path).expect("the page of the guide");
    let (before, rest) = page.split_once(BEGIN).expect("the table");
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let rows: Vec<String> = CASES.iter().map(Case::row).collect();
    let expected = format!("{before}{BEGIN}{}\n\n{after}", rows.join("\n"));
    if std::env::var_os("NSFIXTURE_BLESS").is_some() {
        fs::write(&path, expected).expect("the page can be written");
    } else {
        assert_eq!(page, expected, "run again with NSFIXTURE_BLESS=1");
    }
}
