use nsfixture::prelude::*;

#[ns_test]
fn t<T: Default, const N: usize>() {}

#[ns_test]
fn u<'a>(host: &'a Node)
where
    'static: 'a,
{
    host.name();
}

fn main() {}
