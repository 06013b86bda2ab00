//! What a process starts with: its directory, file descriptors, environment variables and libraries.

use super::library::Library;
use super::restricted::End::{IsSkipped, Passes};
use super::restricted::Restricted;

#[test]
fn the_working_directory_has_vanished() {
    Restricted::new("mkdir /mnt/gone && cd /mnt/gone && rmdir /mnt/gone").always(Passes);
}

#[test]
fn the_working_directory_is_below_run() {
    let script = "mount -t tmpfs -o mode=755 none /run && mkdir -m 755 /run/work && cd /run/work &&
         echo it >here";
    Restricted { test: "keeps_its_directory", ..Restricted::new(script) }.always(Passes);
}

#[test]
fn the_working_directory_is_closed() {
    Restricted::new("mkdir -m 000 /mnt/closed && cd /mnt/closed").always(Passes);
}

#[test]
fn new_files_are_nobody_elses() {
    Restricted { test: "shows_its_files_to_all", ..Restricted::new("umask 077") }.always(Passes);
}

#[test]
fn standard_streams_are_closed() {
    for after in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"] {
        Restricted { after, ..Restricted::new("") }.always(Passes);
    }
}

#[test]
fn there_are_no_variables() {
    Restricted { below: "env -i".to_owned(), ..Restricted::new("") }.always(Passes);
}

#[test]
fn variables_are_strange() {
    let below = "env -u HOME TMPDIR=/not/there HOME=/not/there PATH=/not/there:/usr/bin:/bin \
         LANG=xx_YY.nothing LC_ALL=\"$(printf '\\377')\" TZ=/not/there USER= RUST_LOG=,,, \
         NSFIXTURE_USERNS=\"$(printf '\\377')\" NSFIXTURE_REQUIRE=0 A=\"$(printf 'a\\nb')\" \
         LD_PRELOAD=/not/there.so";
    Restricted { below: below.to_owned(), ..Restricted::new("") }.always(Passes);
}

/// A library that starts a thread before `main`.
#[test]
fn a_library_starts_a_thread() {
    const SOURCE: &str = "#include <pthread.h>
        #include <unistd.h>
        static void *wait(void *nothing) { pause(); return nothing; }
        __attribute__((constructor)) static void start(void) {
            pthread_t thread;
            pthread_create(&thread, 0, wait, 0);
        }";
    let Some(library) = Library::compile(SOURCE) else { return };
    let restricted = library.preloaded();
    restricted.with_capabilities(Passes);
    restricted.rootless(IsSkipped("multithreaded before `main`"));
}
