use nsfixture::prelude::*;

#[ns_test(flavor = "multi_tread", worker_threads = 2)]
async fn t() {}

fn main() {}
