use nsfixture::prelude::*;

#[ns_test(timeout = 10)]
fn t(host: Node) {
    let _: u32 = "ten";
    drop(host);
}

fn main() {}
