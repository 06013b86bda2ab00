//! A helper that many tests call: it finds the network that it is called in.

use nsfixture::prelude::*;

fn everybody_reaches_everybody() {
    let net = Net::current().expect("called in a network");
    for from in net.nodes() {
        for to in net.nodes() {
            from.ping(&to).unwrap();
        }
    }
}

#[ns_test(lan(a, b, c))]
fn on_a_lan() {
    everybody_reaches_everybody();
}
