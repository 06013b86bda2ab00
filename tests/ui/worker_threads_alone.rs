use nsfixture::prelude::*;

#[ns_test(worker_threads = 2)]
async fn t() {}

fn main() {}
