use nsfixture::prelude::*;

trait T {
    #[ns_test]
    fn t();
}

fn main() {}
