//! Tests that a macro by example makes, out of each kind of fragment.

use ::nsfixture::{Net, Node, ns_test};

/// A variable of a macro's and one of its caller's, of one name.
macro_rules! whole {
    ($name:ident, $a:ident, $b:ident, $address:literal, $mtu:literal, $ty:ty, $body:block) => {
        #[ns_test(link($a = $address, $b, mtu = $mtu), run_in = $b, timeout = "60s")]
        fn $name($a: $ty, net: &Net) {
            let cx = ::core::iter::ExactSizeIterator::len(&net.nodes());
            ::core::assert_eq!(($a.name(), cx), (::core::stringify!($a), 2));
            $body
        }
    };
}

whole!(by_fragments, left, right, "10.0.0.1/24", 1400, Node, {
    let here = Node::current();
    ::core::assert_eq!(here.map(|node| node.name().len()), ::core::option::Option::Some(5));
});

macro_rules! items {
    ($($test:item)*) => { $($test)* };
}

items! {
    #[ns_test]
    fn by_an_item() {
        ::core::assert!(Node::current().is_some());
    }

    #[ns_test(link(a, b))]
    async fn by_an_async_item(b: Node) -> ::std::io::Result<()> {
        ::core::assert_eq!(b.name(), "b");
        ::core::result::Result::Ok(())
    }
}

macro_rules! attributes {
    ($(#[$attr:meta])* $visibility:vis fn $name:ident $body:block) => {
        $(#[$attr])*
        $visibility fn $name() $body
    };
}

attributes! {
    /// With its documentation.
    #[ns_test(link(a, b))]
    #[should_panic(expected = "meant")]
    pub(super) fn by_attributes {
        ::core::panic!("meant")
    }
}

macro_rules! under_the_attribute {
    ($name:ident, $host:literal, $topology:expr, $timeout:literal, $crate_:path) => {
        #[ns_test(topology = $topology, run_in = $host, timeout = $timeout, crate = $crate_)]
        async fn $name(a: Node) {
            ::core::assert_eq!(a.name(), "a");
        }
    };
}

under_the_attribute!(
    by_an_expression,
    "b",
    ::nsfixture::Topology::new().link(::nsfixture::Link::new("a", "b")),
    "60s",
    ::nsfixture
);

macro_rules! tokens {
    ($($test:tt)*) => { $($test)* };
}

tokens! {
    #[ns_test(lan(a, b))]
    fn by_tokens(a: Node, b: Node) {
        ::core::assert_ne!(a.name(), b.name());
    }
}

/// A module for each, as a table of cases has it.
macro_rules! cases {
    ($($case:ident: $mtu:literal;)*) => {
        $(mod $case {
            use ::nsfixture::{Node, ns_test};

            #[ns_test(link(a, b, mtu = $mtu))]
            fn carries(a: Node) {
                ::core::assert!(a.ping("b").is_ok());
            }
        })*
    };
}

cases! {
    small: 1280;
    large: 9000;
}

macro_rules! recursive {
    () => {};
    ($name:ident $($rest:ident)*) => {
        #[ns_test]
        fn $name() {
            ::core::assert!(Node::current().is_some());
        }
        recursive!($($rest)*);
    };
}

recursive!(first second);
