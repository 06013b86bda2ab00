use nsfixture::prelude::*;

struct S;

impl S {
    #[ns_test]
    fn t(&self) {}
}

fn main() {}
