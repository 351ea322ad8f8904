//! Bonding on Linux: what BlueZ asks of a person while a device is bonded.
//!
//! The library can neither pair nor answer BlueZ's questions. Without an answer a device that wants an encrypted link
//! is of no use on a computer without a desktop: BlueZ then raises the link's security by itself, is refused by nobody
//! being there, and leaves the operation that wanted it unanswered.

use std::sync::Arc;
use std::time::Duration;

use dbus::Message;
use dbus::arg::{ReadAll, Variant};
use dbus::channel::{MatchingReceiver as _, Sender as _};
use dbus::message::MatchRule;
use dbus::nonblock::{Proxy, SyncConnection};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use super::Beside;
use crate::device::session::{DeviceKey, Reason};

const BLUEZ: &str = "org.bluez";
const BLUEZ_ROOT: &str = "/org/bluez";
const OURS: &str = "/org/mimamori/bond";
/// A daemon that hangs must not hang us.
const ANSWER: Duration = Duration::from_secs(5);
/// A person needs time to read a number off a device and type it.
const BOND_WITHIN: Duration = Duration::from_secs(60);

/// What BlueZ asks with.
pub(super) type Call = Message;

/// Our place on the bus, for as long as it is held. BlueZ asks here about the devices that are bonded from here, and
/// about all others where nobody else (a desktop) is there to be asked.
pub(super) struct Agent {
    bonding: Bonding,
    calls: UnboundedReceiver<Call>,
    reading: JoinHandle<()>,
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Agent {
    /// `None` where the bus or BlueZ will not have it; what needs no bond goes on without.
    pub(super) async fn register(with_person: bool) -> Option<Self> {
        let (resource, connection) = dbus_tokio::connection::new_system_sync().ok()?;
        let reading = tokio::task::spawn_local(async move {
            let _ = resource.await;
        });
        let (post, calls) = unbounded_channel();
        let agent = Self { bonding: Bonding(connection), calls, reading };
        // Each is answered when somebody has: nothing here waits.
        let post = Box::new(move |call: Message, _: &SyncConnection| post.send(call).is_ok());
        agent.bonding.0.start_receive(MatchRule::new_method_call(), post);
        // What can be shown and typed decides by what BlueZ bonds; without a person only "just works" is left.
        let able = if with_person { "KeyboardDisplay" } else { "NoInputNoOutput" };
        let place = dbus::Path::from(OURS);
        let manager = "org.bluez.AgentManager1";
        agent.bonding.call(BLUEZ_ROOT, manager, "RegisterAgent", (place, able), ANSWER).await.ok()?;
        Some(agent)
    }

    /// The next question.
    pub(super) async fn asked(&mut self) -> Option<Call> {
        self.calls.recv().await
    }

    pub(super) fn bonding(&self) -> Bonding {
        self.bonding.clone()
    }

    /// Answers a question about a device in our care, as `beside` says; without anybody there is only consent.
    ///
    /// Never on the thread of the radio: a person takes their time.
    pub(super) fn answer(&self, call: Call, device: DeviceKey, beside: Option<Arc<dyn Beside>>) -> JoinHandle<bool> {
        let connection = Arc::clone(&self.bonding.0);
        tokio::task::spawn_blocking(move || {
            let answer = answer_of(&call, &device, beside.as_deref());
            let agreed = answer.is_some();
            let _ = connection.send(answer.unwrap_or_else(|| rejection(&call)));
            agreed
        })
    }

    /// Says no, or, to what is no question, that it was heard.
    pub(super) fn dismiss(&self, call: &Call) {
        let told = matches!(member(call).as_str(), "Release" | "Cancel");
        let _ = self.bonding.0.send(if told { call.method_return() } else { rejection(call) });
    }
}

/// Where BlueZ is asked to bond: from where the answers come.
#[derive(Clone)]
pub(super) struct Bonding(Arc<SyncConnection>);

impl Bonding {
    /// Bonds the device that BlueZ has at `place` below `/org/bluez`.
    pub(super) async fn bond(&self, place: &str) -> Result<(), Reason> {
        if self.is_bonded(place).await {
            return Ok(());
        }
        let path = format!("{BLUEZ_ROOT}/{place}");
        match self.call(&path, "org.bluez.Device1", "Pair", (), BOND_WITHIN).await {
            Ok(()) => Ok(()),
            Err(error) if error.name() == Some("org.bluez.Error.AlreadyExists") => Ok(()),
            Err(error) => Err(super::trouble::reason_in(&error.to_string())),
        }
    }

    pub(super) async fn is_bonded(&self, place: &str) -> bool {
        let path = format!("{BLUEZ_ROOT}/{place}");
        let bonded: Result<(Variant<bool>,), _> = Proxy::new(BLUEZ, path, ANSWER, Arc::clone(&self.0))
            .method_call("org.freedesktop.DBus.Properties", "Get", ("org.bluez.Device1", "Paired"))
            .await;
        matches!(bonded, Ok((Variant(true),)))
    }

    async fn call<A: dbus::arg::AppendAll>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        arguments: A,
        within: Duration,
    ) -> Result<(), dbus::Error> {
        Proxy::new(BLUEZ, path, within, Arc::clone(&self.0)).method_call(interface, method, arguments).await
    }
}

fn member(call: &Call) -> String {
    call.member().map(|member| member.to_string()).unwrap_or_default()
}

/// The device that a question is about, by its place below `/org/bluez`.
pub(super) fn about(call: &Call) -> Option<String> {
    let path: dbus::Path<'_> = call.get1()?;
    path.strip_prefix("/org/bluez/").map(str::to_owned)
}

/// `None` is no.
fn answer_of(call: &Call, device: &DeviceKey, beside: Option<&dyn Beside>) -> Option<Message> {
    let number = || read::<(dbus::Path<'_>, u32)>(call).map(|(_, number)| number);
    match member(call).as_str() {
        // The person wanted the device, or it would not be in our care.
        "RequestAuthorization" | "AuthorizeService" => Some(call.method_return()),
        "RequestPasskey" => Some(call.method_return().append1(beside?.number_shown(device)?)),
        "RequestConfirmation" => beside?.same_number(device, number()?).then(|| call.method_return()),
        "DisplayPasskey" => {
            let (_, number, typed) = read::<(dbus::Path<'_>, u32, u16)>(call)?;
            // Told again with each digit that was typed.
            if typed == 0 {
                beside?.type_there(device, number);
            }
            Some(call.method_return())
        }
        // PIN codes of four digits are of Bluetooth before 4.0.
        _ => None,
    }
}

fn read<T: ReadAll>(call: &Call) -> Option<T> {
    T::read(&mut call.iter_init()).ok()
}

fn rejection(call: &Call) -> Message {
    call.error(&"org.bluez.Error.Rejected".into(), c"not agreed to")
}
