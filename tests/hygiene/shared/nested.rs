//! Tests in modules, under names of a kind that a macro may stumble over.

/// Below two modules, with what the outer ones have.
mod outer {
    pub(super) mod inner {
        use super::super as far;
        use ::nsfixture::{Node, ns_test};

        #[ns_test]
        pub(super) fn restricted() {
            ::core::assert!(Node::current().is_some());
        }

        #[ns_test(host(self_, crate_))]
        fn names(self_: Node, crate_: Node) {
            ::core::assert_eq!((self_.name(), crate_.name()), ("self_", "crate_"));
        }

        #[ns_test(link(r#type, cx))]
        async fn r#async(r#type: Node, cx: Node) {
            ::core::assert_eq!((r#type.name(), cx.name()), ("type", "cx"));
        }

        #[ns_test(link(a, b))]
        fn a(a: Node, b: Node) {
            ::core::assert_eq!((a.name(), b.name()), ("a", "b"));
        }

        #[ns_test]
        fn uses_what_is_around() {
            far::helper();
        }
    }
}

fn helper() {
    ::core::assert!(::nsfixture::Node::current().is_some());
}

mod prelude {
    use ::nsfixture::prelude::*;

    #[ns_test(link(a, b))]
    fn by_the_prelude(a: Node, net: Net) {
        ::core::assert_eq!(
            (a.name(), ::core::iter::ExactSizeIterator::len(&net.nodes())),
            ("a", 2)
        );
    }
}

#[::nsfixture::ns_test(link(a, b))]
fn by_paths(a: ::nsfixture::Node, b: &::nsfixture::Node) {
    ::core::assert_eq!((a.name(), b.name()), ("a", "b"));
}

#[::nsfixture::test]
fn by_its_other_name() {
    helper();
}
