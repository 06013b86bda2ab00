//! The builder methods of faults.

/// The builder methods of all faults, for a type that has a [`Faults`] at `self.$at`. The name of each is
/// the key.
macro_rules! fault_builders {
    ($($at:ident).*) => {
        /// Sets the values of a kind of network, by its name: `"wifi"`, `"3g"`, ...; other values that are set
        /// override them. The [table](crate::Faults#conditions) has the names.
        #[must_use]
        pub fn condition(mut self, name: impl Into<String>) -> Self {
            self.$($at.)*condition = Some(name.into());
            self
        }

        /// Sets how long a packet takes one way: `"20ms"`.
        #[must_use]
        pub fn delay(mut self, delay: impl Into<String>) -> Self {
            self.$($at.)*delay = Some(delay.into());
            self
        }

        /// Sets the delay to half of a round-trip time: `"40ms"`.
        #[must_use]
        pub fn rtt(mut self, rtt: impl Into<String>) -> Self {
            self.$($at.)*rtt = Some(rtt.into());
            self
        }

        /// Sets by how much the delay varies: with `"5ms"`, a packet takes up to 5 ms less or more. The
        /// order of packets is kept.
        #[must_use]
        pub fn jitter(mut self, jitter: impl Into<String>) -> Self {
            self.$($at.)*jitter = Some(jitter.into());
            self
        }

        /// Sets how the delay varies: `"uniform"`, the default, evenly between the delay minus the jitter and
        /// the delay plus the jitter; `"normal"` or `"pareto"`, with the jitter as the standard deviation.
        #[must_use]
        pub fn distribution(mut self, distribution: impl Into<String>) -> Self {
            self.$($at.)*distribution = Some(distribution.into());
            self
        }

        /// Sends a share of the packets at once, ahead of those that are delayed: `"25%"`.
        #[must_use]
        pub fn reorder(mut self, share: impl Into<String>) -> Self {
            self.$($at.)*reorder = Some(share.into());
            self
        }

        /// Loses a share of the packets: `"1%"`, `"0.1%"`.
        #[must_use]
        pub fn loss(mut self, share: impl Into<String>) -> Self {
            self.$($at.)*loss = Some(share.into());
            self
        }

        /// Sets how many packets are lost one after the other, on average. Without it, each packet is lost
        /// independently of the others.
        #[must_use]
        pub fn burst(mut self, packets: u32) -> Self {
            self.$($at.)*burst = Some(packets);
            self
        }

        /// Loses the packets with these numbers, counted from 1 in the order in which they arrive.
        #[must_use]
        pub fn drop(mut self, packets: impl IntoIterator<Item = u64>) -> Self {
            self.$($at.)*drop = Some(packets.into_iter().collect());
            self
        }

        /// Loses every packet whose number is a multiple of this one.
        #[must_use]
        pub fn drop_every(mut self, packets: u64) -> Self {
            self.$($at.)*drop_every = Some(packets);
            self
        }

        /// Loses all packets for a time, once or periodically. They do not arrive later; those that were sent before do.
        #[must_use]
        pub fn outage(mut self, outage: $crate::Outage) -> Self {
            self.$($at.)*outage = Some(outage);
            self
        }

        /// Takes the carriers of both ends of the cable for a time, once or periodically, as if it was unplugged. Hosts are
        /// told, unlike in an [`outage`](Self::outage), whose times it has.
        ///
        /// It is a fault of whole cables, in a LAN of each host's: packets from one host cannot have it.
        #[must_use]
        pub fn flap(mut self, times: $crate::Outage) -> Self {
            self.$($at.)*flap = Some(times);
            self
        }

        /// Loses IP packets that are longer than this, in bytes, and reports them to nobody: a black hole for path MTU
        /// discovery (RFC 2923, section 2.1).
        #[must_use]
        pub fn blackhole_above(mut self, bytes: u32) -> Self {
            self.$($at.)*blackhole_above = Some(bytes);
            self
        }

        /// Sets the length in bytes up to which IP packets are carried, as if there was a router with a link of this
        /// MTU. It is less than the MTU of the cable, and at least 68, with IPv6 1280.
        ///
        /// What is longer is lost, and its sender is told: by "fragmentation needed" (RFC 1191), or "packet too big"
        /// of ICMPv6 (RFC 4443). An IPv4 packet that may be fragmented arrives in fragments (RFC 791).
        #[must_use]
        pub fn path_mtu(mut self, bytes: u32) -> Self {
            self.$($at.)*path_mtu = Some(bytes);
            self
        }

        /// Delivers a share of the packets twice: `"1%"`.
        #[must_use]
        pub fn duplicate(mut self, share: impl Into<String>) -> Self {
            self.$($at.)*duplicate = Some(share.into());
            self
        }

        /// Flips one bit of a share of the packets, whose checksums stay as they were: `"0.1%"`.
        #[must_use]
        pub fn corrupt(mut self, share: impl Into<String>) -> Self {
            self.$($at.)*corrupt = Some(share.into());
            self
        }

        /// Sets the rate at which packets are sent: `"10mbit"`. It includes their Ethernet headers.
        #[must_use]
        pub fn rate(mut self, rate: impl Into<String>) -> Self {
            self.$($at.)*rate = Some(rate.into());
            self
        }

        /// Delivers packets at the times of a trace instead of at a rate: a path such as `"traces/lte.up"`, or the text of
        /// the file, by a string with line feeds ([`Trace`]($crate::Trace)).
        ///
        /// The format and its meaning are those of mahimahi's [mm-link(1)]. Each line is a number of milliseconds since the
        /// network came up, or since the trace was set; they are in ascending order, and a number may be repeated. Each is
        /// an opportunity to deliver 1,504 bytes of what has arrived before. A packet counts with its length without the
        /// Ethernet header, and four bytes in addition, so that one of 1,500 bytes uses an opportunity up. Several small
        /// packets share one, and a packet for which the rest of one is too small uses of the next ones what it needs.
        /// An opportunity at which nothing waits is lost. After the last number the trace begins again, at that time:
        /// a trace that ends with 100 has its opportunity at 5 again at 105.
        ///
        /// [`queue`](Self::queue), [`aqm`](Self::aqm) and [`delay`](Self::delay) go with it as with a rate; a queue of a time
        /// has the length of what the mean rate of the trace sends within it.
        ///
        /// [mm-link(1)]: https://manpages.debian.org/mm-link
        #[must_use]
        pub fn trace(mut self, trace: impl Into<$crate::Trace>) -> Self {
            self.$($at.)*trace = Some(trace.into());
            self
        }

        /// Sets how much waits for the rate or the trace; what exceeds it is lost. It is a time (`"100ms"`), a number of packets
        /// (`"50packets"`) or a size (`"64kb"`): `b`, `kb` and `mb` are powers of 1,000 bytes, `kib` and `mib` of 1,024.
        ///
        /// The default is 1,000 packets.
        #[must_use]
        pub fn queue(mut self, length: impl Into<String>) -> Self {
            self.$($at.)*queue = Some(length.into());
            self
        }

        /// Sets how the queue is managed: `"codel"` (RFC 8289), or `"drop-tail"`, the default, by which what does
        /// not fit is lost.
        #[must_use]
        pub fn aqm(mut self, name: impl Into<String>) -> Self {
            self.$($at.)*aqm = Some(name.into());
            self
        }

        /// Adds a rule: faults for some packets only, in addition to the others. Rules act in the order in which they are
        /// added.
        #[must_use]
        pub fn rule(mut self, rule: $crate::Rule) -> Self {
            self.$($at.)*rules.push(rule);
            self
        }
    };
}
pub(crate) use fault_builders;
