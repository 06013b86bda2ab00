//! Acting on a network that is up.

use std::sync::Arc;
use std::sync::PoisonError;
use std::time::Duration;

use nix::errno::Errno;
use nsfixture_plan::addr::IfAddr;
use nsfixture_plan::{Interface, SiteId};

use super::network::Network;
use super::status::Status;
use crate::error::{Error, Kind, Operation};
use crate::kernel::bare::capability::Raised;
use crate::kernel::context::Context;
use crate::kernel::netlink::Netlink;
use crate::kernel::sites::host::Job;
use crate::kernel::sites::interfaces;
use crate::kernel::sites::namespace::Namespaces;
use crate::kernel::sites::site::Site;

impl Network {
    /// Returns the namespaces of a host, if the network is up.
    pub(crate) fn namespaces(&self, node: usize) -> Result<Arc<Namespaces>, Error> {
        self.if_up(|up| Arc::clone(&up.hosts[node].namespaces)).ok_or_else(|| self.down_error(node))
    }

    pub(super) fn site(&self, site: SiteId) -> Result<Arc<Site>, Error> {
        let found = self.if_up(|up| match site {
            SiteId::Node(node) => Arc::clone(&up.hosts[node].site),
            SiteId::Switch(switch) => Arc::clone(&up.switches[switch]),
            SiteId::Engine => {
                Arc::clone(up.engine.as_ref().expect("a plan with ports has an engine").site())
            }
        });
        found.ok_or_else(|| match site {
            SiteId::Node(node) => self.down_error(node),
            SiteId::Switch(_) | SiteId::Engine => Kind::Down { host: None }.into(),
        })
    }

    fn context(&self, site: SiteId) -> Result<Context<'_>, Error> {
        let cx = Context::in_host(self.plan.name(site));
        let fd = cx.attempt_io(Operation::Open, "pipe", || self.cancellation.fd())?;
        Ok(cx.cancelled_by(fd))
    }

    /// Runs a closure with the netlink socket of a site. Waits of it end when the network goes down.
    ///
    /// # Errors
    /// Returns an error if the network is down, or that of the closure.
    pub(crate) fn with_netlink<T>(
        &self,
        site: SiteId,
        act: impl FnOnce(Context<'_>, &mut Netlink) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (cx, site) = (self.context(site)?, self.site(site)?);
        let _raised = cx.attempt(Operation::Capset, "the thread's capabilities", || {
            Raised::now().map_err(Errno::from_raw)
        })?;
        let mut netlink = site.netlink();
        act(cx, &mut netlink)
    }

    /// Waits until an interface carries packets.
    pub(crate) fn wait_until_ready(
        &self,
        site: SiteId,
        interface: &Interface,
    ) -> Result<(), Error> {
        let cx = self.context(site)?;
        self.site(site)?.wait_until_ready(cx, interface)
    }

    /// Returns the addresses that an interface of a site has now, except link-local ones.
    pub(crate) fn addresses(&self, site: SiteId, name: &str) -> Result<Vec<IfAddr>, Error> {
        let cx = self.context(site)?;
        let all = self.site(site)?.net().inside(cx, || interfaces::addresses(cx))?;
        let own = all.into_iter().filter(|(interface, ..)| interface == name);
        let addrs = own.filter_map(|(_, addr, prefix_len)| IfAddr::new(addr, prefix_len).ok());
        Ok(addrs.filter(|addr| !addr.is_link_local()).collect())
    }

    /// Runs a job on the thread of a host.
    pub(crate) fn run_on_host_thread(&self, node: usize, job: Job) -> Result<(), Error> {
        self.if_up(|up| up.hosts[node].assign(job)).ok_or_else(|| self.down_error(node))
    }

    /// Waits for a while, or until the network goes down.
    ///
    /// # Errors
    /// Returns an error if it has gone down.
    pub(crate) fn wait_unless_down(&self, node: usize, time: Duration) -> Result<(), Error> {
        let is_up = |status: &mut Status| matches!(status, Status::Up(_));
        let waited = self.went_down.wait_timeout_while(self.status(), time, is_up);
        let (status, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match *status {
            Status::Up(_) => Ok(()),
            Status::Down => Err(self.down_error(node)),
        }
    }
}
