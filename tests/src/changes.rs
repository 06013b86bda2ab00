//! Changes to a host, of kinds that would matter if they reached the machine.

use nsfixture::Node;
use nsfixture::rtnetlink_0_24::LinkUnspec;

/// Changes sysctls, and the MTU and the addresses of the host's first interface.
///
/// # Panics
/// If one of the changes is refused.
pub fn change(node: &Node) {
    node.set_sysctl("net.ipv4.ip_forward", 1).expect("a sysctl can be written");
    node.set_sysctl("net.ipv4.conf.all.rp_filter", 2).expect("a sysctl can be written");
    let interface = node.interfaces()[0].index;
    let netlink = node.netlink().expect("netlink opens");
    node.block_on(async {
        let smaller = LinkUnspec::new_with_index(interface).mtu(1_300).build();
        netlink.link().set(smaller).execute().await.expect("the MTU can be changed");
        let address = "192.0.2.1".parse().expect("it is one");
        let add = netlink.address().add(interface, address, 24);
        add.execute().await.expect("an address can be added");
    });
}
