//! Packet sockets are refused: a test with cables that can be impaired is skipped, and others run.

use super::library::Library;
use super::restricted::End::{IsSkipped, Passes};
use super::restricted::Restricted;

/// A test that needs packet sockets.
const SUBJECT: &str = "impairs_a_cable";

/// Everybody's filter (seccomp(2)): `socket(AF_PACKET, ..)` fails with this error number. It looks at 64-bit
/// processes only.
fn filter(errno: &str) -> String {
    format!(
        "#include <errno.h>
        #include <linux/filter.h>
        #include <linux/seccomp.h>
        #include <stddef.h>
        #include <sys/prctl.h>
        #include <sys/socket.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        #define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
        __attribute__((constructor)) static void refuse(void) {{
            struct sock_filter code[] = {{
                LOAD(nr),
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
                LOAD(args[0]),
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_PACKET, 0, 1),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | {errno}),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
            }};
            struct sock_fprog program = {{ sizeof code / sizeof *code, code }};
            if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
                || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
                _exit(99);
        }}"
    )
}

#[test]
fn a_filter_refuses_them() {
    for (errno, fix) in [
        ("EPERM", "--security-opt seccomp=unconfined"),
        ("EACCES", "a seccomp filter is active"),
        ("ENOSYS", "or remove the faults"),
        ("EAFNOSUPPORT", "use a kernel with CONFIG_PACKET"),
    ] {
        let Some(library) = Library::compile(&filter(errno)) else { return };
        Restricted { test: SUBJECT, ..library.preloaded() }.always(IsSkipped(fix));
        // Those without such cables run.
        library.preloaded().always(Passes);
    }
}

#[test]
fn the_capability_is_missing() {
    let below = || "setpriv --bounding-set=-net_raw --inh-caps=-net_raw".to_owned();
    let restricted = Restricted { test: SUBJECT, below: below(), ..Restricted::new("") };
    restricted.with_capabilities(IsSkipped("--cap-add NET_RAW"));
    // A user namespace of its own has it.
    restricted.rootless(Passes);
}

#[test]
fn nothing_is_refused() {
    Restricted { test: SUBJECT, ..Restricted::new("") }.always(Passes);
}
