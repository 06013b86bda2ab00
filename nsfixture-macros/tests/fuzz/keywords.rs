#[ns_test(topology = async)]
fn no_expression() {}

#[ns_test(crate = async)]
fn no_path() {}

#[ns_test(run_in = async, host(r#type))]
fn no_host() {}
