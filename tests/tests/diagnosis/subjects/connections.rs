//! Connections that do not go on.

use std::io::{Read as _, Write as _};

use nsfixture::prelude::*;

use super::helpers::{SHORT, connection, exchange};

#[ns_test(link(a, b, name = "wire"), faults)]
#[ignore = "fails on purpose"]
fn silent_peer(b: Node, net: Net) {
    let (mut near, mut far) = connection(&b);
    exchange(&mut near, &mut far, 100);
    net.partition_oneway("b", "a").unwrap();
    near.write_all(b"hello").unwrap();
    near.set_read_timeout(Some(3 * SHORT)).unwrap();
    near.read_exact(&mut [0; 5]).unwrap();
}

#[ns_test(link(a, b))]
#[ignore = "fails on purpose"]
fn closed_with_unread_data(b: Node) {
    let (mut near, far) = connection(&b);
    near.write_all(b"a long question").unwrap();
    far.peek(&mut [0; 9]).unwrap();
    drop(far);
    near.read_exact(&mut [0; 5]).unwrap();
}
