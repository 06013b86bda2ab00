use nsfixture::ns_test;

#[ns_test]
#[quickcheck]
fn properties(x: u8) {}

#[ns_test]
#[wasm_bindgen_test::wasm_bindgen_test]
async fn in_a_browser() {}

#[ns_test]
#[test]
#[parameterized(x = { 1, 2 })]
fn parameterized(x: u8) {}

fn main() {}
