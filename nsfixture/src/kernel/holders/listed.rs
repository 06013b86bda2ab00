//! The sockets that the kernel lists for a network.

use std::fs;

/// The files of `/proc/PID/net` that list sockets, each with the column of the inode number. Not that of netlink, with
/// which nothing is sent to other hosts: the kernel's own sockets are in it.
const LISTS: [(&str, usize); 11] = [
    ("tcp", 9),
    ("tcp6", 9),
    ("udp", 9),
    ("udp6", 9),
    ("raw", 9),
    ("raw6", 9),
    ("icmp", 9),
    ("icmp6", 9),
    ("mptcp", 9),
    ("packet", 8),
    ("unix", 6),
];

/// Returns the inode numbers of the open sockets in the network of a thread of this process. A socket that the kernel is
/// closing, and one that nobody has accepted yet, have none.
pub(crate) fn inodes_in(thread: i32) -> Vec<u64> {
    let mut inodes = Vec::new();
    for (file, column) in LISTS {
        // A kernel without the protocol does not have its file.
        let list = fs::read_to_string(format!("/proc/self/task/{thread}/net/{file}"));
        inodes.extend(numbers(&list.unwrap_or_default(), column).filter(|&inode| inode != 0));
    }
    inodes
}

fn numbers(list: &str, column: usize) -> impl Iterator<Item = u64> {
    let lines = list.lines().skip(1);
    lines.filter_map(move |line| line.split_ascii_whitespace().nth(column)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, UdpSocket};
    use std::os::fd::{AsFd as _, AsRawFd as _};
    use std::os::unix::net::UnixDatagram;

    use super::*;
    use crate::kernel::holders::own_sockets;

    #[test]
    fn lists_what_is_open() {
        let tcp = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let udp = UdpSocket::bind("127.0.0.1:0").expect("a port is free");
        let unix = UnixDatagram::unbound().expect("a socket");
        let listed = inodes_in(nix::unistd::gettid().as_raw());
        let own = own_sockets();
        for socket in [tcp.as_fd(), udp.as_fd(), unix.as_fd()] {
            let found = own.iter().find(|own| own.fd == socket.as_raw_fd());
            let inode = found.expect("this process has it open").inode;
            assert!(listed.contains(&inode), "{inode} is not in {listed:?}");
        }
        drop((tcp, udp, unix));
    }

    #[test]
    fn a_line_without_an_inode_is_skipped() {
        let list = "Num RefCount Protocol Flags Type St Inode Path\n\
                    0: 2 0 10000 1 1 17 /run/one\n\n0: 2 0 0 2 1 18\n0: 2\n";
        assert_eq!(numbers(list, 6).collect::<Vec<_>>(), [17, 18]);
    }
}
