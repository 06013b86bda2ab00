//! A crate that knows nsfixture under another name, in its manifest and in modules that export it
//! again, while `nsfixture` is something else.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, clippy::all)]
#![forbid(clippy::pedantic)]

#[cfg(test)]
mod nsfixture {}
#[cfg(test)]
mod reexport {
    pub(crate) use net as nsfixture;
}

#[cfg(test)]
mod by_the_manifest {
    use net::{Net, Node, Topology, ns_test};
    use rstest::rstest;

    #[ns_test(crate = net)]
    fn alone() {
        assert!(Node::current().is_some());
    }

    #[ns_test(link(a, b), crate = ::net)]
    async fn asynchronous(a: Node, net: &Net) -> std::io::Result<()> {
        assert_eq!((a.name(), net.nodes().len()), ("a", 2));
        a.spawn(async {}).await?;
        Ok(())
    }

    #[ns_test(topology = Topology::new().link(("a", "b")), run_in = b, crate = net)]
    fn in_code(a: &Node) {
        assert_eq!(a.name(), "a");
    }

    #[ns_test(link(a, b), crate = net)]
    #[rstest]
    #[case(1)]
    #[case(2)]
    fn above_rstest(#[case] size: usize, a: Node) {
        assert_eq!((a.name(), size < 3), ("a", true));
    }

    #[ns_test(link(a, b), crate = net)]
    #[tokio::test]
    async fn above_tokio(b: Node) {
        assert_eq!(b.name(), "b");
    }

    #[tokio::test]
    #[ns_test(crate = net)]
    async fn below_tokio() {
        assert!(Node::current().is_some());
    }
}

#[cfg(test)]
mod by_a_module {
    use super::reexport;
    use crate::reexport::nsfixture::{Node, ns_test, test as network_test};

    #[ns_test(lan(a, b), crate = crate::reexport::nsfixture)]
    fn absolute(a: Node, b: Node) {
        assert_ne!(a.name(), b.name());
    }

    #[ns_test(crate = super::reexport::nsfixture)]
    fn relative() {
        assert!(Node::current().is_some());
    }

    #[network_test(flavor = "multi_thread", crate = reexport::nsfixture)]
    async fn under_another_name(host: Node) {
        assert_eq!(host.name(), "host");
    }

    macro_rules! in_my_network {
        ($(fn $name:ident($($parameter:ident),*) $body:block)*) => {
            $(#[ns_test(link(left, right), crate = $crate::reexport::nsfixture)]
            fn $name($($parameter: Node),*) $body)*
        };
    }

    in_my_network! {
        fn by_a_macro(left, right) {
            assert_eq!((left.name(), right.name()), ("left", "right"));
        }
        fn by_a_macro_again(right) {
            assert_eq!(right.name(), "right");
        }
    }
}
