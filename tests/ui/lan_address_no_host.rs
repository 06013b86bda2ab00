use nsfixture::prelude::*;

#[ns_test(
    lan(
        network = "10.1.0.0/24",
        broadcast = "10.1.0.255/24",
        multicast = ["224.0.0.251/24", "ff02::fb/64"],
        loopback = ["127.0.0.1/8", "::1/128"],
        unspecified = ["0.0.0.0/8", "::/64"],
        mapped = "::ffff:10.1.0.1/120",
        anycast = "fd01::/64"
    )
)]
fn t() {}

fn main() {}
