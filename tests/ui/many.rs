use nsfixture::prelude::*;

#[ns_test(link(a = "10.0.0.1", b, c), host(d), timeot = "1s", timeout = 10, run_in = e)]
const fn t<T>(x: u32, f: Node) -> std::io::Result<()> {
    Ok(())
}

fn main() {}
