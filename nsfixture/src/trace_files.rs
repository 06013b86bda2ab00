//! Reading the files of traces.

use std::fs;
use std::path::Path;

/// The size of the largest file: more than the longest trace has.
const LARGEST: u64 = 64 << 20;

/// Returns the text of a file, or why it cannot be read.
pub(crate) fn read(path: &str) -> Result<String, String> {
    let path = Path::new(path);
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err(format!("it has {size} bytes, more than {LARGEST}"));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}
