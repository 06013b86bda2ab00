//! Kinds of segmentation offload that packet sockets cannot express (`virtio_net_hdr_from_skb`,
//! `linux/virtio_net.h`): those of tunnels and of SCTP, and before Linux 6.2 that of UDP. An interface at a cable that can be impaired goes without them,
//! so that the kernel hands over such packets one by one.
#![allow(unsafe_code, reason = "ioctls with pointers")]

use std::ffi::OsStr;
use std::os::fd::{AsRawFd as _, BorrowedFd};
use std::sync::OnceLock;

use libc::{c_char, c_int, c_void};
use nix::errno::Errno;
use nix::sys::utsname::uname;
use nsfixture_plan::Interface;

use crate::error::{Error, Operation};
use crate::kernel::context::Context;

/// Names of features (`netdev_features_strings`, `net/ethtool/common.c`).
const INEXPRESSIBLE: [&str; 10] = [
    "tx-gre-segmentation",
    "tx-gre-csum-segmentation",
    "tx-ipxip4-segmentation",
    "tx-ipxip6-segmentation",
    "tx-udp_tnl-segmentation",
    "tx-udp_tnl-csum-segmentation",
    "tx-tunnel-remcsum-segmentation",
    "tx-sctp-segmentation",
    "tx-esp-segmentation",
    "tx-gso-list",
];

/// Packet sockets express it by `VIRTIO_NET_HDR_GSO_UDP_L4`, since Linux 6.2.
const UDP: &str = "tx-udp-segmentation";
const UDP_SINCE: [u32; 2] = [6, 2];

// `linux/ethtool.h`.
const ETHTOOL_GSTRINGS: u32 = 0x1b;
const ETHTOOL_GSSET_INFO: u32 = 0x37;
const ETHTOOL_SFEATURES: u32 = 0x3b;
const ETH_SS_FEATURES: u32 = 4;
const ETH_GSTRING_LEN: usize = 32;

/// The most features that there is room for; Linux 6.18 has 64.
const MAX_FEATURES: usize = 256;
const BLOCKS: usize = MAX_FEATURES / 32;

/// `struct ethtool_sset_info` with one count.
#[repr(C)]
struct SetInfo {
    command: u32,
    reserved: u32,
    mask: u64,
    count: u32,
}

/// `struct ethtool_gstrings`.
#[repr(C)]
struct Strings {
    command: u32,
    set: u32,
    count: u32,
    names: [[u8; ETH_GSTRING_LEN]; MAX_FEATURES],
}

/// `struct ethtool_sfeatures`; each block is a mask of what is set, and the values.
#[repr(C)]
#[derive(Clone, Copy)]
struct SetFeatures {
    command: u32,
    blocks: u32,
    masks: [[u32; 2]; BLOCKS],
}

/// Turns these kinds off for an interface. `socket` is any socket in its namespace.
///
/// # Errors
/// Returns an error if the kernel refuses it.
pub(crate) fn restrict(
    cx: Context<'_>,
    socket: BorrowedFd<'_>,
    interface: &Interface,
) -> Result<(), Error> {
    let subject = || format!("{} segmentation offload", interface.name);
    cx.attempt(Operation::SetLink, subject(), || {
        let mut features = features(socket, interface)?;
        // It returns flags about what has changed.
        ethtool(socket, interface, (&raw mut features).cast()).map(drop)
    })
}

/// Returns the request, which is the same for all interfaces.
fn features(socket: BorrowedFd<'_>, interface: &Interface) -> Result<SetFeatures, Errno> {
    static FEATURES: OnceLock<SetFeatures> = OnceLock::new();
    if let Some(known) = FEATURES.get() {
        return Ok(*known);
    }
    let mut info =
        SetInfo { command: ETHTOOL_GSSET_INFO, reserved: 0, mask: 1 << ETH_SS_FEATURES, count: 0 };
    ethtool(socket, interface, (&raw mut info).cast())?;
    let count = info.count as usize;
    if count > MAX_FEATURES {
        return Err(Errno::E2BIG);
    }
    let mut strings = Strings {
        command: ETHTOOL_GSTRINGS,
        set: ETH_SS_FEATURES,
        count: info.count,
        names: [[0; ETH_GSTRING_LEN]; MAX_FEATURES],
    };
    ethtool(socket, interface, (&raw mut strings).cast())?;
    let is_before_udp = version(uname()?.release()).is_some_and(|version| version < UDP_SINCE);
    let mut inexpressible = INEXPRESSIBLE.to_vec();
    inexpressible.extend(is_before_udp.then_some(UDP));
    let mut masks = [[0; 2]; BLOCKS];
    for (nth, name) in strings.names[..count].iter().enumerate() {
        let length = name.iter().position(|&byte| byte == 0).unwrap_or(ETH_GSTRING_LEN);
        if inexpressible.iter().any(|known| known.as_bytes() == &name[..length]) {
            masks[nth / 32][0] |= 1 << (nth % 32);
        }
    }
    let blocks = count.div_ceil(32) as u32;
    Ok(*FEATURES.get_or_init(|| SetFeatures { command: ETHTOOL_SFEATURES, blocks, masks }))
}

/// Returns the version and the patch level of a kernel's release: "6.1.0-56-amd64", "6.18-rc1".
fn version(release: &OsStr) -> Option<[u32; 2]> {
    let mut numbers = release.to_str()?.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    Some([numbers.next()?.ok()?, numbers.next()?.ok()?])
}

fn ethtool(
    socket: BorrowedFd<'_>,
    interface: &Interface,
    request: *mut c_void,
) -> Result<c_int, Errno> {
    // SAFETY: a request is plain data.
    let mut ifreq: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in ifreq.ifr_name.iter_mut().zip(interface.name.as_str().bytes()) {
        *to = from as c_char;
    }
    ifreq.ifr_ifru.ifru_data = request.cast();
    // SAFETY: the kernel reads and writes a request of the size that its command, and the counts in it, tell.
    Errno::result(unsafe {
        libc::ioctl(socket.as_raw_fd(), libc::SIOCETHTOOL as _, &raw mut ifreq)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases() {
        let version = |release: &str| version(release.as_ref());
        assert_eq!(version("6.1.0-56-amd64"), Some([6, 1]));
        assert_eq!(version("6.18-rc1"), Some([6, 18]));
        assert_eq!(version("5.15.167.4-microsoft-standard-WSL2"), Some([5, 15]));
        assert_eq!(version("unknown"), None);
        assert!(version("6.10.3") > Some(UDP_SINCE), "numbers, not text");
    }
}
