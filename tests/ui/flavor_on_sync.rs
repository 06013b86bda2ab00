use nsfixture::prelude::*;

#[ns_test(flavor = "multi_thread", worker_threads = 2)]
fn t() {}

fn main() {}
