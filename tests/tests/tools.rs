//! Tests for tools such as debuggers: `ci/tools.sh` runs those in `shown`.
#![forbid(unsafe_code)]
#![cfg(all(target_os = "linux", not(nsfixture_unsupported)))]

mod shown {
    use nsfixture::prelude::*;

    #[ns_test(link(a, b))]
    fn passes(a: Node) {
        let name = a.name(); // a debugger stops here
        assert_eq!(name, "a");
    }

    #[ns_test(link(a, b))]
    async fn passes_async(a: Node) {
        let name = a.name(); // a debugger stops here, too
        assert_eq!(name, "a");
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn fails() {
        panic!("a false claim"); // a backtrace has this line
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn fails_in_a_node(b: Node) {
        b.run(|| panic!("a false claim")); // a backtrace has this line, too
    }

    #[ns_test(link(a, b))]
    #[ignore = "fails on purpose"]
    fn fails_the_first_time() {
        let attempt = std::env::var("NEXTEST_ATTEMPT");
        assert!(attempt.is_ok_and(|attempt| attempt != "1"), "a false claim");
    }

    #[ns_test(link(a, b))]
    #[ignore = "never ends"]
    fn hangs(b: Node) {
        let mut program = b.command("tail").args(["-f", "/dev/null"]).spawn().expect("it starts");
        eprintln!("tail has the number {}", program.id());
        program.wait().expect("it is waited for");
    }
}
