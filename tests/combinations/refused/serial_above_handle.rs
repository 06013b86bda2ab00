use nsfixture::prelude::*;
use serial_test::serial;

#[serial]
#[ns_test(link(a, b))]
fn f(a: Node) {
    drop(a);
}
