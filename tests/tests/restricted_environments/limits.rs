//! Exhausted limits: of file descriptors, of processes and threads, of namespaces.

use super::restricted::End::{IsSkipped, Passes, PassesOrPrints};
use super::restricted::Restricted;

#[test]
fn no_descriptors() {
    for limit in 5..=30 {
        let below = format!("prlimit --nofile={limit}:{limit}");
        Restricted { below, ..Restricted::new("") }.always(PassesOrPrints("open files"));
    }
}

/// The limit does not apply to root, even if root is mapped to another ID.
#[test]
fn no_processes() {
    let restricted = Restricted { below: "prlimit --nproc=1:1".to_owned(), ..Restricted::new("") };
    restricted.rootless(PassesOrPrints("`ulimit -u`"));
}

#[test]
fn few_processes() {
    Restricted { test: "gets_few_threads", ..Restricted::new("") }.rootless(Passes);
}

/// A container's root may lack the capabilities to map its own ID.
#[test]
fn root_without_capabilities() {
    let restricted = Restricted {
        below: "setpriv --bounding-set=-all --inh-caps=-all".to_owned(),
        ..Restricted::new("")
    };
    restricted.with_capabilities(IsSkipped("run with root's capabilities"));
}

/// The kernel counts a namespace until it has cleaned it up: at the limit, set-up waits for that.
#[test]
fn few_namespaces_one_after_the_other() {
    let below = "unshare --user --map-root-user sh -c \
                 'echo 5 >/proc/sys/user/max_net_namespaces && exec \"$@\"' sh";
    let restricted = Restricted { test: "is_one_of_many", ..Restricted::new("") };
    Restricted { below: below.to_owned(), ..restricted }.with_capabilities(Passes);
}

/// In a new user namespace, so that the machine's limit does not change.
#[test]
fn no_namespaces() {
    let check = |limit: u32, end| {
        let below = format!(
            "unshare --user --map-root-user sh -c \
             'echo {limit} >/proc/sys/user/max_net_namespaces && exec \"$@\"' sh"
        );
        let rootless = format!("{below} unshare --user --map-user=65534 --map-group=65534");
        for below in [below, rootless] {
            Restricted { below, ..Restricted::new("") }.always(end);
        }
    };
    check(0, IsSkipped("sysctl user.max_net_namespaces="));
    check(2, PassesOrPrints("user.max_net_namespaces"));
}
