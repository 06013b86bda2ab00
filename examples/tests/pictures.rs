//! The pictures in `pictures/` are up to date. `NSFIXTURE_BLESS=1` writes them again.

use std::path::Path;
use std::{env, fs};

#[path = "../examples/pictures.rs"]
#[allow(dead_code, reason = "its `main` is the example's")]
mod example;

#[test]
fn are_up_to_date() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
    for (name, topology) in example::all() {
        let path = directory.join(format!("{name}.svg"));
        let found = topology.to_svg().expect("a topology that can be made");
        if env::var_os("NSFIXTURE_BLESS").is_some() {
            fs::write(&path, &found).expect("the picture is writable");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, kept, "{name}: if this is meant, run again with NSFIXTURE_BLESS=1");
    }
}
