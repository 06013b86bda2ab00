use nsfixture::prelude::*;

#[ns_test(
    lan(
        bare = "10.1.0.1",
        bare6 = "fd01::1",
        long = "10.1.0.1/33",
        mixed = "10.1.0.1/24, fd01::1/64",
        socket = "10.1.0.1:80",
        mask = "10.1.0.1/255.255.255.0",
        empty = "",
        zone = "fe80::1%eth0/64"
    )
)]
fn t() {}

fn main() {}
